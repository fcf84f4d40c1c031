from __future__ import annotations

from pathlib import Path

import pypdf
import pypdfium2
import pytest
from fpdf import FPDF

from csr_extract.errors import DamagedFileError, EmptyFileError, NoTextError, PasswordError, WrongTypeError
from csr_extract.reading.document import Document
from csr_extract.reading.reader import count_pages, read_document
from tests.conftest import SAMPLES
from tests.reading.make_pdf import LEFT, RIGHT, lines, make_pdf, table, two_columns


def texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", two_columns))
    assert " ".join(texts(document)) == " ".join(["Water and air", *LEFT, *RIGHT])
    assert document.segments[0].shape == "heading"
    assert all(segment.heading == "Water and air" for segment in document.segments[1:])


@pytest.mark.parametrize("ruled", [True, False])
def test_a_row_of_a_table_is_label_and_values(tmp_path: Path, ruled: bool) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", lambda pdf: table(pdf, ruled=ruled)))
    rows = [segment.text for segment in document.segments if segment.shape == "row"]
    assert "Fresh water drawn | m3 | 2007: 81,200 | 2008: 79,000 | 2009: 74,350" in rows
    assert "Lost time injuries | cases | 2007: 4 | 2008: 2 | 2009: 0" in rows


def test_running_heads_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    def page(pdf: FPDF) -> None:
        pdf.text(40, 30, "Kestrel Mills  CSR report 2009")
        lines(pdf, 40, 300, [f"Page {pdf.page_no()} tells of its own matter, at some length."])
        pdf.text(290, 820, str(pdf.page_no() + 3))

    document = read_document(make_pdf(tmp_path / "a.pdf", page, pages=5))
    assert texts(document) == [f"Page {number} tells of its own matter, at some length." for number in range(1, 6)]
    assert [segment.page for segment in document.segments] == [1, 2, 3, 4, 5]


def test_text_drawn_twice_counts_once(tmp_path: Path) -> None:
    def page(pdf: FPDF) -> None:
        for shift in (0, 0.3):
            pdf.text(40 + shift, 300, "Safety comes first at offices and mills.")

    assert texts(read_document(make_pdf(tmp_path / "a.pdf", page))) == ["Safety comes first at offices and mills."]


def test_words_parted_at_the_end_of_a_line_are_joined(tmp_path: Path) -> None:
    draw = lambda pdf: lines(pdf, 40, 300, ["The mill has asked all of its suppliers for a report on environ-", "mental matters."])  # noqa: E731
    assert texts(read_document(make_pdf(tmp_path / "a.pdf", draw))) == [
        "The mill has asked all of its suppliers for a report on environmental matters."
    ]


def test_a_box_surrounds_the_words(tmp_path: Path) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", lambda pdf: lines(pdf, 40, 300, ["Safety comes first at all mills."])))
    (box,) = document.segments[0].boxes
    assert box.left == pytest.approx(40, abs=2)
    assert box.bottom < 842 - 300 < box.top


def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    upright = make_pdf(tmp_path / "a.pdf", two_columns)
    document = pypdfium2.PdfDocument(upright)
    document[0].set_rotation(90)
    document.save(tmp_path / "turned.pdf")
    document.close()
    turned = read_document(tmp_path / "turned.pdf")
    assert turned.pages[0].width > turned.pages[0].height
    assert texts(turned) == texts(read_document(upright))
    (box, *_) = turned.segments[0].boxes
    assert box.top - box.bottom > box.right - box.left, "the heading stands sideways"


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(PasswordError, match="unlocked copy"):
        read_document(make_pdf(tmp_path / "a.pdf", two_columns, password="secret"))


def test_an_owner_password_locks_nothing(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", two_columns)
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    writer.write(tmp_path / "owner.pdf")
    assert texts(read_document(tmp_path / "owner.pdf")) == texts(read_document(path))


def test_a_cut_pdf_is_damaged_and_an_empty_file_is_empty(tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "a.pdf", two_columns).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(DamagedFileError, match="damaged or cut short"):
        read_document(tmp_path / "cut.pdf")
    with pytest.raises(EmptyFileError):
        read_document(tmp_path / "empty.pdf")


def test_a_word_file_named_pdf_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"PK\x03\x04" + b"word/document.xml" + b"\0" * 100)
    with pytest.raises(WrongTypeError, match=r"a docx file, .*Rename it to a\.docx"):
        read_document(tmp_path / "a.pdf")


def test_a_pdf_of_images_asks_for_a_text_layer(tmp_path: Path) -> None:
    with pytest.raises(NoTextError, match="none of its 2 pages contain text"):
        read_document(make_pdf(tmp_path / "a.pdf", lambda pdf: pdf.rect(40, 40, 200, 200, style="F"), pages=2))


def test_pages_are_counted_without_reading(tmp_path: Path) -> None:
    assert count_pages(make_pdf(tmp_path / "a.pdf", two_columns, pages=3)) == 3
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert count_pages(tmp_path / "broken.pdf") == 1


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_the_sample_reports_are_read_whole(path: Path) -> None:
    document = read_document(path)
    assert not document.unreadable_pages
    assert 8 <= len(document.pages) <= 20
    assert sum(segment.shape == "row" for segment in document.segments) >= 10
    assert any(segment.place == "index" for segment in document.segments)


def test_every_real_report_of_the_development_set_is_read(shared: Path) -> None:
    for path in sorted((shared / "reports" / "dev").glob("*.pdf")):
        document = read_document(path)
        assert len(document.segments) > 10 * len(document.pages), path.name
        scanned = {50, 51, 52} if path.stem == "en-reply-2019" else set()  # the auditor's letter
        assert set(document.unreadable_pages) <= scanned, path.name


def test_a_broken_page_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    content = make_pdf(tmp_path / "a.pdf", two_columns, pages=3).read_bytes()
    kids = content[content.index(b"/Kids [") : content.index(b"]", content.index(b"/Kids ["))]
    second = kids.split(b"\n")[1] if b"\n" in kids else kids[len(b"/Kids [") :].split(b" R ")[1] + b" R"
    (tmp_path / "b.pdf").write_bytes(content.replace(second, b"null".ljust(len(second)), 1))
    document = read_document(tmp_path / "b.pdf")
    assert document.unreadable_pages == (2,)
    assert document.pages[2].segments


def test_figures_at_the_foot_of_a_page_are_no_page_numbers(tmp_path: Path) -> None:
    def page(pdf: FPDF) -> None:
        for number in range(4):
            for left, cell in zip((40, 300, 380), (f"Injuries in mill {number}", str(number + 3), str(number + 5)), strict=True):
                pdf.text(left, 760 + 18 * number, cell)
        pdf.text(290, 836, "12")

    document = read_document(make_pdf(tmp_path / "a.pdf", page))
    assert [segment.text for segment in document.segments] == [f"Injuries in mill {n} | {n + 3} | {n + 5}" for n in range(4)]
