"""A page of fragments as paragraphs in reading order: running heads dropped, ruled tables in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from csr_extract.reading.block import blocks_of
from csr_extract.reading.document import Box
from csr_extract.reading.fragment import Fragment, lines_of
from csr_extract.reading.paragraph import block_paragraphs
from csr_extract.reading.ruled import RuledTable
from csr_extract.reading.running import is_running
from csr_extract.reading.segment import Paragraph

MOST_BESIDE_A_PAGE_NUMBER = 2


def paragraphs_of(
    fragments: Sequence[Fragment], height: float, heads: frozenset[str] = frozenset(), tables: Sequence[RuledTable] = ()
) -> Iterator[Paragraph]:
    """Paragraphs, headings and rows of a page in reading order, running heads dropped."""
    shown = [
        fragment
        for line in lines_of(fragments)
        for fragment in line
        if not is_running(fragment, height, heads, alone=len(line) <= MOST_BESIDE_A_PAGE_NUMBER)
    ]
    outside = [fragment for fragment in shown if not any(_in_box(fragment, row.box) for table in tables for row in table.rows)]
    stand_ins = {_stand_in(table): table for table in tables}
    body = body_size(shown)
    for block in blocks_of([*outside, *stand_ins]):
        for part in _around(block, stand_ins):
            if isinstance(part, RuledTable):
                yield from _ruled_rows(part)
            else:
                yield from block_paragraphs(part, body)


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
