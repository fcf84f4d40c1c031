"""What pdfium cannot open is read again."""

from __future__ import annotations

from pathlib import Path

from csr_extract.reading.second import read_again
from tests.reading.make_pdf import LEFT, lines, make_pdf


def test_the_words_of_a_page_with_their_places(tmp_path: Path) -> None:
    data = make_pdf(tmp_path / "a.pdf", lambda pdf: lines(pdf, 40, 100, LEFT), pages=2).read_bytes()
    again = read_again(data, 1, 2)
    assert again is not None
    words, width, height = again
    assert [word.text for word in words] == LEFT and (round(width), round(height)) == (595, 842)
    assert abs(words[0].left - 40) < 1 and 735 < words[0].bottom < 745


def test_another_count_of_pages_is_not_trusted(tmp_path: Path) -> None:
    data = make_pdf(tmp_path / "a.pdf", lambda pdf: lines(pdf, 40, 100, LEFT), pages=2).read_bytes()
    assert read_again(data, 1, 3) is None
    assert read_again(b"%PDF-1.4 nothing", 0, 1) is None
