"""Blocks in reading order: a page is cut at its white space, columns first, again and again."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from csr_extract.reading.fragment import Fragment, Line, lines_of
from csr_extract.reading.rule import Rule
from csr_extract.reading.table import value_like
from csr_extract.reading.unruled import is_entry, is_row
from csr_extract.text import count_han

LONG_LINE = 30
FEWEST_ROWS = 3
LONE_GAP = 0.8
MOST_GAPS = 40  # widest ones tried: letters strewn about leave thousands
FEWEST_IN_COLUMNS = 8
MOST_ACROSS = 2
_MARK = re.compile(
    r"[(（]?(?:[ivxIVX]{1,5}|[A-Za-z](?:-?\d{1,2})?|\d{1,2}(?:\.\d{1,2}){0,2}|[一二三四五六七八九十]{1,3})[.)、）]{0,2}|[^\w\s]{1,2}|[\ue000-\uf8ff]"
)


def blocks_of(fragments: list[Fragment], bars: Sequence[Rule] = (), depth: int = 0) -> Iterator[list[Fragment]]:
    """The blocks of a region, in the order in which a person reads them; `bars` are upright rules, which part columns."""
    if len(fragments) < 2 or depth > 24:
        if fragments:
            yield fragments
        return
    if cut := (_barred(fragments, bars) or _column_cut(fragments)):
        left = [fragment for fragment in fragments if fragment.across < cut]
        right = [fragment for fragment in fragments if fragment.across >= cut]
        yield from blocks_of(left, bars, depth + 1)
        yield from blocks_of(right, bars, depth + 1)
    elif not is_tabular(fragments) and (level := _above_or_below_columns(fragments) or _row_cut(fragments)):
        upper = [fragment for fragment in fragments if fragment.middle > level]
        lower = [fragment for fragment in fragments if fragment.middle <= level]
        yield from blocks_of(upper, bars, depth + 1)
        yield from blocks_of(lower, bars, depth + 1)
    else:
        yield fragments


def _above_or_below_columns(fragments: Sequence[Fragment]) -> float | None:
    """Where lines across the whole region, a heading or a closing line, are parted from columns below or above them."""
    if len(fragments) < FEWEST_IN_COLUMNS:
        return None
    gaps = [middle for _, middle in _gaps([(fragment.bottom, fragment.top) for fragment in fragments])]
    for level in gaps[: -MOST_ACROSS - 1 : -1]:
        if _is_two_columns([f for f in fragments if f.middle <= level]):
            return level
    for level in gaps[:MOST_ACROSS]:
        if _is_two_columns([f for f in fragments if f.middle > level]):
            return level
    return None


def _is_two_columns(fragments: Sequence[Fragment]) -> bool:
    """Whether an empty strip parts a region into columns of prose alone."""
    if len(fragments) < FEWEST_IN_COLUMNS:
        return False
    size = statistics.median(fragment.size for fragment in fragments)
    width, cut = max(_gaps([(f.left, f.right) for f in fragments]), default=(0.0, 0.0))
    if width < 0.8 * size:
        return False
    sides = lines_of(f for f in fragments if f.right <= cut), lines_of(f for f in fragments if f.left >= cut)
    return all(len(lines) >= 3 and _is_text(lines) for lines in sides)


def _barred(fragments: Sequence[Fragment], bars: Sequence[Rule]) -> float | None:
    """The place of an upright rule that runs down most of the region between text on both sides."""
    if not bars:
        return None
    bottom, top = min(f.bottom for f in fragments), max(f.top for f in fragments)
    for bar in bars:
        if min(bar.end, top) - max(bar.start, bottom) < 0.7 * (top - bottom) or any(f.left < bar.at < f.right for f in fragments):
            continue
        left = sum(f.right <= bar.at for f in fragments)
        if 2 <= left <= len(fragments) - 2:
            return bar.at
    return None


def is_tabular(fragments: Sequence[Fragment]) -> bool:
    """Whether a region is one table: rows make up half its lines, and no line is as long as prose."""
    lines = lines_of(fragments)
    rows = sum(map(is_row, lines))
    return (
        rows >= FEWEST_ROWS
        and rows >= 0.4 * len(lines)
        and not any(len(line) == 1 and _width(line[0].text) > LONG_LINE * 3 for line in lines)
    )


def _width(text: str) -> int:
    return len(text) + count_han(text)


def _column_cut(fragments: Sequence[Fragment]) -> float | None:
    """Where an empty strip parts the region into columns of prose, widest strip first; None where there is none."""
    size = statistics.median(fragment.size for fragment in fragments)
    for gap, cut in sorted(_gaps([(f.left, f.right) for f in fragments]), reverse=True)[:MOST_GAPS]:
        if gap < 0.8 * size:
            return None
        left = [fragment for fragment in fragments if fragment.right <= cut + 0.1]
        right = [fragment for fragment in fragments if fragment.left >= cut - 0.1]
        if _are_columns(left, right):
            return cut
    return None


def _are_columns(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether both sides are columns of their own, not the cells of one table."""
    left_lines, right_lines = lines_of(left), lines_of(right)
    if min(len(left_lines), len(right_lines)) < 2:
        return False
    paired = _aligned_lines(left_lines, right_lines)
    if _is_prose(left_lines) and _is_prose(right_lines):
        return True
    if _all_entries(left_lines) and _all_entries(right_lines):
        return True
    if _are_marks(left) or (paired > 0.7 and _share_of_values(left) > 0.8):
        return False
    if (_is_text(left_lines) and _has_rows(right_lines)) or (_has_rows(left_lines) and (_is_text(right_lines) or _has_rows(right_lines))):
        return True
    if _share_of_values(right) > 0.35:
        return paired < 0.4
    return paired < 0.7 or (_share_of_values(right) < 0.15 and _share_of_values(left) < 0.15 and max(len(left_lines), len(right_lines)) > 3)


def _is_text(lines: Sequence[Line]) -> bool:
    """Lines of text too long for labels, each in one piece."""
    lone = [_width(line[0].text) for line in lines if len(line) == 1]
    return len(lone) >= 3 and len(lone) >= 0.8 * len(lines) and statistics.median(lone) > 1.3 * LONG_LINE


def _are_marks(fragments: Sequence[Fragment]) -> bool:
    """Whether a region holds the numbers, letters or dots of a list."""
    return sum(bool(_MARK.fullmatch(fragment.text)) for fragment in fragments) >= 0.7 * len(fragments)


def _all_entries(lines: Sequence[Line]) -> bool:
    return sum(map(is_entry, lines)) >= max(2, 0.6 * len(lines))


def _has_rows(lines: Sequence[Line]) -> bool:
    """Rows with labels of their own."""
    return sum(map(is_row, lines)) >= max(2, 0.5 * len(lines))


def _share_of_values(fragments: Sequence[Fragment]) -> float:
    return sum(value_like(fragment.text) for fragment in fragments) / len(fragments)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Long lines of words, one fragment each, make a good part of it."""
    lone = [line[0].text for line in lines if len(line) == 1]
    long = sum(_width(text) > LONG_LINE for text in lone)
    return long >= 0.4 * len(lines)


def _aligned_lines(left: Sequence[Line], right: Sequence[Line]) -> float:
    """Share of the lines of the shorter side that stand level with a line of the other."""
    fewer, more = sorted((left, right), key=len)
    heights = sorted(line[0].middle for line in more)
    level = sum(_nearest(heights, line[0].middle) < 0.3 * line[0].size for line in fewer)
    return level / len(fewer)


def _nearest(heights: Sequence[float], height: float) -> float:
    """Distance to the nearest of sorted heights."""
    place = bisect_left(heights, height)
    return min(abs(heights[near] - height) for near in (place - 1, place) if 0 <= near < len(heights))


def _row_cut(fragments: Sequence[Fragment]) -> float | None:
    """The height of the widest empty strip across the region, None where lines are evenly set."""
    gaps = sorted(_gaps([(fragment.bottom, fragment.top) for fragment in fragments]), reverse=True)
    if not gaps:
        return None
    size = statistics.median(fragment.size for fragment in fragments)
    widest = gaps[0][0]
    usual = statistics.median(gap for gap, _ in gaps)
    if widest < (0.35 if len(gaps) > 2 else LONE_GAP) * size or (len(gaps) > 2 and widest < 1.25 * max(usual, 0.1)):
        return None
    return gaps[0][1]


def _gaps(ranges: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Empty strips between ranges as (width, middle)."""
    found: list[tuple[float, float]] = []
    reach: float | None = None
    for start, end in sorted(ranges):
        if reach is not None and start > reach:
            found.append((round(start - reach, 3), (start + reach) / 2))
        reach = end if reach is None else max(reach, end)
    return found
