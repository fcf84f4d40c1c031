"""Tables drawn with rules, as pdfplumber finds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from csr_extract.reading.document import Box
from csr_extract.reading.table import is_head_row, row_text, value_like
from csr_extract.text import joined, squeezed

THICKEST_RULE = 3.0
SHORTEST_RULE = 60.0
LONGEST_LABEL = 150
Region = tuple[float, float, float, float]
Rule = tuple[float, float, float]


@dataclass(frozen=True)
class RuledRow:
    """One row as text with its place on the page as shown."""

    text: str
    box: Box
    columns: int


@dataclass(frozen=True)
class RuledTable:
    """A table's rows from top to bottom, and the place of the whole."""

    box: Box
    rows: tuple[RuledRow, ...]


def tables_on(page: PlumberPage) -> tuple[RuledTable, ...]:
    """The ruled tables of a page that hold at least two rows with figures. Upright rules at the sides may be missing."""
    height = float(page.height)
    made: list[RuledTable] = []
    try:
        ruled = page.filter(_is_text_or_rule)
        for region in _regions(ruled):
            made += _tables_in(ruled, region, height)
    except (ValueError, TypeError, ZeroDivisionError, IndexError, KeyError, PdfminerException, PSException):
        # pdfminer stumbles over damaged drawing operators; the geometry of the text still gives the rows.
        return tuple(made)
    return tuple(made)


def _tables_in(page: PlumberPage, region: Region, height: float) -> list[RuledTable]:
    left, top, right, bottom = region
    area = page.crop((max(left - 2, 0), max(top - 2, 0), min(right + 2, page.width), min(bottom + 2, page.height)), strict=False)
    found = [_rows(table, height) for table in area.find_tables({"explicit_vertical_lines": [left, right]})]
    return [RuledTable(_around(rows), rows) for rows in found if sum("|" in row.text for row in rows) >= 2]


def _regions(page: PlumberPage) -> list[Region]:
    """Where three level rules or more begin and end alike, largest first, none inside another."""
    groups: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for left, right, level in _level_rules(page):
        near = ((round(left / 5) + dx, round(right / 5) + dy) for dx in (0, -1, 1) for dy in (0, -1, 1))
        key = next((place for place in near if place in groups), (round(left / 5), round(right / 5)))
        groups[key].append((left, right, level))
    regions = [
        (min(r[0] for r in rules), min(r[2] for r in rules), max(r[1] for r in rules), max(r[2] for r in rules))
        for rules in groups.values()
        if len({round(rule[2]) for rule in rules}) >= 3
    ]
    kept: list[Region] = []
    for region in sorted(regions, key=lambda r: (r[2] - r[0]) * (r[3] - r[1]), reverse=True):
        if not any(_holds(other, region) for other in kept):
            kept.append(region)
    return kept


def _holds(outer: Region, inner: Region) -> bool:
    return outer[0] - 3 <= inner[0] and inner[2] <= outer[2] + 3 and outer[1] - 3 <= inner[1] and inner[3] <= outer[3] + 3


def _level_rules(page: PlumberPage) -> list[Rule]:
    """Level rules as (left, right, distance from the top); pieces that touch are one rule."""
    pieces = sorted((round(float(e["top"]), 1), float(e["x0"]), float(e["x1"])) for e in page.edges if e["orientation"] == "h")
    rules: list[Rule] = []
    for level, left, right in pieces:
        if rules and abs(rules[-1][2] - level) < 1.0 and left <= rules[-1][1] + 3:
            rules[-1] = (min(rules[-1][0], left), max(rules[-1][1], right), rules[-1][2])
        else:
            rules.append((left, right, level))
    return [rule for rule in rules if rule[1] - rule[0] > SHORTEST_RULE]


def _around(rows: tuple[RuledRow, ...]) -> Box:
    boxes = [row.box for row in rows]
    return Box(min(b.left for b in boxes), min(b.bottom for b in boxes), max(b.right for b in boxes), max(b.top for b in boxes))


def _is_text_or_rule(drawn: dict[str, Any]) -> bool:
    """Leaves out filled areas: the shading behind text has edges that are no rules."""
    if drawn["object_type"] != "rect":
        return drawn["object_type"] in ("char", "line", "curve")
    return bool(drawn.get("stroke")) or min(drawn["width"], drawn["height"]) <= THICKEST_RULE


def _rows(table: object, height: float) -> tuple[RuledRow, ...]:
    rows: list[RuledRow] = []
    heads: list[str] = []
    for cells, row in zip(table.extract(), table.rows, strict=True):  # type: ignore[attr-defined]
        words = [joined((cell or "").split("\n")) for cell in cells]
        if is_head_row(words):
            heads = words
        text = row_text(*_without_empty(words, heads if words is not heads else []))
        if text and not _is_prose(words):
            rows.append(RuledRow(text, _box(row.bbox, height), sum(map(value_like, words))))
    return tuple(rows)


def _is_prose(cells: list[str]) -> bool:
    """Text that merely stands between rules: long, and no figure beside it."""
    return max(map(len, cells), default=0) > LONGEST_LABEL and not any(map(value_like, cells))


def _without_empty(cells: list[str], heads: list[str]) -> tuple[list[str], list[str]]:
    """Cells and heads without the columns that are empty in both, the label first."""
    heads = heads if len(heads) == len(cells) else [""] * len(cells)
    kept = [(squeezed(cell), head) for cell, head in zip(cells, heads, strict=True) if squeezed(cell)]
    if not kept:
        return [""], [""]
    return [cell for cell, _ in kept], [head for _, head in kept]


def _box(bbox: tuple[float, float, float, float], height: float) -> Box:
    left, top, right, bottom = map(float, bbox)
    return Box(round(left, 1), round(height - bottom, 1), round(right, 1), round(height - top, 1))
