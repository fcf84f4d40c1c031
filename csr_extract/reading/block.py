"""Blocks in reading order: a page is cut at its white space, columns first, again and again."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence

from csr_extract.reading.fragment import Fragment, Line, lines_of
from csr_extract.reading.table import value_like
from csr_extract.text import count_han

LONG_LINE = 30


def blocks_of(fragments: list[Fragment], depth: int = 0) -> Iterator[list[Fragment]]:
    """The blocks of a region, in the order in which a person reads them."""
    if len(fragments) < 2 or depth > 24:
        if fragments:
            yield fragments
        return
    if cut := _column_cut(fragments):
        left = [fragment for fragment in fragments if (fragment.left + fragment.right) / 2 < cut]
        right = [fragment for fragment in fragments if (fragment.left + fragment.right) / 2 >= cut]
        yield from blocks_of(left, depth + 1)
        yield from blocks_of(right, depth + 1)
    elif level := _row_cut(fragments):
        upper = [fragment for fragment in fragments if fragment.middle > level]
        lower = [fragment for fragment in fragments if fragment.middle <= level]
        yield from blocks_of(upper, depth + 1)
        yield from blocks_of(lower, depth + 1)
    else:
        yield fragments


def _column_cut(fragments: Sequence[Fragment]) -> float | None:
    """Where an empty strip parts the region into columns of prose, widest strip first; None where there is none."""
    size = statistics.median(fragment.size for fragment in fragments)
    for gap, cut in sorted(_gaps([(f.left, f.right) for f in fragments]), reverse=True):
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
    if _share_of_values(right) > 0.35:
        return paired < 0.4
    return paired < 0.7 or (_share_of_values(right) < 0.15 and _share_of_values(left) < 0.15 and max(len(left_lines), len(right_lines)) > 3)


def _share_of_values(fragments: Sequence[Fragment]) -> float:
    return sum(value_like(fragment.text) for fragment in fragments) / len(fragments)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Long lines of words, one fragment each, make a good part of it."""
    lone = [line[0].text for line in lines if len(line) == 1]
    long = sum(len(text) + count_han(text) > LONG_LINE for text in lone)
    return long >= 0.4 * len(lines)


def _aligned_lines(left: Sequence[Line], right: Sequence[Line]) -> float:
    """Share of the lines of the shorter side that stand level with a line of the other."""
    fewer, more = sorted((left, right), key=len)
    heights = [line[0].middle for line in more]
    level = sum(any(abs(line[0].middle - height) < 0.3 * line[0].size for height in heights) for line in fewer)
    return level / len(fewer)


def _row_cut(fragments: Sequence[Fragment]) -> float | None:
    """The height of the widest empty strip across the region, None where lines are evenly set."""
    gaps = sorted(_gaps([(fragment.bottom, fragment.top) for fragment in fragments]), reverse=True)
    if not gaps:
        return None
    size = statistics.median(fragment.size for fragment in fragments)
    widest = gaps[0][0]
    usual = statistics.median(gap for gap, _ in gaps)
    if widest < 0.35 * size or (len(gaps) > 2 and widest < 1.25 * max(usual, 0.1)):
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
