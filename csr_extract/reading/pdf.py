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
from dataclasses import dataclass, replace
from pathlib import Path

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from csr_extract.errors import DamagedFileError, NoTextError, PasswordError
from csr_extract.reading.document import Box, Page
from csr_extract.reading.fragment import Fragment, Glyph, fragments_of
from csr_extract.reading.layout import paragraphs_of
from csr_extract.reading.paragraph import row_lines
from csr_extract.reading.ruled import RuledTable, tables_on
from csr_extract.reading.running import running_heads
from csr_extract.reading.segment import Above, segments_of

FEWEST_RULES = 8
FEWEST_ROWS = 4
MOST_GARBLED = 0.2
ANGLE_STEP = 7
NO_CHARACTERS = frozenset({0, 9, 10, 13, 32, 160, 0x3000, 0xFFFE, 0xFFFF})
SOFT_HYPHENS = (2, 0xAD)  # pdfium gives a hyphen at the end of a line as 2
_REPLACEMENTS = re.compile(r"\(cid:\d+\)")

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(path: Path, data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF. Raises PasswordError, DamagedFileError, or NoTextError where no page has text."""
    document = _open(path, data)
    try:
        drawn = [_drawn_or_damaged(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(page.fragments for page in drawn):
        raise NoTextError(path, len(drawn))
    heads = running_heads([page.fragments for page in drawn], [page.width if page.turn % 180 else page.height for page in drawn])
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


@dataclass(frozen=True)
class _Drawn:
    """What one page draws: fragments of text in the frame in which most of it stands upright, and how many rules.

    `turn` is the quarter turn (degrees, clockwise) from that frame to the page as shown; `problem` says why the text makes no sense.
    """

    fragments: tuple[Fragment, ...]
    width: float
    height: float
    turn: int
    rules: int
    problem: str | None


def _drawn_or_damaged(document: pypdfium2.PdfDocument, number: int) -> _Drawn:
    try:
        return _drawn(document[number])
    except pypdfium2.PdfiumError:
        return _Drawn((), 0.0, 0.0, 0, 0, "damaged")


def _drawn(page: pypdfium2.PdfPage) -> _Drawn:
    width, height = page.get_size()
    text = page.get_textpage()
    upright = _upright_turn(text, page.get_rotation())
    glyphs = [*_glyphs(text, upright, page.get_cropbox())]
    text.close()
    rules, images = _count_objects(page)
    turn = (page.get_rotation() - upright) % 360
    page.close()
    problem = _problem(glyphs, images)
    return _Drawn(() if problem else fragments_of(glyphs), width, height, turn, rules, problem)


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


def _upright_turn(text: pypdfium2.PdfTextPage, rotation: int) -> int:
    """The turn of the page (degrees, clockwise) that sets most of its characters upright; the page's own where it has none."""
    angles = Counter(_angle(text, place) for place in range(0, text.count_chars(), ANGLE_STEP))
    return (-angles.most_common(1)[0][0]) % 360 if angles else rotation


def _angle(text: pypdfium2.PdfTextPage, place: int) -> int:
    """Clockwise angle of a character in page space, to the nearest quarter turn."""
    return round(math.degrees(pdfium.FPDFText_GetCharAngle(text, place)) / 90) * 90 % 360


def _glyphs(text: pypdfium2.PdfTextPage, turn: int, crop: tuple[float, float, float, float]) -> Iterator[Glyph]:
    """The characters that stand upright after the turn; what runs along an axis or a margin is left out."""
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    left, bottom, right, top = crop
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code in NO_CHARACTERS or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, place, pointer) or (_angle(text, place) + turn) % 360:
            continue
        shown = turned(Box(box.left - left, box.bottom - bottom, box.right - left, box.top - bottom), turn, right - left, top - bottom)
        if shown.right > shown.left or shown.top > shown.bottom:
            yield Glyph("-" if code in SOFT_HYPHENS else chr(code), shown.left, shown.bottom, shown.right, shown.top)


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """The box after a clockwise quarter turn (0, 90, 180 or 270 degrees) of its frame, which measured width x height before.

    >>> turned(Box(10, 20, 30, 25), 90, 100, 200)
    Box(left=20, bottom=70, right=25, top=90)
    """
    if turn == 90:
        return Box(box.bottom, width - box.right, box.top, width - box.left)
    if turn == 180:
        return Box(width - box.right, height - box.top, width - box.left, height - box.bottom)
    if turn == 270:
        return Box(height - box.top, box.left, height - box.bottom, box.right)
    return box


def _ruled_tables(data: bytes, drawn: Sequence[_Drawn]) -> dict[int, tuple[RuledTable, ...]]:
    """Tables drawn with rules, by page number; pdfplumber is slow, so only pages that look tabular are read with it."""
    wanted = [number for number, page in enumerate(drawn, 1) if page.rules >= FEWEST_RULES and row_lines(page.fragments) >= FEWEST_ROWS]
    if not wanted:
        return {}
    found: dict[int, tuple[RuledTable, ...]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=wanted) as document:
            for page in document.pages:
                found[page.page_number] = tables_on(page)
                page.close()
    except (PdfminerException, MalformedPDFException, PSException):
        # pdfminer is stricter than pdfium; the geometry of the text still gives the rows.
        return found
    return found


def _page(number: int, drawn: _Drawn, heads: frozenset[str], tables: Sequence[RuledTable], above: Above) -> Page:
    sideways = drawn.turn in (90, 270)
    width, height = (drawn.height, drawn.width) if sideways else (drawn.width, drawn.height)
    paragraphs = [
        replace(paragraph, boxes=tuple(turned(box, drawn.turn, width, height) for box in paragraph.boxes))
        for paragraph in paragraphs_of(drawn.fragments, height, heads, () if drawn.turn else tables)
    ]
    return Page(number, segments_of(paragraphs, number, above), drawn.width, drawn.height, drawn.problem)
