"""Running heads, running feet and the page numbers printed in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from csr_extract.reading.fragment import Fragment, lines_of

REACH = 4
FEWEST_NEAR = 2
OUTER_LINES = 4
LONGEST_WITH_NUMBER = 90
_PAGE_NUMBER = re.compile(r"\W*(page |第)?\s?[ivxIVX\d]{1,4}(页|頁)?(\s?[/|]\s?\d{1,4})?[^\w%％]*", re.IGNORECASE)
_EDGE_NUMBER = re.compile(r"^\W*(?:page |p\. ?|第)?\s?(\d{1,3})(?!\d|[.,%年月]\d?)|(?<![\d.,%])(\d{1,3})\s?(?:页|頁)?\W*$", re.IGNORECASE)


def running_heads(pages: Sequence[Sequence[Fragment]], heights: Sequence[float]) -> frozenset[str]:
    """Keys of the texts that stand at the same place at the edge of many pages; see `head_key`."""
    counts: Counter[str] = Counter()
    for fragments, height in zip(pages, heights, strict=True):
        counts.update({head_key(fragment) for fragment in _outermost(fragments) if at_edge(fragment, height)})
    least = max(3, round(0.04 * len(pages)))
    return frozenset(key for key, number in counts.items() if number >= least and re.search(r"[^\W\d_]", key.partition("@")[0]))


def _outermost(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of the first and last lines of a page."""
    lines = lines_of(fragments)
    return [fragment for line in [*lines[:OUTER_LINES], *lines[-OUTER_LINES:]] for fragment in line]


def head_key(fragment: Fragment) -> str:
    """Text without its digits, with its place to a few points."""
    words = re.sub(r"[\d\s]+", "", fragment.text)
    return f"{words}@{round(fragment.middle / 6)}"


def at_edge(fragment: Fragment, height: float) -> bool:
    """Whether a fragment stands where running heads and feet do."""
    return fragment.middle > 0.88 * height or fragment.middle < 0.1 * height


def is_running(fragment: Fragment, height: float, heads: frozenset[str], labels: Sequence[str] = (), *, alone: bool = True) -> bool:
    """Whether a fragment at the edge of the page is a running head or a page number.

    Where the number printed on the page is known (`labels`), no other number is one; else it must stand `alone` on its line.
    """
    if not at_edge(fragment, height):
        return False
    if head_key(fragment) in heads:
        return True
    number = _PAGE_NUMBER.fullmatch(fragment.text)
    return bool(number and (set(labels) & set(re.findall(r"\d+", fragment.text)) if labels else alone))


def page_labels(pages: Sequence[Sequence[Fragment]], sizes: Sequence[tuple[float, float]]) -> list[tuple[str, ...]]:
    """The numbers printed on each page, () where there are none: those that count up from page to page, two on a spread.

    `sizes` are widths and heights in points.
    """
    seen = [_numbers(fragments, *size) for fragments, size in zip(pages, sizes, strict=True)]
    return [(_pair(seen, place) if width > height else ()) or _single(seen, place) for place, (width, height) in enumerate(sizes)]


def _numbers(fragments: Sequence[Fragment], width: float, height: float) -> Mapping[int, float]:
    """Numbers at the edge of a page, with their distance from the left as a share of its width."""
    found: dict[int, float] = {}
    for fragment in fragments:
        if at_edge(fragment, height) and len(fragment.text) <= LONGEST_WITH_NUMBER:
            for match in _EDGE_NUMBER.finditer(fragment.text):
                found.setdefault(int(match[1] or match[2]), fragment.across / max(width, 1.0))
    return found


def _single(seen: Sequence[Mapping[int, float]], place: int) -> tuple[str, ...]:
    supported = [number for number in seen[place] if _support(seen, place, number, 1) >= FEWEST_NEAR]
    best = max(supported, key=lambda number: _support(seen, place, number, 1), default=None)
    return () if best is None else (str(best),)


def _pair(seen: Sequence[Mapping[int, float]], place: int) -> tuple[str, ...]:
    """Two numbers that follow each other, one in each half of the page."""
    for left, right in pairwise(sorted(seen[place])):
        apart = right == left + 1 and seen[place][left] < 0.5 < seen[place][right]
        if apart and _support(seen, place, left, 2) >= min(1, len(seen) - 1):
            return str(left), str(right)
    return ()


def _support(seen: Sequence[Mapping[int, float]], place: int, number: int, step: int) -> int:
    """How many of the pages nearby carry the number that would follow."""
    near = range(max(place - REACH, 0), min(place + REACH + 1, len(seen)))
    return sum(number + step * (other - place) in seen[other] for other in near if other != place)
