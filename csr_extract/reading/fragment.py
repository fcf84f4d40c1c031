"""From single characters with places to fragments of text, and fragments to lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from csr_extract.reading.document import Box
from csr_extract.text import is_han

GRID = 6.0


class Glyph(NamedTuple):
    """One character and its box on the page as shown, in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Fragment:
    """Characters set side by side on one line with no wide gap between them."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        """Height of the line in points."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Height of the line's middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        """The place on the page."""
        return Box(round(self.left, 1), round(self.bottom, 1), round(self.right, 1), round(self.top, 1))


Line = tuple[Fragment, ...]


def fragments_of(glyphs: Iterable[Glyph]) -> tuple[Fragment, ...]:
    """Group characters, in the order they are drawn, into fragments; a character drawn twice at one place counts once."""
    made: list[Fragment] = []
    run: list[Glyph] = []
    for glyph in _once(glyphs):
        if run and not _goes_on(run[-1], glyph):
            made.append(_fragment(run))
            run = []
        run.append(glyph)
    if run:
        made.append(_fragment(run))
    return _merged(made)


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    last: Glyph | None = None
    for glyph in glyphs:
        # A ligature such as "ffi" comes as several characters with one and the same box.
        ligature = last is not None and glyph.text in "fil" and glyph[1:] == last[1:]
        last = glyph
        if ligature or not _is_drawn(glyph, seen):
            seen.setdefault((glyph.text, int(glyph.left / GRID), int(glyph.bottom / GRID)), []).append(glyph)
            yield glyph


def _is_drawn(glyph: Glyph, seen: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Whether the same character stands within a third of its width already."""
    reach = min(0.3 * max(glyph.right - glyph.left, 0.4), GRID)
    column, row = int(glyph.left / GRID), int(glyph.bottom / GRID)
    return any(
        abs(twin.left - glyph.left) < reach and abs(twin.bottom - glyph.bottom) < reach
        for place in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        for twin in seen.get((glyph.text, *place), ())
    )


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    height = max(last.top - last.bottom, glyph.top - glyph.bottom, 0.1)
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    lower = min(last.top - last.bottom, glyph.top - glyph.bottom)
    gap = glyph.left - last.right
    return overlap > 0.5 * lower and -0.6 * height < gap < 0.9 * height


def _fragment(run: Sequence[Glyph]) -> Fragment:
    text = run[0].text
    for last, glyph in pairwise(run):
        text += _space(last, glyph) + glyph.text
    tall = max(run, key=lambda glyph: glyph.top - glyph.bottom)
    return Fragment(text, min(g.left for g in run), tall.bottom, max(g.right for g in run), tall.top)


def _space(last: Glyph, glyph: Glyph) -> str:
    if is_han(last.text) and is_han(glyph.text):
        return ""
    return " " if glyph.left - last.right > 0.13 * (glyph.top - glyph.bottom) else ""


def _merged(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Fragments that touch on one line though drawn apart, as one."""
    made: list[Fragment] = []
    for line in lines_of(fragments):
        row: list[Fragment] = []
        for fragment in line:
            if row and _touches(row[-1], fragment):
                row[-1] = _joined(row[-1], fragment)
            else:
                row.append(fragment)
        made += row
    return tuple(made)


def _touches(left: Fragment, right: Fragment) -> bool:
    height = min(left.size, right.size)
    gap = right.left - left.right
    return -0.5 * height < gap < 0.55 * height and abs(left.bottom - right.bottom) < 0.5 * height


def _joined(left: Fragment, right: Fragment) -> Fragment:
    gap = right.left - left.right
    close = gap < 0.13 * right.size or (is_han(left.text[-1]) and is_han(right.text[0]))
    text = left.text + ("" if close else " ") + right.text
    return Fragment(text, left.left, min(left.bottom, right.bottom), max(left.right, right.right), max(left.top, right.top))


def lines_of(fragments: Iterable[Fragment]) -> list[Line]:
    """Fragments on one height as lines, top to bottom, left to right."""
    lines: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.middle, f.left)):
        if lines and _on_line(lines[-1], fragment):
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    return [tuple(sorted(line, key=lambda f: f.left)) for line in lines]


def _on_line(line: Sequence[Fragment], fragment: Fragment) -> bool:
    first = line[0]
    return abs(first.middle - fragment.middle) < 0.45 * min(first.size, fragment.size)
