"""PDF: pdfium gives the characters and rules with their places; layout puts them in order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from csr_extract.errors import DamagedFileError, NoTextError, PasswordError
from csr_extract.reading.document import Page
from csr_extract.reading.fragment import Fragment, fragments_of
from csr_extract.reading.glyph import Glyphs, read_glyphs, turned
from csr_extract.reading.layout import paragraphs_of, without_heads
from csr_extract.reading.rule import Drawing, Rule, count_paths, drawing_of
from csr_extract.reading.running import page_labels, running_heads
from csr_extract.reading.segment import Above, segments_of

FEWEST_PATHS = 4
MOST_GARBLED = 0.2


def read_pdf(path: Path, data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF. Raises PasswordError, DamagedFileError, or NoTextError where no page has text."""
    document = _open(path, data)
    try:
        drawn = [_drawn_or_damaged(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(page.fragments for page in drawn):
        raise NoTextError(path, len(drawn))
    fragments, sizes = [page.fragments for page in drawn], [page.upright_size for page in drawn]
    heads, labels = running_heads(fragments, [height for _, height in sizes]), page_labels(fragments, sizes)
    above = Above()
    return tuple(_page(number, page, heads, labels[number - 1], above) for number, page in enumerate(drawn, 1))


def count_pdf_pages(path: Path) -> int:
    """Pages of a PDF; 1 where it cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 1
    try:
        return max(1, len(document))
    finally:
        document.close()


def _open(path: Path, data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise PasswordError(path) from error
        raise DamagedFileError(path, "the PDF is damaged or cut short") from error
    if len(document) == 0:
        raise DamagedFileError(path, "the PDF has no pages")
    return document


@dataclass(frozen=True)
class _Drawn:
    """What one page draws: fragments of text in the frame in which most of it stands upright, and rules.

    `turn` is the quarter turn (degrees, clockwise) from that frame to the page as shown; `problem` says why the text makes no sense.
    """

    fragments: tuple[Fragment, ...]
    width: float
    height: float
    turn: int
    rules: tuple[Rule, ...]
    problem: str | None

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height of the frame."""
        return (self.height, self.width) if self.turn % 180 else (self.width, self.height)


def _drawn_or_damaged(document: pypdfium2.PdfDocument, number: int) -> _Drawn:
    try:
        return _drawn(document[number])
    except pypdfium2.PdfiumError:
        return _Drawn((), 0.0, 0.0, 0, (), "damaged")


def _drawn(page: pypdfium2.PdfPage) -> _Drawn:
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs, upright = read_glyphs(page, text)
    text.close()
    paths = count_paths(page)
    drawing = drawing_of(page, upright, rules=paths >= FEWEST_PATHS) if paths >= FEWEST_PATHS or not len(glyphs) else None
    turn = (page.get_rotation() - upright) % 360
    page.close()
    problem = _problem(glyphs, drawing)
    rules = drawing.rules if drawing else ()
    return _Drawn(() if problem else fragments_of(glyphs, rules), width, height, turn, rules, problem)


def _problem(glyphs: Glyphs, drawing: Drawing | None) -> str | None:
    if not len(glyphs):
        return "only an image" if drawing and drawing.pictured else None
    wrong = sum(map(_is_garbage, glyphs.codes.tolist()))
    return "its text layer is garbled" if wrong > MOST_GARBLED * len(glyphs) else None


@cache
def _is_garbage(code: int) -> bool:
    return code == 0xFFFD or unicodedata.category(chr(code)) in ("Cc", "Co", "Cn")


def _page(number: int, drawn: _Drawn, heads: frozenset[str], labels: tuple[str, ...], above: Above) -> Page:
    width, height = drawn.upright_size
    shown, dropped = without_heads(drawn.fragments, height, heads)
    paragraphs = [
        replace(paragraph, boxes=tuple(turned(box, drawn.turn, width, height) for box in paragraph.boxes)) if drawn.turn else paragraph
        for paragraph in paragraphs_of(shown, drawn.rules)
    ]
    return Page(
        number,
        segments_of(paragraphs, number, above),
        drawn.width,
        drawn.height,
        drawn.problem,
        labels=labels,
        dropped=tuple(fragment.text for fragment in dropped),
    )
