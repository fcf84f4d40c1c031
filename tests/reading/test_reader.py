"""The one door to all readers: bounds, cover, cache."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from csr_extract.errors import DamagedFileError, EncryptedWordError, TooLargeError
from csr_extract.reading import pdf, reader
from csr_extract.reading.cache import DocumentCache
from csr_extract.reading.reader import read_document
from tests.reading.make_pdf import LEFT, lines, make_pdf


def draw(page: FPDF) -> None:
    if page.page_no() == 1:
        page.text(200, 400, "Orvik sustainability report 2019")
    else:
        lines(page, 40, 100, LEFT)


def test_the_words_of_the_first_page_are_the_cover(tmp_path: Path) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", draw, pages=8))
    assert {segment.place for segment in document.pages[0].segments} == {"cover"}
    assert {segment.place for segment in document.pages[1].segments} == {"body"}


def test_a_file_over_the_bounds_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(tmp_path / "a.pdf", draw, pages=3)
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(TooLargeError, match=r"3 pages is more than the 2 pages .* Split it"):
        read_document(path)
    monkeypatch.setattr(reader, "MOST_BYTES", 100)
    with pytest.raises(TooLargeError, match="MiB"):
        read_document(path)


def test_a_word_file_is_read_and_an_old_or_broken_one_is_told(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Water", 1)
    word.add_paragraph("All four mills measured the water they drew from the river.")
    word.save(str(tmp_path / "a.docx"))
    assert [segment.shape for segment in read_document(tmp_path / "a.docx").segments] == ["heading", "sentence"]
    (tmp_path / "b.docx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(EncryptedWordError):
        read_document(tmp_path / "b.docx")
    (tmp_path / "c.docx").write_bytes(b"no zip at all")
    with pytest.raises(DamagedFileError):
        read_document(tmp_path / "c.docx")


def test_what_was_read_comes_back_from_the_cache_under_the_name_asked(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path / "cache")
    path = make_pdf(tmp_path / "a.pdf", draw, pages=2)
    first = read_document(path, cache=cache)
    again = path.rename(tmp_path / "b.pdf")
    second = read_document(again, cache=cache)
    assert second.name == "b.pdf" and second.pages == first.pages and cache.size() > 0


def test_the_rows_of_an_index_are_parsed(shared: Path) -> None:
    document = read_document(shared / "reports" / "dev" / "en-reply-2019.pdf")
    rows = {row.code: row for row in document.index}
    assert len(rows) > 40 and all(row.standard == "GRI" for row in document.index)
    assert document.labelled("20") is document.pages[20]
