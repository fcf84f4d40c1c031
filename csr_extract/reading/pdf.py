"""PDF: pdfium gives the characters and rules with their places; layout puts them in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from csr_extract.errors import DamagedFileError, NoTextError, PasswordError, TooLargeError
from csr_extract.reading.document import Page, Source
from csr_extract.reading.fragment import Fragment, fragments_of
from csr_extract.reading.glyph import FARTHEST, read_glyphs, turned, weight_at
from csr_extract.reading.layout import count_columns, count_tables, paragraphs_of, without_heads
from csr_extract.reading.legible import GARBLED, PICTURE, problem_of
from csr_extract.reading.rule import Rule, drawing_of
from csr_extract.reading.running import page_labels, running_heads
from csr_extract.reading.second import read_again
from csr_extract.reading.segment import Above, segments_of

MOST_PAGES = 3000
OCR_SCALE = 2.0


def read_pdf(path: Path, data: bytes, *, ocr: bool = False) -> tuple[Page, ...]:
    """The pages of a PDF; with `ocr` pages whose text layer fails are read from their pictures.

    Raises PasswordError, DamagedFileError, TooLargeError, or NoTextError where no page has text.
    """
    document = _open(path, data)
    try:
        drawn = [_drawn_or_damaged(document, number, data, ocr) for number in range(len(document))]
    finally:
        document.close()
    if not any(page.fragments for page in drawn):
        raise NoTextError(path, len(drawn), tried=ocr)
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
    if len(document) > MOST_PAGES:
        raise TooLargeError(path, f"{len(document):,} pages", f"{MOST_PAGES:,} pages")
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
    source: Source = "text"

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height of the frame."""
        return (self.height, self.width) if self.turn % 180 else (self.width, self.height)


def _drawn_or_damaged(document: pypdfium2.PdfDocument, number: int, data: bytes, ocr: bool) -> _Drawn:
    try:
        return _drawn(document[number], ocr)
    except pypdfium2.PdfiumError:
        again = read_again(data, number, len(document))
        return _Drawn(*again, 0, (), None if again[0] else "damaged") if again else _Drawn((), 0.0, 0.0, 0, (), "damaged")


def _drawn(page: pypdfium2.PdfPage, ocr: bool) -> _Drawn:
    width, height = page.get_size()
    if not all(abs(side) < FARTHEST for side in (width, height, *page.get_bbox())):
        return _Drawn((), 0.0, 0.0, 0, (), "damaged")
    text = page.get_textpage()
    glyphs, upright = read_glyphs(page, text)
    drawing = drawing_of(page, upright)
    turn = (page.get_rotation() - upright) % 360
    problem = problem_of(page, glyphs.codes, drawing)
    fragments = () if problem in (GARBLED, PICTURE) else fragments_of(glyphs, drawing.rules, lambda place: weight_at(text, place))
    text.close()
    read = _read_picture(page, width, height) if problem and ocr else ()
    page.close()
    if _letters(read) > _letters(fragments):
        return _Drawn(read, width, height, 0, (), problem, "ocr")
    return _Drawn(fragments, width, height, turn, drawing.rules, problem)


def _read_picture(page: pypdfium2.PdfPage, width: float, height: float) -> tuple[Fragment, ...]:
    from csr_extract.reading.ocr import read_picture

    return read_picture(page.render(scale=OCR_SCALE).to_pil(), width, height)


def _letters(fragments: Sequence[Fragment]) -> int:
    return sum(len(fragment.text) for fragment in fragments)


def _page(number: int, drawn: _Drawn, heads: frozenset[str], labels: tuple[str, ...], above: Above) -> Page:
    width, height = drawn.upright_size
    shown, dropped = without_heads(drawn.fragments, height, heads, labels)
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
        drawn.source,
        labels=labels,
        columns=count_columns(paragraphs, drawn.width),
        tables=count_tables(paragraphs),
        dropped=tuple(fragment.text for fragment in dropped),
    )
