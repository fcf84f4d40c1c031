"""Rows of tables that no net of rules parts: lines of words and values, labels over several lines, heads above."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csr_extract.reading.document import Box
from csr_extract.reading.fragment import Fragment, Line
from csr_extract.reading.rule import Rule
from csr_extract.reading.segment import Paragraph
from csr_extract.reading.table import MOST_LEVELS, is_head_row, row_text, value_like, years_in
from csr_extract.text import joined

LONGEST_LABEL = 90
MOST_LABEL_LINES = 4
HEAD_REACH = 12.0
ROW_REACH = 14.0
LONGEST_LONE_HEAD = 20
_NUMBER = (
    r"[(（]?[-–]?[$€£¥]?(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+\.\d+|(?:FY\s?)?(?:19|20)\d\d(?:[-/]\d\d)?|FY\s?\d\d|\d+(?=\s?%))\s?%?[)）]?"
)
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER})+(?=\s|$)")
_LEADER = re.compile(r"\s?(?:\.\s?){4,}|\s?[…⋯]{2,}|\s?[·・]{4,}")
_LEADERS = ("..", ". .", "…", "⋯", "··", "・・")
_DASH = re.compile(r"[-–—•·*▪■●]")
_LEADS_ON = re.compile(
    r"(?:[-–,、，(（]|\b(?:and|of|the|to|by|for|in|with|from|or|per|on|a|an|at|within|under|than|between|through|&)|[及和与與的、或])$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"[a-z(（)）]|[及和与與的、或]")


def is_row(line: Line) -> bool:
    """Whether a line looks like a row: a label, and at least one value after it."""
    values = sum(value_like(fragment.text) for fragment in line[1:])
    return len(line) >= 2 and values >= 1 and not value_like(line[0].text) and len(line[0].text) <= LONGEST_LABEL


def is_entry(line: Line) -> bool:
    """Whether a line begins with a page number and goes on with words, as in some tables of contents."""
    return len(line) == 2 and bool(re.fullmatch(r"\d{1,3}", line[0].text)) and not value_like(line[1].text)


def names_columns(line: Line) -> bool:
    """Whether a line holds heads of columns."""
    return is_head_row([fragment.text for fragment in line])


def with_dash(line: Line) -> Line:
    """The line with a dash or dot before its label joined to it."""
    if len(line) > 2 and _DASH.fullmatch(line[0].text) and not value_like(line[1].text) and line[1].left - line[0].right < 3 * line[1].size:
        return (line[1]._replace(text=f"{line[0].text} {line[1].text}", left=line[0].left), *line[2:])
    return line


def parted_values(fragment: Fragment) -> Iterator[Fragment]:
    """Figures that stand too close to be told apart by their gap, and what stands after leader dots, as fragments of their own."""
    if any(sign in fragment.text for sign in _LEADERS) and (leader := _LEADER.search(fragment.text)):
        yield from _around_leader(fragment, leader)
        return
    run = _NUMBERS.match(fragment.text) if " " in fragment.text else None
    if not run:
        yield fragment
        return
    spans = [found.span() for found in re.finditer(_NUMBER, run.group(0))]
    if fragment.text[run.end() :].strip():
        spans.append((run.end() + 1, len(fragment.text)))
    yield from (_piece(fragment, start, end) for start, end in spans)


def _piece(fragment: Fragment, start: int, end: int) -> Fragment:
    """A part of a fragment; its place is reckoned from the share of the letters before it."""
    step = (fragment.right - fragment.left) / len(fragment.text)
    return fragment._replace(text=fragment.text[start:end].strip(), left=fragment.left + start * step, right=fragment.left + end * step)


def _around_leader(fragment: Fragment, leader: re.Match[str]) -> Iterator[Fragment]:
    for start, end in ((0, leader.start()), (leader.end(), len(fragment.text))):
        if fragment.text[start:end].strip():
            yield _piece(fragment, start, end)


@dataclass(frozen=True)
class Band:
    """The strip between two level rules."""

    top: float
    bottom: float

    def holds(self, line: Line) -> bool:
        """Whether a line stands in the strip."""
        return self.bottom <= line[0].middle <= self.top


def bands_of(rules: Sequence[Rule], lines: Sequence[Line]) -> list[Band]:
    """The strips between level rules that reach over half the lines' width, from top to bottom."""
    if not rules or not lines:
        return []
    left, right = min(line[0].left for line in lines), max(line[-1].right for line in lines)
    cover: dict[int, float] = {}
    for rule in rules:
        if rule.level:
            cover[round(rule.at)] = cover.get(round(rule.at), 0.0) + max(min(rule.end, right) - max(rule.start, left), 0.0)
    levels = sorted((at for at, width in cover.items() if width > 0.5 * (right - left)), reverse=True)
    return [Band(top, bottom) for top, bottom in pairwise(levels) if top - bottom > 3]


def with_labels(lines: Sequence[Line], bands: Sequence[Band]) -> list[Line]:
    """The lines, each row joined with the lines of words that belong to its label."""
    pitch = _pitch(lines)
    owner: dict[int, int] = {}
    for number, line in enumerate(lines):
        if number not in owner and _has_values(line):
            for near in _label_lines(lines, number, bands, pitch):
                owner.setdefault(near, number)
    return [_joined(lines, number, owner) for number in range(len(lines)) if number not in owner]


def _pitch(lines: Sequence[Line]) -> float:
    """Usual distance from one row of values to the next."""
    heights = [line[0].middle for line in lines if _has_values(line)]
    steps = [one - other for one, other in pairwise(heights)]
    return statistics.median(steps) if steps else 0.0


def _has_values(line: Line) -> bool:
    return is_row(line) or only_values(line)


def only_values(line: Line) -> bool:
    """Whether a line holds values alone, or values beside a first piece too short for a label."""
    return all(value_like(fragment.text) for fragment in line[1:]) and (
        value_like(line[0].text) or (len(line) > 2 and len(line[0].text) < 16)
    )


def _label_lines(lines: Sequence[Line], row: int, bands: Sequence[Band], pitch: float) -> list[int]:
    """The lines of words above and below a row that are parts of its label."""
    band = next((band for band in bands if band.holds(lines[row])), None)
    if band and band.top - band.bottom < 6 * lines[row][0].size:
        inside = [place for place, line in enumerate(lines) if band.holds(line)]
        if all(place == row or _is_words(lines[place], lines[row]) for place in inside):
            return [place for place in inside if place != row]
    if only_values(lines[row]):
        near = [place for place in (row - 1, row + 1) if _is_words_at(lines, place, row) and _close(lines[place], lines[row], 0.95)]
        if near:
            return near
    return [*_above(lines, row, pitch), *_below(lines, row, pitch)]


def _above(lines: Sequence[Line], row: int, pitch: float) -> Iterator[int]:
    for place in range(row - 1, row - MOST_LABEL_LINES, -1):
        if not _is_words_at(lines, place, row) or not _belongs(lines[place], lines[place + 1], pitch):
            return
        yield place


def _below(lines: Sequence[Line], row: int, pitch: float) -> Iterator[int]:
    for place in range(row + 1, row + MOST_LABEL_LINES):
        if not _is_words_at(lines, place, row) or not _belongs(lines[place - 1], lines[place], pitch):
            return
        if place + 1 < len(lines) and _has_values(lines[place + 1]) and _belongs(lines[place], lines[place + 1], 0.0):
            return
        yield place


def _belongs(upper: Line, lower: Line, pitch: float) -> bool:
    """Whether the lower line goes on with the label of the upper one."""
    if upper[0].middle - lower[0].middle > 1.8 * max(upper[0].size, lower[0].size):
        return False
    one, other = upper[0].text, lower[0].text
    if re.search(r"[.:：。;；]$", one):
        return False
    if _FOLLOWS.match(other) or _LEADS_ON.search(one) or one.count("(") + one.count("（") > one.count(")") + one.count("）"):
        return True
    return bool(pitch) and upper[0].middle - lower[0].middle < 0.72 * pitch and abs(upper[0].size - lower[0].size) < 0.5


def _is_words_at(lines: Sequence[Line], place: int, row: int) -> bool:
    return 0 <= place < len(lines) and _is_words(lines[place], lines[row])


def _is_words(line: Line, row: Line) -> bool:
    """Whether a line is words in the columns of a row's label and unit."""
    if len(line) > 2 or any(value_like(fragment.text) for fragment in line) or line[0].size > 1.3 * row[0].size:
        return False
    first_value = next((fragment for fragment in row if value_like(fragment.text)), row[-1])
    if line[-1].right > first_value.left + 4:
        return False
    return only_values(row) or any(abs(line[0].left - fragment.left) < 2.5 * row[0].size for fragment in row[: 1 + (len(line) == 1)])


def _close(line: Line, row: Line, reach: float) -> bool:
    return abs(line[0].middle - row[0].middle) < reach * max(line[0].size, row[0].size)


def _joined(lines: Sequence[Line], row: int, owner: dict[int, int]) -> Line:
    """A row with the words above and below it added to the label, or to the unit, under which they stand."""
    parts = sorted([row, *(place for place, owned in owner.items() if owned == row)])
    if len(parts) == 1:
        return lines[row]
    anchors = [] if only_values(lines[row]) else [fragment for fragment in lines[row] if not value_like(fragment.text)][:2]
    cells: list[list[Fragment]] = [[] for _ in range(max(len(anchors), 1))]
    for place in parts:
        for fragment in anchors if place == row else lines[place]:
            cells[_nearest_left(fragment, anchors)].append(fragment)
    kept = [fragment for fragment in lines[row] if fragment not in anchors]
    labels = [spanning(joined(fragment.text for fragment in cell), cell) for cell in cells if cell]
    return tuple(sorted([*labels, *kept], key=lambda fragment: fragment.left))


def _nearest_left(fragment: Fragment, anchors: Sequence[Fragment]) -> int:
    return min(range(len(anchors)), key=lambda place: abs(anchors[place].left - fragment.left), default=0)


def spanning(text: str, fragments: Sequence[Fragment]) -> Fragment:
    """A text in the place that fragments take up together."""
    return Fragment(
        text,
        min(f.left for f in fragments), min(f.bottom for f in fragments), max(f.right for f in fragments), max(f.top for f in fragments),
    )  # fmt: skip


class HeadLines:
    """The lines of heads above the columns of an unruled table; a line of heads after rows of values begins anew."""

    def __init__(self) -> None:
        self._levels: list[Line] = []
        self._used = False
        self._foot = 0.0

    def add(self, line: Line) -> None:
        """Take a line of heads; a lone unit beside the name of a group is none."""
        if self._levels and len(line) == 2 and not years_in([line[1].text]):
            return
        if self._used or not self._reach(line):
            self._levels, self._used = [], False
        self._levels = [*self._levels[1 - MOST_LEVELS :], line]
        self._foot = line[0].bottom

    def __bool__(self) -> bool:
        return bool(self._levels)

    def end(self) -> None:
        """Forget the heads: prose begins."""
        self._levels, self._used = [], False

    def row(self, line: Line) -> Paragraph:
        """A row with each value under its head; a row of values alone has no label. Heads far above a row are not its own."""
        if not self._reach(line):
            self.end()
        self._foot = line[0].bottom
        if self._levels and not self._used:
            self._levels[-1] = tuple(piece for head in self._levels[-1] for piece in _parted_head(head, line[1:]))
        line = (line[0]._replace(text="", right=line[0].left), *line) if only_values(line) else line
        names = ["", *map(self._above, line[1:])]
        cells = [fragment.text for fragment in line]
        years = years_in(name for name, cell in zip(names, cells, strict=True) if value_like(cell))
        return Paragraph((row_text(cells, names),), (box_of(line),), "row", sum(map(value_like, cells)), years)

    def _reach(self, line: Line) -> bool:
        return -3 * line[0].size < self._foot - line[0].top < ROW_REACH * line[0].size

    def _above(self, cell: Fragment) -> str:
        self._used = True
        names = [_nearest_head(cell, level) for level in self._levels]
        return joined(name for place, name in enumerate(names) if name and name not in names[:place])


def head_row(line: Line) -> Paragraph:
    """A line of heads as a row of its own."""
    return Paragraph((row_text([fragment.text for fragment in line]),), (box_of(line),), "row")


def box_of(line: Line) -> Box:
    """The place of a line."""
    return spanning("", line).box


def _parted_head(head: Fragment, cells: Sequence[Fragment]) -> Iterator[Fragment]:
    """A head, or its parts where it is the heads of two columns set close: parted at the space nearest the middle between them."""
    under = [cell for cell in cells if head.left < cell.across < head.right]
    if len(under) != 2 or len(head.text) < LONGEST_LONE_HEAD:
        yield head
        return
    step = (head.right - head.left) / len(head.text)
    wanted = ((under[0].right + under[1].left) / 2 - head.left) / step
    spaces = [place for place, sign in enumerate(head.text) if sign == " "]
    if not spaces:
        yield head
        return
    cut = min(spaces, key=lambda place: abs(place - wanted) - 2 * (head.text[place - 1] in ")）"))
    yield _piece(head, 0, cut)
    yield _piece(head, cut, len(head.text))


def _nearest_head(cell: Fragment, heads: Line) -> str:
    """The head whose place overlaps the cell's, the nearest middle where several do."""
    near = [head for head in heads if head.left - HEAD_REACH <= cell.right and cell.left <= head.right + HEAD_REACH]
    return min(near, key=lambda head: abs(head.across - cell.across)).text if near else ""
