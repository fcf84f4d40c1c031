"""A page of fragments as paragraphs in reading order: running heads dropped, ruled tables in their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from csr_extract.reading.block import blocks_of
from csr_extract.reading.fragment import Fragment, lines_of
from csr_extract.reading.mesh import Mesh, merged_rules, meshes_of
from csr_extract.reading.paragraph import block_paragraphs
from csr_extract.reading.rule import Rule
from csr_extract.reading.ruled import is_table, ruled_paragraphs
from csr_extract.reading.running import is_running
from csr_extract.reading.segment import Paragraph
from csr_extract.reading.unruled import HeadLines, parted_values

WIDEST_COLUMN = 0.62
LONG_BAR = 80.0
MOST_PAIRS = 500_000  # of letters and fragments: a page of letters strewn about has no drop caps
_UNENDED = re.compile(r"[a-z,\-\u3400-\u9fff，、]$")
_WITHIN = re.compile(r"[a-z][a-z ,]|[\u3400-\u9fff]{2,}[^、.．)）]{4}")


def without_heads(
    fragments: Sequence[Fragment], height: float, heads: frozenset[str], labels: Sequence[str] = ()
) -> tuple[list[Fragment], list[Fragment]]:
    """The fragments of a page less its running heads and page numbers, and those."""
    kept: list[Fragment] = []
    dropped: list[Fragment] = []
    for line in lines_of(fragments):
        alone = len(line) == 1
        for fragment in line:
            (dropped if is_running(fragment, height, heads, labels, alone=alone) else kept).append(fragment)
    return kept, dropped


def paragraphs_of(fragments: Sequence[Fragment], rules: Sequence[Rule] = ()) -> Iterator[Paragraph]:
    """Paragraphs, headings and rows of a page in reading order."""
    shown = [piece for fragment in _with_drop_caps(fragments) for piece in parted_values(fragment)]
    lines = merged_rules(rules)
    bars = [line for line in lines if not line.level and line.end - line.start > LONG_BAR]
    yield from _rejoined(_region(shown, meshes_of(lines, shown), body_size(shown), rules, bars))


def _with_drop_caps(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments, a large first letter set back before its word."""
    made = [*fragments]
    caps = [fragment for fragment in fragments if len(fragment.text) == 1 and fragment.text.isalpha()]
    for cap in caps if len(caps) * len(made) <= MOST_PAIRS else ():
        for place, other in enumerate(made):
            beside = -2 <= other.left - cap.right < other.size and cap.middle < other.middle < cap.top + 0.3 * other.size
            if beside and cap.size > 1.8 * other.size and len(other.text) > 1:
                made[place] = other._replace(text=cap.text + other.text, left=cap.left)
                made.remove(cap)
                break
    return made


def _rejoined(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs with those made one that a change of column had cut in the middle of a sentence."""
    held: Paragraph | None = None
    for paragraph in paragraphs:
        if held and _goes_on(held, paragraph):
            held = Paragraph(held.lines + paragraph.lines, held.boxes + paragraph.boxes)
            continue
        if held:
            yield held
        held = paragraph
    if held:
        yield held


def _goes_on(one: Paragraph, other: Paragraph) -> bool:
    if one.shape != "sentence" or other.shape != "sentence" or not one.boxes or not other.boxes:
        return False
    upwards = other.boxes[0].bottom > one.boxes[-1].top and other.boxes[0].left > one.boxes[-1].left
    return upwards and len(one.lines) > 1 and bool(_UNENDED.search(one.lines[-1]) and _WITHIN.match(other.lines[0]))


def _region(
    fragments: Sequence[Fragment], meshes: Sequence[Mesh], body: float, rules: Sequence[Rule], bars: Sequence[Rule]
) -> Iterator[Paragraph]:
    """A region of a page in reading order; each net of rules takes part in the ordering as one fragment, and `bars` part columns."""
    meshed = {fragment for mesh in meshes for cell in mesh.cells for fragment in cell.fragments}
    stand_ins = {_stand_in(mesh): mesh for mesh in meshes}
    heads = HeadLines()
    for block in blocks_of([*(fragment for fragment in fragments if fragment not in meshed), *stand_ins], bars):
        for part in _around(block, stand_ins):
            if not isinstance(part, Mesh):
                yield from block_paragraphs(part, body, heads, rules)
            elif is_table(part):
                yield from ruled_paragraphs(part)
            else:
                yield from _framed(part, body, rules, bars)


def _stand_in(mesh: Mesh) -> Fragment:
    return Fragment("\0mesh", mesh.box.left, mesh.box.bottom, mesh.box.right, mesh.box.top)


def _around(block: Sequence[Fragment], stand_ins: dict[Fragment, Mesh]) -> Iterator[Mesh | list[Fragment]]:
    """The block's text above, between and below its nets, and the nets."""
    held: list[Fragment] = []
    for fragment in sorted(block, key=lambda f: (-f.top, f.left)):
        if fragment in stand_ins:
            yield held
            held = []
            yield stand_ins[fragment]
        else:
            held.append(fragment)
    yield held


def _framed(mesh: Mesh, body: float, rules: Sequence[Rule], bars: Sequence[Rule]) -> Iterator[Paragraph]:
    """Text that stands in frames, frame by frame."""
    for cell in sorted((cell for cell in mesh.cells if cell.fragments), key=lambda cell: (cell.top, cell.left)):
        yield from _region(cell.fragments, (), body, rules, bars)


def count_columns(paragraphs: Iterable[Paragraph], width: float) -> int:
    """How many columns of prose stand side by side: groups of paragraphs, three lines each at least, that do not overlap across."""
    groups: list[tuple[float, float, int]] = []
    for left, right, lines in sorted(_extent(paragraph) for paragraph in paragraphs if paragraph.shape == "sentence" and paragraph.boxes):
        if right - left > WIDEST_COLUMN * width:
            continue
        if groups and left < groups[-1][1] - 0.3 * (right - left):
            groups[-1] = (groups[-1][0], max(groups[-1][1], right), groups[-1][2] + lines)
        else:
            groups.append((left, right, lines))
    return max(sum(lines >= 3 for _, _, lines in groups), 1)


def _extent(paragraph: Paragraph) -> tuple[float, float, int]:
    return min(box.left for box in paragraph.boxes), max(box.right for box in paragraph.boxes), len(paragraph.lines)


def count_tables(paragraphs: Iterable[Paragraph]) -> int:
    """How many runs of two rows and more there are."""
    return sum(shape == "row" and len([*run]) >= 2 for shape, run in groupby(paragraphs, key=lambda paragraph: paragraph.shape))


def body_size(fragments: Sequence[Fragment]) -> float:
    """The size most characters of a page are set in."""
    sizes: Counter[float] = Counter()
    for fragment in fragments:
        sizes[round(fragment.size, 1)] += len(fragment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0
