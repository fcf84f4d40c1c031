"""From characters with places to fragments of text, and fragments to lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csr_extract.reading.document import Box
from csr_extract.reading.glyph import Codes, Glyphs, Mask, Places
from csr_extract.reading.rule import Rule
from csr_extract.text import is_han

WORD_GAP = 0.13
SET_GAP = 0.03
BOLDER = 150
SPACED_OUT = 0.4
BARS_TRIED = 3
DROP_CAP = 1.9
_HAN_RANGES = ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


class Fragment(NamedTuple):
    """Characters set side by side on one line with no wide gap between them; its place is in points, `bold` beside the rest of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False

    @property
    def size(self) -> float:
        """Height of the line in points."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Height of the line's middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def across(self) -> float:
        """Distance of the middle from the left edge of the page."""
        return (self.left + self.right) / 2

    @property
    def box(self) -> Box:
        """The place on the page."""
        return Box(round(self.left, 1), round(self.bottom, 1), round(self.right, 1), round(self.top, 1))


Line = tuple[Fragment, ...]


def fragments_of(glyphs: Glyphs, rules: Sequence[Rule] = (), weight: Callable[[int], int] = lambda _: 0) -> tuple[Fragment, ...]:
    """Group characters, in the order they are drawn, into fragments; an upright rule parts them. `weight` tells the type's by its place."""
    if not len(glyphs):
        return ()
    boxes, bars = glyphs.boxes, sorted((rule for rule in rules if not rule.level), key=lambda rule: rule.at)
    breaks = np.flatnonzero(~_goes_on(boxes) | _parted(boxes, bars)) + 1
    starts = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(glyphs)]))
    texts = _texts(glyphs, starts, ends)
    tall = _tallest(boxes[:, 3] - boxes[:, 1], starts, ends)
    left, right = np.minimum.reduceat(boxes[:, 0], starts), np.maximum.reduceat(boxes[:, 2], starts)
    places = zip(left.tolist(), boxes[tall, 1].tolist(), right.tolist(), boxes[tall, 3].tolist(), strict=True)
    bold = _bold([weight(place) for place in glyphs.places[(starts + ends) // 2].tolist()], ends - starts)
    return _merged([Fragment(text, *place, heavy) for text, place, heavy in zip(texts, places, bold, strict=True)], bars)


def _bold(weights: Sequence[int], lengths: NDArray[np.int64]) -> list[bool]:
    """Which fragments are set heavier than the type most characters are set in."""
    usual: Counter[int] = Counter()
    for weight, length in zip(weights, lengths.tolist(), strict=True):
        usual[weight] += length
    common = usual.most_common(1)[0][0]
    return [weight >= common + BOLDER for weight in weights]


def _goes_on(boxes: Places) -> Mask:
    """Whether each character but the first stands right after the one before it on the same line."""
    last, this = boxes[:-1], boxes[1:]
    heights, before = this[:, 3] - this[:, 1], last[:, 3] - last[:, 1]
    tall, low = np.maximum(np.maximum(heights, before), 0.1), np.minimum(heights, before)
    overlap = np.minimum(last[:, 3], this[:, 3]) - np.maximum(last[:, 1], this[:, 1])
    gap = this[:, 0] - last[:, 2]
    goes_on: Mask = (overlap > 0.5 * low) & (gap > -0.6 * tall) & (gap < 0.9 * tall) & (before < DROP_CAP * heights)
    return goes_on


def _parted(boxes: Places, bars: Sequence[Rule]) -> Mask:
    """Whether an upright rule stands between each character but the first and the one before it; `bars` from left to right."""
    parted = np.zeros(len(boxes) - 1, dtype=np.bool_)
    if not bars:
        return parted
    middles, heights = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    at, low, high = (np.array(side) for side in zip(*((bar.at, bar.start, bar.end) for bar in bars), strict=True))
    first = np.searchsorted(at, middles[:-1])
    for step in range(BARS_TRIED):
        place = np.minimum(first + step, len(bars) - 1)
        parted |= (at[place] > middles[:-1]) & (at[place] < middles[1:]) & (low[place] <= heights[1:]) & (heights[1:] <= high[place])
    return parted


def _texts(glyphs: Glyphs, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str]:
    """The words of each fragment, spaces set where there is a gap."""
    gap = _gaps_between(glyphs)
    spaced = np.concatenate(([False], (gap > WORD_GAP) | (glyphs.spaced[1:] & (gap > SET_GAP))))
    spaced[starts] = False
    spaced &= ~_between_han(glyphs.codes)
    places = np.arange(len(glyphs)) + np.cumsum(spaced)
    printed = np.full(places[-1] + 1, 32, dtype="<u4")
    printed[places] = glyphs.codes
    text = printed.tobytes().decode("utf-32-le", "replace")
    made = [text[start:end] for start, end in zip(places[starts].tolist(), (places[ends - 1] + 1).tolist(), strict=True)]
    for number, words in enumerate(made):
        if len(words) > 8 and words.count(" ") > SPACED_OUT * len(words):
            made[number] = _closed_up(glyphs.codes[starts[number] : ends[number]], gap[starts[number] : ends[number] - 1])
    return made


def _gaps_between(glyphs: Glyphs) -> Places:
    """Gap before each character but the first, as a share of its height."""
    heights = np.maximum(glyphs.boxes[1:, 3] - glyphs.boxes[1:, 1], 0.1)
    gaps: Places = (glyphs.boxes[1:, 0] - glyphs.boxes[:-1, 2]) / heights
    return gaps


def _closed_up(codes: Codes, gaps: Places) -> str:
    """The words of a line that is spaced out letter by letter: only a gap well over the usual one parts words."""
    usual = float(np.median(gaps))
    return "".join((" " if place and gaps[place - 1] > 1.6 * usual else "") + chr(code) for place, code in enumerate(codes.tolist()))


def _between_han(codes: Codes) -> Mask:
    han = np.zeros(len(codes), dtype=np.bool_)
    for first, last in _HAN_RANGES:
        han |= (codes >= first) & (codes <= last)
    return np.concatenate(([False], han[1:] & han[:-1]))


def _tallest(heights: Places, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Place of the tallest character of each fragment, the first where several are."""
    owner = np.repeat(np.arange(len(starts)), ends - starts)
    tall = np.flatnonzero(heights >= np.maximum.reduceat(heights, starts)[owner])
    return tall[np.searchsorted(owner[tall], np.arange(len(starts)))]


def _merged(fragments: Sequence[Fragment], bars: Sequence[Rule]) -> tuple[Fragment, ...]:
    """Fragments that touch on one line though drawn apart, as one."""
    made: list[Fragment] = []
    for line in lines_of(fragments):
        row: list[Fragment] = []
        for fragment in line:
            if row and _touches(row[-1], fragment) and not _is_parted(row[-1], fragment, bars):
                row[-1] = _joined(row[-1], fragment)
            else:
                row.append(fragment)
        made += row
    return tuple(made)


def _touches(left: Fragment, right: Fragment) -> bool:
    height = min(left.size, right.size)
    gap = right.left - left.right
    return -0.5 * height < gap < 0.55 * height and abs(left.bottom - right.bottom) < 0.5 * height


def _is_parted(left: Fragment, right: Fragment, bars: Sequence[Rule]) -> bool:
    place = bisect_left(bars, left.right - 2, key=lambda bar: bar.at)
    while place < len(bars) and bars[place].at <= right.left + 2:
        if bars[place].start <= right.middle <= bars[place].end:
            return True
        place += 1
    return False


def _joined(left: Fragment, right: Fragment) -> Fragment:
    gap = right.left - left.right
    close = gap < 0.13 * right.size or (is_han(left.text[-1]) and is_han(right.text[0]))
    text = left.text + ("" if close else " ") + right.text
    bold = left.bold and right.bold
    return Fragment(text, left.left, min(left.bottom, right.bottom), max(left.right, right.right), max(left.top, right.top), bold)


def lines_of(fragments: Iterable[Fragment]) -> list[Line]:
    """Fragments on one height as lines, top to bottom, left to right."""
    lines: list[list[Fragment]] = []
    middle, size = 0.0, 0.0
    for fragment in sorted(fragments, key=_downwards):
        height, here = fragment.top - fragment.bottom, (fragment.top + fragment.bottom) / 2
        if lines and abs(middle - here) < 0.45 * (size if size < height else height):
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
            middle, size = here, height
    return [tuple(sorted(line, key=_left_of)) if len(line) > 1 else (line[0],) for line in lines]


def _downwards(fragment: Fragment) -> tuple[float, float]:
    _, left, bottom, _, top, _ = fragment
    return -(top + bottom), left


_left_of = attrgetter("left")
