"""Tables between rules: heads in two lines, merged cells, lines that no rule parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF

from csr_extract.reading.document import Segment
from csr_extract.reading.reader import read_document
from tests.reading.make_pdf import make_pdf

PLACES = [40, 170, 250, 320, 390, 460]


def net(pdf: FPDF, rows: int, without: Sequence[tuple[int, int]] = ()) -> None:
    """Rules around cells of 22 points, upright pieces left out at (row, place)."""
    for row in range(rows + 1):
        pdf.line(40, 200 + 22 * row, 460, 200 + 22 * row)
    for row in range(rows):
        for place in range(len(PLACES)):
            if (row, place) not in without:
                pdf.line(PLACES[place], 200 + 22 * row, PLACES[place], 222 + 22 * row)


def words(pdf: FPDF, row: int, cells: Sequence[str]) -> None:
    for left, cell in zip(PLACES, cells, strict=False):
        pdf.text(left + 4, 214 + 22 * row, cell)


def rows_of(path: Path) -> list[Segment]:
    return [segment for segment in read_document(path).segments if segment.shape == "row"]


def test_heads_in_two_lines_stand_above_their_columns(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        net(pdf, 4, [(0, 2), (0, 4)])
        words(pdf, 0, ["", "2019", "", "2018"])
        words(pdf, 1, ["Site", "Men", "Women", "Men", "Women"])
        words(pdf, 2, ["Orvik", "120", "80", "110", "75"])
        words(pdf, 3, ["Lund", "40", "35", "38", "30"])

    rows = rows_of(make_pdf(tmp_path / "a.pdf", draw))
    assert [row.text for row in rows[2:]] == [
        "Orvik | 2019 Men: 120 | 2019 Women: 80 | 2018 Men: 110 | 2018 Women: 75",
        "Lund | 2019 Men: 40 | 2019 Women: 35 | 2018 Men: 38 | 2018 Women: 30",
    ]
    assert rows[2].years == (2018, 2019) and rows[2].columns == 4


def test_a_value_across_different_heads_stands_under_none(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        net(pdf, 3, [(2, 2), (2, 3), (2, 4)])
        words(pdf, 0, ["Item", "2019", "2018", "2017", "2016"])
        words(pdf, 1, ["Water drawn", "81", "79", "74", "70"])
        words(pdf, 2, ["Limit set", "90"])

    assert [row.text for row in rows_of(make_pdf(tmp_path / "a.pdf", draw))][1:] == [
        "Water drawn | 2019: 81 | 2018: 79 | 2017: 74 | 2016: 70",
        "Limit set | 90",
    ]


def test_values_that_no_rule_parts_are_rows_of_their_own(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        for height in (200, 222, 310):
            pdf.line(40, height, 320, height)
        for left in (40, 170, 250, 320):
            pdf.line(left, 200, left, 310)
        words(pdf, 0, ["Item", "2019", "2018"])
        for row, cells in enumerate([["Soot", "8.1", "9.0"], ["Dust", "1.2", "1.4"], ["Noise", "55", "56"]]):
            words(pdf, row + 1, cells)

    assert "Dust | 2019: 1.2 | 2018: 1.4" in [row.text for row in rows_of(make_pdf(tmp_path / "a.pdf", draw))]


def test_the_mark_of_a_footnote_is_no_part_of_a_figure(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.text(40, 100, "Fresh water drawn in the year")
        pdf.text(300, 100, "69.760")
        width = pdf.get_string_width("69.760")
        pdf.set_font("helvetica", size=6)
        pdf.text(300 + width, 97, "4")

    assert [row.text for row in rows_of(make_pdf(tmp_path / "a.pdf", draw))] == ["Fresh water drawn in the year | 69.760"]


def test_a_bold_line_is_a_heading_and_a_bold_word_is_none(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_font("helvetica", "B", 10)
        pdf.text(40, 100, "Water and soot")
        pdf.set_font("helvetica", size=10)
        pdf.text(40, 114, "Two mills changed their boilers from coal to straw in spring, and they")
        pdf.text(40, 128, "now drive their saws with the steam that was let off before.")

    segments = read_document(make_pdf(tmp_path / "a.pdf", draw)).segments
    assert [(segment.shape, segment.text[:14]) for segment in segments] == [("heading", "Water and soot"), ("sentence", "Two mills chan")]
