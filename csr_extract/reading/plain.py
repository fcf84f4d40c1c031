"""Plain text: encodings, hard-wrapped lines, tables set with spaces."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from csr_extract.errors import DamagedFileError
from csr_extract.reading.document import Page
from csr_extract.reading.segment import Paragraph, as_pages
from csr_extract.reading.table import row_text, value_like
from csr_extract.text import count_han, is_han

ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "cp1252"]
_HEADING = re.compile(
    r"^(第?[一二三四五六七八九十]+[章节、.．]|[（(][一二三四五六七八九十]+[)）]|\d+(\.\d+)*[.、]?\s?|[IVX]+\.\s)?\S.{0,60}$"
)
_ENDS = re.compile(r"[。！？；，、.!?;:,：]$")
_YEAR_HEAD = re.compile(r"(FY\s?)?(19|20)\d\d(年度?|/\d\d)?")
_CELLS = re.compile(r"\s{2,}|\t+|(?<=\S) (?=[\d(（-])")


def decode(path: Path, data: bytes) -> str:
    """The text of a file in UTF-8, GB18030, Big5, UTF-16 or Windows-1252; raises DamagedFileError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=ENCODINGS).best()
    if best is None:
        raise DamagedFileError(path, "its characters are in no known encoding (UTF-8, GB18030, Big5). Save it as UTF-8")
    return str(best)


def read_plain(text: str) -> tuple[Page, ...]:
    """The segments of a plain text, all on page 1."""
    return as_pages(paragraphs_of(text.splitlines()))


def paragraphs_of(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Paragraphs, headings and table rows of lines of text."""
    lines = [line.strip("\ufeff\f\u3000 ").rstrip() for line in lines]
    width = wrap_width(lines)
    held: list[str] = []
    heads: list[str] = []
    for line in [*lines, ""]:
        cells = _cells(line)
        if cells or not line or (_is_heading(line) and not _goes_on(held, width)) or not _goes_on(held, width):
            yield from _flushed(held)
            held = []
        if cells:
            if _are_heads(cells):
                heads = cells
            yield Paragraph((row_text(cells, heads if cells is not heads else []),), shape="row", columns=len(cells) - 1)
        elif line and _is_heading(line) and not held:
            heads = []
            yield Paragraph((line,), shape="heading")
        elif line:
            held.append(line)


def wrap_width(lines: list[str]) -> int | None:
    """The width at which lines were broken by hand, or None where each line is a paragraph."""
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < 10:
        return None
    typical, longest = statistics.median(lengths[len(lengths) // 2 :]), lengths[int(len(lengths) * 0.98)]
    han = count_han("".join(lines[:400])) > 400
    return int(longest) if longest <= (60 if han else 130) and typical >= 0.6 * longest else None


def _goes_on(held: list[str], width: int | None) -> bool:
    """Whether the paragraph being held runs on into the next line."""
    if not held or width is None:
        return False
    last = held[-1]
    if is_han(last[-1]) or not last.isascii():
        return len(last) >= 0.85 * width and not re.search(r"[。！？]$", last)
    return len(last) >= 0.6 * width


def _flushed(held: list[str]) -> Iterator[Paragraph]:
    if held:
        yield Paragraph(tuple(held))


def _is_heading(line: str) -> bool:
    limit = 30 if count_han(line) else 80
    return len(line) <= limit and not _ENDS.search(line) and bool(_HEADING.match(line)) and not re.match(r"^[•·\-–*]", line)


def _cells(line: str) -> list[str]:
    """The cells of a line that is a table row, else none: a label and at least two values, or two words apart and a value."""
    cells = [cell.strip() for cell in _CELLS.split(line) if cell and cell.strip()]
    if len(cells) < 3 or len(cells[0]) > 60:
        return []
    values = sum(value_like(cell) or bool(_YEAR_HEAD.fullmatch(cell)) for cell in cells[1:])
    return cells if values >= 2 and values >= 0.6 * (len(cells) - 1) else []


def _are_heads(cells: list[str]) -> bool:
    return all(map(_YEAR_HEAD.fullmatch, cells[1:]))
