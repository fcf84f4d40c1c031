"""Running heads, running feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from csr_extract.reading.fragment import Fragment

_PAGE_NUMBER = re.compile(r"\W*(page |第)?\s?[ivxIVX\d]{1,4}(页)?(\s?[/|]\s?\d{1,4})?\W*", re.IGNORECASE)


def running_heads(pages: Sequence[Sequence[Fragment]], heights: Sequence[float]) -> frozenset[str]:
    """Keys of the texts that stand at the same place at the edge of many pages; see `head_key`."""
    counts: Counter[str] = Counter()
    for fragments, height in zip(pages, heights, strict=True):
        counts.update({head_key(fragment) for fragment in fragments if _at_edge(fragment, height)})
    least = max(3, round(0.04 * len(pages)))
    return frozenset(key for key, number in counts.items() if number >= least)


def head_key(fragment: Fragment) -> str:
    """Text without its digits, with its place to a few points."""
    words = re.sub(r"[\d\s]+", "", fragment.text)
    return f"{words}@{round(fragment.middle / 6)}"


def _at_edge(fragment: Fragment, height: float) -> bool:
    return fragment.middle > 0.88 * height or fragment.middle < 0.1 * height


def is_running(fragment: Fragment, height: float, heads: frozenset[str], *, alone: bool = True) -> bool:
    """Whether a fragment at the edge of the page is a running head or a page number; figures in a row are no page numbers."""
    if not _at_edge(fragment, height):
        return False
    return head_key(fragment) in heads or (alone and bool(_PAGE_NUMBER.fullmatch(fragment.text)))
