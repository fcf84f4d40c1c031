"""Tables drawn with rules both ways: the cells between the rules, merged ones too, and the words in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from csr_extract.reading.document import Box
from csr_extract.reading.fragment import Fragment, Line, lines_of
from csr_extract.reading.rule import Rule
from csr_extract.reading.table import is_head_row, value_like

NEAR = 2.5
HEAD_REACH = 40.0
FOOT_REACH = 8.0
MOST_LINES_ABOVE = 3
FEWEST_BANDS = 3
MOST_IN_CELL = 40
MOST_CROSSING = 0.05
SHORTEST_RULE = 8.0
MOST_RULES = 900


@dataclass(frozen=True)
class Cell:
    """A cell from row `top` up to row `bottom` and from column `left` up to column `right` (half open), with its fragments."""

    top: int
    bottom: int
    left: int
    right: int
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True)
class Mesh:
    """A net of rules: heights of its level lines from top to bottom, places of its upright ones from left to right, and its cells."""

    ups: tuple[float, ...]
    acrosses: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """The place of the whole."""
        return Box(self.acrosses[0], self.ups[-1], self.acrosses[-1], self.ups[0])

    def row_box(self, row: int) -> Box:
        """The place of one row."""
        return Box(round(self.acrosses[0], 1), round(self.ups[row + 1], 1), round(self.acrosses[-1], 1), round(self.ups[row], 1))


def meshes_of(lines: Sequence[Rule], fragments: Sequence[Fragment]) -> list[Mesh]:
    """The nets that merged rules make, with the fragments in their cells; a net has two columns and two rows at least."""
    if len(lines) > MOST_RULES:
        return []
    groups = _groups(lines)
    made = [mesh for group in groups if (mesh := _mesh(group, fragments))]
    made += [mesh for group in _level_groups(groups) if (mesh := _level_mesh(group, fragments))]
    return [mesh for mesh in made if not any(mesh is not other and _holds(other.box, mesh.box) for other in made)]


def merged_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Rules with pieces that touch made one, short ones left out."""
    made: list[Rule] = []
    for level in (True, False):
        rows: dict[int, list[Rule]] = defaultdict(list)
        anchor, place = float("-inf"), -1
        for rule in sorted((r for r in rules if r.level is level), key=lambda r: r.at):
            if rule.at - anchor > NEAR / 2:
                anchor, place = rule.at, place + 1
            rows[place].append(rule)
        for row in rows.values():
            made += _joined_up(row)
    return [rule for rule in made if rule.end - rule.start >= SHORTEST_RULE]


def _joined_up(row: Sequence[Rule]) -> Iterator[Rule]:
    held: Rule | None = None
    for rule in sorted(row, key=lambda r: r.start):
        if held and rule.start <= held.end + NEAR:
            held = held._replace(end=max(held.end, rule.end))
            continue
        if held:
            yield held
        held = rule
    if held:
        yield held


def _groups(lines: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that cross or meet each other."""
    owner = [*range(len(lines))]

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    levels = [(place, line) for place, line in enumerate(lines) if line.level]
    uprights = [(place, line) for place, line in enumerate(lines) if not line.level]
    for one, level in levels:
        for other, upright in uprights:
            if level.start - NEAR <= upright.at <= level.end + NEAR and upright.start - NEAR <= level.at <= upright.end + NEAR:
                owner[root(one)] = root(other)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for place, line in enumerate(lines):
        groups[root(place)].append(line)
    return [*groups.values()]


def _mesh(group: Sequence[Rule], fragments: Sequence[Fragment]) -> Mesh | None:
    levels, uprights = [r for r in group if r.level], [r for r in group if not r.level]
    if len(levels) < 2 or not uprights:
        return None
    ups = _places([r.at for r in levels])[::-1]
    acrosses = _places([*(r.at for r in uprights), *_ends(levels)])
    if len(ups) < 3 or len(acrosses) < 3:
        return None
    inside = [f for f in fragments if acrosses[0] - 1 <= f.across <= acrosses[-1] + 1 and ups[-1] - 1 <= f.middle <= ups[0] + 1]
    if not inside:
        return None
    cells = [*_cells(ups, acrosses, levels, uprights, inside)]
    return _with_rows_below(_with_heads_above(Mesh(tuple(ups), tuple(acrosses), tuple(cells)), fragments), fragments)


def _level_groups(groups: Sequence[Sequence[Rule]]) -> list[list[Rule]]:
    """Level rules that meet no upright one, together where they begin and end alike."""
    alike: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for group in groups:
        if all(rule.level for rule in group):
            for rule in group:
                near = ((round(rule.start / 5) + dx, round(rule.end / 5) + dy) for dx in (0, -1, 1) for dy in (0, -1, 1))
                alike[next((key for key in near if key in alike), (round(rule.start / 5), round(rule.end / 5)))].append(rule)
    return [rules for rules in alike.values() if len(rules) > FEWEST_BANDS]


def _level_mesh(levels: Sequence[Rule], fragments: Sequence[Fragment]) -> Mesh | None:
    """The net of a table with level rules alone whose cells hold several lines: white strips serve as its upright rules."""
    left, right = min(r.start for r in levels), max(r.end for r in levels)
    ups = _places([r.at for r in levels])[::-1]
    bands = [[f for f in fragments if bottom <= f.middle < top and left - 2 <= f.across <= right + 2] for top, bottom in pairwise(ups)]
    filled = [band for band in bands if band]
    if len(filled) < FEWEST_BANDS or 2 * sum(len(lines_of(band)) > 1 for band in filled) < len(filled):
        return None
    strips = _white_strips([f for band in filled for f in band if f.right - f.left < 0.6 * (right - left)])
    uprights = [
        Rule(False, strip, bottom, top)
        for strip in strips
        for (top, bottom), band in zip(pairwise(ups), bands, strict=True)
        if not any(f.left < strip < f.right for f in band)
    ]
    sides = [Rule(False, side, ups[-1], ups[0]) for side in (left, right)]
    mesh = _mesh([*levels, *uprights, *sides], fragments) if strips else None
    return mesh if mesh and all(len(cell.fragments) < MOST_IN_CELL for cell in mesh.cells) else None


def _white_strips(fragments: Sequence[Fragment]) -> list[float]:
    """The middles of the upright strips, as wide as the text is high, that hardly a fragment touches."""
    if not fragments:
        return []
    left, right = min(f.left for f in fragments), max(f.right for f in fragments)
    cover = np.zeros(int(right - left) + 2, dtype=np.int64)
    for fragment in fragments:
        cover[int(fragment.left - left) : int(fragment.right - left) + 1] += 1
    open_places = np.flatnonzero(cover <= MOST_CROSSING * len(fragments))
    runs = np.split(open_places, np.flatnonzero(np.diff(open_places) > 1) + 1)
    size = float(np.median([fragment.size for fragment in fragments]))
    return [left + float(run.mean()) for run in runs if len(run) > 0.7 * size and run[0] > 0 and run[-1] < len(cover) - 2]


def _with_heads_above(mesh: Mesh, fragments: Sequence[Fragment]) -> Mesh:
    """The net with the lines right above its first rule as rows of their own, where they begin with a line of heads."""
    box = mesh.box
    over = [f for f in fragments if 0 <= f.bottom - box.top + 2 < HEAD_REACH and box.left - 2 <= f.left and f.right <= box.right + 2]
    lines = [line for line in lines_of(over) if len(line) >= 2][-MOST_LINES_ABOVE:]
    first = next((place for place, line in enumerate(lines) if is_head_row([fragment.text for fragment in line])), None)
    for line in reversed(lines[first:]) if first is not None else ():
        mesh = _with_row_above(mesh, line)
    return mesh


def _with_rows_below(mesh: Mesh, fragments: Sequence[Fragment]) -> Mesh:
    """The net with a last row that no rule closes: values right below it, in its columns."""
    box = mesh.box
    under = [f for f in fragments if -2 <= box.bottom - f.top < FOOT_REACH and box.left - 2 <= f.left and f.right <= box.right + 2]
    line = next(iter(lines_of(under)), ())
    columns = len(mesh.acrosses) - 1
    if len(line) < max(2, columns // 2) or sum(value_like(f.text) for f in line[1:]) < columns // 2 or value_like(line[0].text):
        return mesh
    last = len(mesh.ups) - 1
    held = _by_column(line, mesh)
    row = [Cell(last, last + 1, column, column + 1, tuple(held[column])) for column in sorted(held)]
    return Mesh((*mesh.ups, min(f.bottom for f in line) - 1), mesh.acrosses, (*mesh.cells, *row))


def _by_column(line: Line, mesh: Mesh) -> dict[int, list[Fragment]]:
    held: dict[int, list[Fragment]] = defaultdict(list)
    for fragment in line:
        held[_column(fragment, mesh.acrosses)].append(fragment)
    return held


def _column(fragment: Fragment, acrosses: Sequence[float]) -> int:
    """The column in which a fragment's middle stands, the last one for what stands beyond."""
    return next((column for column, right in enumerate(acrosses[1:]) if fragment.across <= right), len(acrosses) - 2)


def _with_row_above(mesh: Mesh, line: Line) -> Mesh:
    held = _by_column(line, mesh)
    heads = [Cell(0, 1, column, column + 1, tuple(held[column])) for column in sorted(held)]
    lower = [replace(cell, top=cell.top + 1, bottom=cell.bottom + 1) for cell in mesh.cells]
    return Mesh((max(f.top for f in line) + 1, *mesh.ups), mesh.acrosses, (*heads, *lower))


def _ends(levels: Sequence[Rule]) -> tuple[float, float]:
    """Where most level rules begin and end: a table may lack its outer upright rules."""
    starts, ends = sorted(r.start for r in levels), sorted(r.end for r in levels)
    return starts[len(starts) // 4], ends[-1 - len(ends) // 4]


def _places(values: Sequence[float]) -> list[float]:
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > NEAR:
            made.append(value)
    return made


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - 3 <= inner.left and inner.right <= outer.right + 3 and outer.bottom - 3 <= inner.bottom and inner.top <= outer.top + 3
    )


def _cells(
    ups: Sequence[float], acrosses: Sequence[float], levels: Sequence[Rule], uprights: Sequence[Rule], fragments: Sequence[Fragment]
) -> Iterator[Cell]:
    rows, columns = len(ups) - 1, len(acrosses) - 1
    owner = _merged_squares(ups, acrosses, levels, uprights)
    words: dict[int, list[Fragment]] = defaultdict(list)
    for fragment in fragments:
        row = next((r for r in range(rows) if fragment.middle >= ups[r + 1]), rows - 1)
        words[owner[row * columns + _column(fragment, acrosses)]].append(fragment)
    squares: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for square, cell in enumerate(owner):
        squares[cell].append(divmod(square, columns))
    for cell, places in squares.items():
        down, along = [row for row, _ in places], [column for _, column in places]
        yield Cell(min(down), max(down) + 1, min(along), max(along) + 1, tuple(words[cell]))


def _merged_squares(ups: Sequence[float], acrosses: Sequence[float], levels: Sequence[Rule], uprights: Sequence[Rule]) -> list[int]:
    """The first square of the cell to which each square of the net belongs: squares are one where no rule parts them."""
    rows, columns = len(ups) - 1, len(acrosses) - 1
    upright_at = [[r for r in uprights if abs(r.at - across) <= NEAR] for across in acrosses]
    level_at = [[r for r in levels if abs(r.at - up) <= NEAR] for up in ups]
    owner = [*range(rows * columns)]

    def root(square: int) -> int:
        while owner[square] != square:
            square = owner[square]
        return square

    for row, (top, bottom) in enumerate(pairwise(ups)):
        middle = (top + bottom) / 2
        for column in range(1, columns):
            if not any(r.start <= middle <= r.end for r in upright_at[column]):
                one, other = sorted((root(row * columns + column - 1), root(row * columns + column)))
                owner[other] = one
    for column, (left, right) in enumerate(pairwise(acrosses)):
        middle = (left + right) / 2
        for row in range(1, rows):
            if not any(r.start <= middle <= r.end for r in level_at[row]):
                one, other = sorted((root((row - 1) * columns + column), root(row * columns + column)))
                owner[other] = one
    return [root(square) for square in range(rows * columns)]
