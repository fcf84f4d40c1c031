"""The lines of a block as paragraphs, headings and table rows."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from csr_extract.reading.fragment import Fragment, Line, lines_of
from csr_extract.reading.rule import Rule
from csr_extract.reading.segment import Paragraph
from csr_extract.reading.table import LONGEST_HEAD, value_like, years_in
from csr_extract.reading.unruled import (
    HeadLines,
    bands_of,
    box_of,
    head_row,
    is_entry,
    is_row,
    names_columns,
    only_values,
    with_dash,
    with_labels,
)
from csr_extract.text import count_han, is_han

LONGEST_CAPTION = 150
HEADING_SIZE = 1.15
_BULLET = re.compile(
    r"^([•●■◆▪▶►❖◇○✓✔➢．·‧∙◦□√›»\ue000-\uf8ff]|//|[-–—‒*]\s|\*\d|[（(]?[一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、．]|\d{1,2}\.\s(?=\D)|[ivx]{1,4}[.)]\s|[a-h][.)]\s|[一二三四五六七八九十]{1,2}、|Q:|问：)"
)
_NUMBERED = re.compile(
    r"^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章节]|\d{1,2}(\.\d{1,2}){1,3}\s|\d{1,2}[、.．])\s?[^\d\W]"
)
_SENTENCE_END = re.compile(r"[。！？!?.；;：:]['\"”’)）]?$")


def block_paragraphs(block: Sequence[Fragment], body: float, heads: HeadLines, rules: Sequence[Rule] = ()) -> Iterator[Paragraph]:
    """Paragraphs and rows of a block; `body` is the size of the page's text, to tell headings by.

    `heads` are the heads of columns above, which the block's own replace.
    """
    lines = [*map(with_dash, lines_of(block))]
    if any(map(is_row, lines)) or all(value_like(line[0].text) for line in lines):
        lines = with_labels(lines, bands_of(rules, lines))
    right = max((fragment.right for fragment in block), default=0.0)
    leading = _leading(lines)
    held: list[Line] = []
    for number, line in enumerate(lines):
        named = len(line) >= 2 and names_columns(line)
        if (
            is_row(line)
            or (heads and len(line) >= 2 and only_values(line) and not named)
            or (named and (_stands_alone(line) or any(map(is_row, lines[number + 1 : number + 4]))))
        ):
            yield from _prose(held, body, heads)
            held = []
            if named:
                heads.add(line)
            yield head_row(line) if named else heads.row(line)
        else:
            if held and _breaks(held[-1], line, right, leading):
                yield from _prose(held, body, heads)
                held = []
            held.append(line)
    yield from _prose(held, body, heads)


def _stands_alone(line: Line) -> bool:
    """Whether a line is one of heads though no row follows in its block: several short words far apart, or years."""
    return max(len(f.text) for f in line) <= LONGEST_HEAD and (len(line) >= 3 or all(years_in([f.text]) for f in line))


def _leading(lines: Sequence[Line]) -> float:
    """The usual gap between one line and the next."""
    gaps = [one[0].bottom - other[0].top for one, other in pairwise(lines)]
    return statistics.median(gaps) if gaps else 0.0


def _size(line: Line) -> float:
    """The height of a line by its longest piece."""
    return max(line, key=lambda fragment: len(fragment.text)).size


def _breaks(last: Line, line: Line, right: float, leading: float) -> bool:
    """Whether a new paragraph begins with this line."""
    size = max(_size(last), _size(line))
    if abs(_size(last) - _size(line)) > 0.12 * size or last[0].bottom - line[0].top > max(0.9 * size, 1.3 * leading):
        return True
    if _is_bold(last) != _is_bold(line) and last[-1].right < right - 2 * size and not line[0].text[0].islower():
        return True
    if _BULLET.match(line[0].text) or is_entry(line) or is_entry(last):
        return True
    ended = bool(_SENTENCE_END.search(last[-1].text))
    short = last[-1].right < right - 3 * size
    return (ended and (short or line[0].left > last[0].left + 1.2 * size)) or (
        short and last[-1].right < right - 0.4 * (right - last[0].left) and _starts(line)
    )


def _is_bold(line: Line) -> bool:
    return all(fragment.bold for fragment in line)


def _starts(line: Line) -> bool:
    first = line[0].text[0]
    return first.isupper() or is_han(first)


def _prose(lines: Sequence[Line], body: float, heads: HeadLines) -> Iterator[Paragraph]:
    if not lines:
        return
    texts = tuple(" ".join(fragment.text for fragment in line) for line in lines)
    boxes = tuple(map(box_of, lines))
    if sum(map(len, texts)) > LONGEST_CAPTION:
        heads.end()
    yield Paragraph(texts, boxes, "heading" if _is_heading(lines, texts, body) else "sentence")


def _is_heading(lines: Sequence[Line], texts: Sequence[str], body: float) -> bool:
    length = sum(len(text) * (2 if count_han(text) else 1) for text in texts)
    if length > 120 or len(lines) > 3 or re.search(r"[。；;,，:：]$", texts[-1]) or not any(c.isalpha() for c in texts[0]):
        return False
    if _size(lines[0]) > HEADING_SIZE * body or all(map(_is_bold, lines)):
        return True
    return len(lines) == 1 and length <= 64 and bool(_NUMBERED.match(texts[0]) or (texts[0].isupper() and len(texts[0]) > 5))
