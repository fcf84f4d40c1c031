"""From characters with places to paragraphs and rows in reading order."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from csr_extract.reading.document import Box
from csr_extract.reading.ruled import RuledTable
from csr_extract.reading.segment import Paragraph
from csr_extract.reading.table import is_head_row, row_text, value_like
from csr_extract.text import count_han, is_han

HEADING_SIZE = 1.15
LONG_LINE = 30
GRID = 6.0
_BULLET = re.compile(
    r"^([•●■◆▪▶►❖◇○✓✔➢]|[-–*]\s|[（(]?[一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、．]|[一二三四五六七八九十]{1,2}、|Q:|问：)"
)
_NUMBERED = re.compile(
    r"^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章节]|\d{1,2}(\.\d{1,2}){1,3}\s|\d{1,2}[、.．])\s?[^\d\W]"
)
_SENTENCE_END = re.compile(r"[。！？!?.；;：:]['\"”’)）]?$")
_PAGE_NUMBER = re.compile(r"\W*(page |第)?\s?[ivxIVX\d]{1,4}(页)?(\s?[/|]\s?\d{1,4})?\W*", re.IGNORECASE)


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


# Characters -> fragments


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


# Running heads


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


def _is_running(fragment: Fragment, height: float, heads: frozenset[str]) -> bool:
    if not _at_edge(fragment, height):
        return False
    return head_key(fragment) in heads or bool(_PAGE_NUMBER.fullmatch(fragment.text))


# Fragments -> blocks in reading order (recursive cuts at white space)


def paragraphs_of(
    fragments: Sequence[Fragment], height: float, heads: frozenset[str] = frozenset(), tables: Sequence[RuledTable] = ()
) -> Iterator[Paragraph]:
    """Paragraphs, headings and rows of a page in reading order, running heads dropped."""
    shown = [fragment for fragment in fragments if not _is_running(fragment, height, heads)]
    outside = [fragment for fragment in shown if not any(_in_box(fragment, row.box) for table in tables for row in table.rows)]
    stand_ins = {_stand_in(table): table for table in tables}
    body = body_size(shown)
    for block in _blocks([*outside, *stand_ins], depth=0):
        for part in _around(block, stand_ins):
            if isinstance(part, RuledTable):
                yield from _ruled_rows(part)
            else:
                yield from _block_paragraphs(part, body)


def _stand_in(table: RuledTable) -> Fragment:
    """A table takes part in the ordering as one fragment."""
    return Fragment("\0table", table.box.left, table.box.bottom, table.box.right, table.box.top)


def _around(block: Sequence[Fragment], stand_ins: dict[Fragment, RuledTable]) -> Iterator[RuledTable | list[Fragment]]:
    """The block's text above, between and below its ruled tables, and the tables."""
    held: list[Fragment] = []
    for fragment in sorted(block, key=lambda f: (-f.top, f.left)):
        if fragment in stand_ins:
            yield held
            held = []
            yield stand_ins[fragment]
        else:
            held.append(fragment)
    yield held


def _ruled_rows(table: RuledTable) -> Iterator[Paragraph]:
    for row in table.rows:
        yield Paragraph((row.text,), (row.box,), "row" if "|" in row.text else "sentence", row.columns)


def _in_box(fragment: Fragment, box: Box) -> bool:
    across = (fragment.left + fragment.right) / 2
    return box.left - 1 <= across <= box.right + 1 and box.bottom - 1 <= fragment.middle <= box.top + 1


def body_size(fragments: Sequence[Fragment]) -> float:
    """The size most characters of a page are set in."""
    sizes: Counter[float] = Counter()
    for fragment in fragments:
        sizes[round(fragment.size, 1)] += len(fragment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _blocks(fragments: list[Fragment], depth: int) -> Iterator[list[Fragment]]:
    if len(fragments) < 2 or depth > 24:
        if fragments:
            yield fragments
        return
    if cut := _column_cut(fragments):
        left = [fragment for fragment in fragments if (fragment.left + fragment.right) / 2 < cut]
        right = [fragment for fragment in fragments if (fragment.left + fragment.right) / 2 >= cut]
        yield from _blocks(left, depth + 1)
        yield from _blocks(right, depth + 1)
    elif level := _row_cut(fragments):
        upper = [fragment for fragment in fragments if fragment.middle > level]
        lower = [fragment for fragment in fragments if fragment.middle <= level]
        yield from _blocks(upper, depth + 1)
        yield from _blocks(lower, depth + 1)
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


# Blocks -> paragraphs and rows


def row_lines(fragments: Sequence[Fragment]) -> int:
    """How many lines of a page look like rows of a table."""
    return sum(_is_row(line) for line in lines_of(fragments))


def _is_row(line: Line) -> bool:
    values = sum(value_like(fragment.text) for fragment in line[1:])
    return len(line) >= 2 and values >= 1 and not value_like(line[0].text) and len(line[0].text) <= 90


def _labelled(lines: Sequence[Line]) -> list[Line]:
    """Lines of values alone, joined with the one or two lines of words to their left between which they are centred."""
    made: list[Line] = []
    taken: set[int] = set()
    for number, line in enumerate(lines):
        if number in taken:
            continue
        if _only_values(line):
            near = [place for place in (number - 1, number + 1) if _is_label(lines, place, line) and place not in taken]
            if near:
                taken.update(near)
                words = [fragment for place in near for fragment in lines[place]]
                label = Fragment(
                    " ".join(fragment.text for fragment in words), min(f.left for f in words), min(f.bottom for f in words),
                    max(f.right for f in words), max(f.top for f in words),
                )  # fmt: skip
                if near[0] < number and made:
                    made.pop()
                made.append((label, *line))
                continue
        made.append(line)
    return made


def _only_values(line: Line) -> bool:
    return all(value_like(fragment.text) for fragment in line[1:]) and (
        value_like(line[0].text) or (len(line) > 2 and len(line[0].text) < 16)
    )


def _only_words(line: Line) -> bool:
    return len(line) == 1 and not value_like(line[0].text)


def _is_label(lines: Sequence[Line], place: int, line: Line) -> bool:
    if not 0 <= place < len(lines) or not _only_words(lines[place]):
        return False
    label = lines[place][0]
    return label.right <= line[0].left + 2 and abs(label.middle - line[0].middle) < 0.95 * max(label.size, line[0].size)


def _block_paragraphs(block: Sequence[Fragment], body: float) -> Iterator[Paragraph]:
    lines = _labelled(lines_of(block))
    right = max((fragment.right for fragment in block), default=0.0)
    held: list[Line] = []
    heads: Line = ()
    for number, line in enumerate(lines):
        follows = [*lines[number + 1 : number + 4]]
        if _is_row(line) or (len(line) >= 3 and _names_columns(line) and any(map(_is_row, follows))):
            yield from _prose(held, body)
            held = []
            if _names_columns(line):
                heads = line
                yield _row(line, ())
            else:
                yield _row(line, heads)
        else:
            if held and _breaks(held[-1], line, right):
                yield from _prose(held, body)
                held = []
            held.append(line)
    yield from _prose(held, body)


def _names_columns(line: Line) -> bool:
    return is_head_row([fragment.text for fragment in line])


def _row(line: Line, heads: Line) -> Paragraph:
    cells = [fragment.text for fragment in line]
    names = ["", *(_head_above(fragment, heads) for fragment in line[1:])]
    box = Box(line[0].box.left, min(f.box.bottom for f in line), line[-1].box.right, max(f.box.top for f in line))
    return Paragraph((row_text(cells, names),), (box,), "row", sum(map(value_like, cells)))


def _head_above(cell: Fragment, heads: Line) -> str:
    """The head whose place overlaps the cell's, the nearest middle where several do."""
    across = (cell.left + cell.right) / 2
    near = [head for head in heads if head.left - 12 <= cell.right and cell.left <= head.right + 12]
    return min(near, key=lambda head: abs((head.left + head.right) / 2 - across)).text if near else ""


def _breaks(last: Line, line: Line, right: float) -> bool:
    """Whether a new paragraph begins with this line."""
    size = max(last[0].size, line[0].size)
    if abs(last[0].size - line[0].size) > 0.12 * size or last[0].bottom - line[0].top > 0.9 * size:
        return True
    if _BULLET.match(line[0].text):
        return True
    ended = bool(_SENTENCE_END.search(last[-1].text))
    short = last[-1].right < right - 3 * size
    return (ended and (short or line[0].left > last[0].left + 1.2 * size)) or (
        short and last[-1].right < right - 0.4 * (right - last[0].left) and _starts(line)
    )


def _starts(line: Line) -> bool:
    first = line[0].text[0]
    return first.isupper() or is_han(first)


def _prose(lines: Sequence[Line], body: float) -> Iterator[Paragraph]:
    if not lines:
        return
    texts = tuple(" ".join(fragment.text for fragment in line) for line in lines)
    boxes = tuple(
        Box(line[0].box.left, min(f.box.bottom for f in line), line[-1].box.right, max(f.box.top for f in line)) for line in lines
    )
    yield Paragraph(texts, boxes, "heading" if _is_heading(lines, texts, body) else "sentence")


def _is_heading(lines: Sequence[Line], texts: Sequence[str], body: float) -> bool:
    length = sum(len(text) * (2 if count_han(text) else 1) for text in texts)
    if length > 120 or len(lines) > 3 or re.search(r"[。；;,，:：]$", texts[-1]) or not any(c.isalpha() for c in texts[0]):
        return False
    if lines[0][0].size > HEADING_SIZE * body:
        return True
    return len(lines) == 1 and length <= 64 and bool(_NUMBERED.match(texts[0]) or (texts[0].isupper() and len(texts[0]) > 5))
