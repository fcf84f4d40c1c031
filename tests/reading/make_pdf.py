"""Small PDF pages of our own with known text, for the tests of reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF

LEFT = [
    "Our board met six times to review how the company",
    "acts towards people and nature, and it set a limit on",
    "the water that each mill may draw from the river in a",
    "dry summer. The limit was kept at all of the mills.",
]
RIGHT = [
    "Two mills changed their boilers from coal to straw in",
    "spring, which cut the soot over the valley by a third",
    "within one winter. Neighbours were asked about it in",
    "a survey, and most of them noticed the cleaner air.",
]


def make_pdf(path: Path, draw: Callable[[FPDF], None], pages: int = 1, *, password: str | None = None) -> Path:
    """Write a PDF whose pages `draw` fills."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for _ in range(pages):
        pdf.add_page()
        pdf.set_font("helvetica", size=10)
        draw(pdf)
    if password:
        pdf.set_encryption(owner_password="owner", user_password=password)
    pdf.output(str(path))
    return path


def lines(pdf: FPDF, left: float, top: float, texts: list[str], step: float = 14) -> None:
    """Set lines of text below each other."""
    for number, text in enumerate(texts):
        pdf.text(left, top + number * step, text)


def two_columns(pdf: FPDF) -> None:
    """A heading over two columns of prose, drawn line by line across both."""
    pdf.set_font("helvetica", size=18)
    pdf.text(40, 90, "Water and air")
    pdf.set_font("helvetica", size=10)
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        pdf.text(40, 130 + 14 * number, left)
        pdf.text(320, 130 + 14 * number, right)


def table(pdf: FPDF, *, ruled: bool) -> None:
    """A table of three years."""
    rows = [
        ["Indicator", "Unit", "2007", "2008", "2009"],
        ["Fresh water drawn", "m3", "81,200", "79,000", "74,350"],
        ["Soot and dust emitted", "t", "12.4", "11.0", "8.1"],
        ["Lost time injuries", "cases", "4", "2", "0"],
        ["Employees trained", "people", "1,210", "1,306", "1,377"],
    ]
    places = [40, 220, 300, 370, 440]
    for number, row in enumerate(rows):
        for left, cell in zip(places, row, strict=True):
            pdf.text(left + 4, 214 + 22 * number, cell)
    if ruled:
        for number in range(len(rows) + 1):
            pdf.line(40, 200 + 22 * number, 510, 200 + 22 * number)
        for left in [*places, 510]:
            pdf.line(left, 200, left, 200 + 22 * len(rows))
