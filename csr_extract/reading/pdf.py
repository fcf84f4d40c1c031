"""PDF: pdfium gives the characters with their places; layout puts them in order; pdfplumber reads ruled tables."""

from __future__ import annotations

import ctypes
import io
import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from csr_extract.errors import DamagedFileError, NoTextError, PasswordError
from csr_extract.reading.document import Page
from csr_extract.reading.layout import Fragment, Glyph, fragments_of, paragraphs_of, row_lines, running_heads
from csr_extract.reading.ruled import RuledTable, tables_on
from csr_extract.reading.segment import Above, segments_of

FEWEST_RULES = 8
FEWEST_ROWS = 4
MOST_GARBLED = 0.2
SOFT_HYPHENS = (2, 0xAD)  # pdfium gives a hyphen at the end of a line as 2
_REPLACEMENTS = re.compile(r"\(cid:\d+\)")

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(path: Path, data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF. Raises PasswordError, DamagedFileError, or NoTextError where no page has text."""
    document = _open(path, data)
    try:
        drawn = [_drawn(document[number]) for number in range(len(document))]
    finally:
        document.close()
    if not any(page.fragments for page in drawn):
        raise NoTextError(path, len(drawn))
    heads = running_heads([page.fragments for page in drawn], [page.height for page in drawn])
    tables = _ruled_tables(data, drawn)
    above = Above()
    return tuple(_page(number, page, heads, tables.get(number, ()), above) for number, page in enumerate(drawn, 1))


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


class _Drawn:
    """What one page draws: fragments of text, and how many rules; `problem` where the text makes no sense."""

    def __init__(self, fragments: tuple[Fragment, ...], width: float, height: float, rules: int, problem: str | None) -> None:
        self.fragments, self.width, self.height, self.rules, self.problem = fragments, width, height, rules, problem


def _drawn(page: pypdfium2.PdfPage) -> _Drawn:
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = [*_glyphs(text, _turn(page))]
    text.close()
    rules, images = _count_objects(page)
    page.close()
    problem = _problem(glyphs, images)
    return _Drawn(() if problem else fragments_of(glyphs), width, height, rules, problem)


def _problem(glyphs: Sequence[Glyph], images: int) -> str | None:
    if not glyphs:
        return "only an image" if images else None
    wrong = sum(_is_garbage(glyph.text) for glyph in glyphs)
    return "its text layer is garbled" if wrong > MOST_GARBLED * len(glyphs) else None


def _is_garbage(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn")


def _count_objects(page: pypdfium2.PdfPage) -> tuple[int, int]:
    kinds = Counter(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i)) for i in range(pdfium.FPDFPage_CountObjects(page)))
    return kinds[pdfium.FPDF_PAGEOBJ_PATH], kinds[pdfium.FPDF_PAGEOBJ_IMAGE]


def _turn(page: pypdfium2.PdfPage) -> tuple[int, float, float, float, float]:
    left, bottom, right, top = page.get_cropbox()
    return page.get_rotation(), left, bottom, right - left, top - bottom


def _glyphs(text: pypdfium2.PdfTextPage, turn: tuple[int, float, float, float, float]) -> Iterator[Glyph]:
    box = pdfium.FS_RECTF()
    size = ctypes.byref(box)
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code in (0, 0xFFFE, 0xFFFF) or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        if code in (9, 10, 13, 32, 160, 0x3000):
            continue
        if code in SOFT_HYPHENS:
            code = ord("-")
        if not pdfium.FPDFText_GetLooseCharBox(text, place, size):
            continue
        if abs(math.sin(pdfium.FPDFText_GetCharAngle(text, place) + math.radians(turn[0]))) > 0.5:
            continue  # set upright along an axis or a margin
        left, bottom, right, top = _turned(box.left, box.bottom, box.right, box.top, turn)
        if right - left <= 0 and top - bottom <= 0:
            continue
        yield Glyph(chr(code), left, bottom, right, top)


def _turned(
    left: float, bottom: float, right: float, top: float, turn: tuple[int, float, float, float, float]
) -> tuple[float, float, float, float]:
    """The box as the page is shown: crop box at the origin, page rotation applied."""
    rotation, x, y, width, height = turn
    left, right, bottom, top = left - x, right - x, bottom - y, top - y
    if rotation == 90:
        left, bottom, right, top = bottom, width - right, top, width - left
    elif rotation == 180:
        left, bottom, right, top = width - right, height - top, width - left, height - bottom
    elif rotation == 270:
        left, bottom, right, top = height - top, left, height - bottom, right
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _ruled_tables(data: bytes, drawn: Sequence[_Drawn]) -> dict[int, tuple[RuledTable, ...]]:
    """Tables drawn with rules, by page number; pdfplumber is slow, so only pages that look tabular are read with it."""
    wanted = [number for number, page in enumerate(drawn, 1) if page.rules >= FEWEST_RULES and row_lines(page.fragments) >= FEWEST_ROWS]
    if not wanted:
        return {}
    found: dict[int, tuple[RuledTable, ...]] = {}
    with pdfplumber.open(io.BytesIO(data), pages=wanted) as document:
        for page in document.pages:
            found[page.page_number] = tables_on(page)
            page.close()
    return found


def _page(number: int, drawn: _Drawn, heads: frozenset[str], tables: Sequence[RuledTable], above: Above) -> Page:
    paragraphs = paragraphs_of(drawn.fragments, drawn.height, heads, tables)
    return Page(number, segments_of(paragraphs, number, above), drawn.width, drawn.height, drawn.problem)
