"""Plain text: encodings, hard-wrapped lines, tables set with spaces."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path

from csr_extract.errors import DamagedFileError
from csr_extract.reading.document import Page
from csr_extract.reading.encoding import read_as
from csr_extract.reading.segment import Paragraph, as_pages
from csr_extract.reading.table import row_text, value_like
from csr_extract.text import count_han, is_han

_HEADING = re.compile(
    r"^(第?[一二三四五六七八九十]+[章节、.．]|[（(][一二三四五六七八九十]+[)）]|\d+(\.\d+)*[.、]?\s?|[IVX]+\.\s)?\S.{0,60}$"
)
_ENDS = re.compile(r"[。！？；，、.!?;:,：]$")
_YEAR_HEAD = re.compile(r"(FY\s?)?(19|20)\d\d(年度?|/\d\d)?")
_CELLS = re.compile(r"\s{2,}|\t+|(?<=\S) (?=[\d(（-])")


def decode(path: Path, data: bytes, declared: str = "") -> str:
    """The text of a file in UTF-8, GB18030, Big5, UTF-16 or Windows-1252; `declared` is the encoding it claims. Raises DamagedFileError."""
    reading = read_as(data, declared)
    if reading is None:
        raise DamagedFileError(path, "its characters are in no known encoding (UTF-8, GB18030, Big5). Save it as UTF-8")
    return reading.text


def read_plain(text: str) -> tuple[Page, ...]:
    """The segments of a plain text, all on page 1."""
    return as_pages(paragraphs_of(text.splitlines()))


def paragraphs_of(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Paragraphs, headings and table rows of lines of text."""
    lines = [line.strip("\ufeff\f\u3000 ").rstrip() for line in lines]
    width = wrap_width(lines)
    held: list[str] = []
    heads: list[str] = []
    items = _items(lines)
    for number, line in enumerate([*lines, ""]):
        cells, is_heading = _cells(line), _is_heading(line) and number not in items
        goes_on = _goes_on(held, width) and number not in items
        if cells or not line or is_heading or not goes_on:
            yield from _flushed(held)
            held = []
        if cells:
            if _are_heads(cells):
                heads = cells
            yield Paragraph((row_text(cells, heads if cells is not heads else []),), shape="row", columns=len(cells) - 1)
        elif is_heading and not held:
            heads = []
            yield Paragraph((line,), shape="heading")
        elif line:
            held.append(line)


def _items(lines: list[str]) -> frozenset[int]:
    """Numbers of the lines that begin an item of a list: a bullet, or a number among neighbours counted in the same way."""
    filled = [number for number, line in enumerate(lines) if line]
    marks = [_mark(lines[number]) for number in filled]
    found = set()
    for place, (number, mark) in enumerate(zip(filled, marks, strict=True)):
        near = [*marks[max(0, place - 1) : place], *marks[place + 1 : place + 2]]
        if mark == "bullet" or (mark and mark in near):
            found.add(number)
    return frozenset(found)


def _mark(line: str) -> str:
    """In what way a line is marked as an item: by a bullet, or the form of its number; empty where it is not.

    >>> [_mark(line) for line in ("• Water", "- Waste", "(1) Air", "2. Noise", "③ 噪声", "2019 was dry", "-12.5")]
    ['bullet', 'bullet', '(0)', '0.', '①', '', '']
    """
    if re.match(r"[•●■◆▪▶►❖◇○✓✔➢◎★·](?!$)|[-–—*+]\s+\S", line):
        return "bullet"
    if re.match("[\u2460-\u2473\u2776-\u277f]", line):
        return "\u2460"
    number = re.match(r"([(（]?)(?:(\d{1,2})|([ivx]{1,4})|([a-z]))([)）]|[.、．](?!\d))\s*\S", line)
    if not number:
        return ""
    form = "0" if number[2] else "i" if number[3] else "a"
    return f"{number[1] and '('}{form}{number[5]}".replace("）", ")")


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
