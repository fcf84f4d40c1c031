"""The rows of a ruled table as paragraphs: heads above their columns, merged labels repeated, lines that no rule parts told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csr_extract.reading.document import Box
from csr_extract.reading.fragment import Line, lines_of
from csr_extract.reading.mesh import Cell, Mesh
from csr_extract.reading.segment import Paragraph
from csr_extract.reading.table import Heads, is_head_row, value_like
from csr_extract.text import count_han, joined

LONGEST_LABEL = 150
LONGEST_REPEATED = 40
Row = list[str]


def is_table(mesh: Mesh) -> bool:
    """Whether a net holds a table: two rows with at least two short cells, not text set in frames."""
    rows = 0
    for row in range(len(mesh.ups) - 1):
        filled = [cell for cell in mesh.cells if cell.top == row and cell.fragments]
        rows += len(filled) >= 2 and min(map(_length, filled)) <= LONGEST_LABEL
    return rows >= 2


def _length(cell: Cell) -> int:
    return sum(len(fragment.text) + count_han(fragment.text) for fragment in cell.fragments)


def ruled_paragraphs(mesh: Mesh) -> Iterator[Paragraph]:
    """A paragraph for each row of the table, from top to bottom; what stands alone across the table is a line of words."""
    heads = Heads()
    columns = len(mesh.acrosses) - 1
    for row in range(len(mesh.ups) - 1):
        cells = [cell for cell in mesh.cells if cell.top <= row < cell.bottom]
        for part in _parted([cell for cell in cells if cell.top == row]):
            words = _words(cells, part, row, columns)
            if any(words):
                yield from _paragraph(words, heads, _box(part, mesh.row_box(row)), _spans(cells, columns), _merged(cells))


def _parted(cells: Sequence[Cell]) -> list[dict[Cell, list[Line]]]:
    """The lines of each cell, as one row, or as several where two cells or more hold as many values set level."""
    lines = {cell: lines_of(cell.fragments) for cell in cells}
    stacked = [cell for cell in cells if len(lines[cell]) >= 2 and all(value_like(_text([line])) for line in lines[cell])]
    stacks = max(([cell for cell in stacked if _level(lines[cell], lines[other])] for other in stacked), key=len, default=[])
    if len(stacks) < 2 and not (stacks and any(len(lines[cell]) == len(lines[stacks[0]]) for cell in cells if cell is not stacks[0])):
        return [lines]
    middles = [line[0].middle for line in lines[stacks[0]]]
    parts: list[dict[Cell, list[Line]]] = [{cell: [] for cell in cells} for _ in middles]
    for cell in cells:
        for line in lines[cell]:
            nearest = min(range(len(middles)), key=lambda place: abs(middles[place] - line[0].middle))
            parts[nearest][cell].append(line)
    return parts


def _level(one: Sequence[Line], other: Sequence[Line]) -> bool:
    return len(one) == len(other) and all(abs(a[0].middle - b[0].middle) < 0.5 * a[0].size for a, b in zip(one, other, strict=True))


def _words(cells: Sequence[Cell], part: dict[Cell, list[Line]], row: int, columns: int) -> Row:
    words = [""] * columns
    for cell in cells:
        if cell.top == row:
            words[cell.left] = _text(part.get(cell, []))
        else:
            spanned = _text(lines_of(cell.fragments))
            words[cell.left] = spanned if len(spanned) <= LONGEST_REPEATED and not value_like(spanned) else ""
    return words


def _text(lines: Sequence[Line]) -> str:
    return joined(" ".join(fragment.text for fragment in line) for line in lines)


def _spans(cells: Sequence[Cell], columns: int) -> list[int]:
    """For each column, the first column of the cell it belongs to."""
    first = [*range(columns)]
    for cell in cells:
        for column in range(cell.left, cell.right):
            first[column] = cell.left
    return first


def _merged(cells: Sequence[Cell]) -> dict[int, int]:
    """The first column of each cell that spans several, with the one after its last."""
    return {cell.left: cell.right for cell in cells if cell.right - cell.left > 1}


def _box(part: dict[Cell, list[Line]], row: Box) -> Box:
    fragments = [fragment for lines in part.values() for line in lines for fragment in line]
    if not fragments:
        return row
    return Box(row.left, round(min(f.bottom for f in fragments), 1), row.right, round(max(f.top for f in fragments), 1))


def _paragraph(words: Row, heads: Heads, box: Box, spans: Sequence[int], merged: dict[int, int]) -> Iterator[Paragraph]:
    filled = [word for word in words if word]
    if len(filled) == 1 or (max(map(len, filled)) > LONGEST_LABEL and not any(map(value_like, filled))):
        yield from (Paragraph((word,), (box,)) for word in filled)
    elif is_head_row(words):
        heads.add([words[first] for first in spans])
        yield Paragraph((" | ".join(filled),), (box,), "row")
    else:
        text, years = heads.row(words, merged)
        yield Paragraph((text,), (box,), "row", sum(map(value_like, filled)), years)
