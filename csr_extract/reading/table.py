"""Table rows as text: the label, the unit, and each value with the head of its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from csr_extract.text import squeezed

_VALUE = re.compile(
    r"[(（\-–—~≈<>≤≥约+]{0,2}\s?[$€£¥₹]?\s?\d[\d,.，\s]*(?:[(（]-?\d[\d,.]*[)）])?(?:[%‰]|万|亿|[a-zA-Z/³²]{1,6}|人|吨|元|次|个百分点|個百分點|倍|个|個|家|名|件|户)?[)）]?\*{0,2}|[-–—/－]+|N/?A|n/?a|n\.a\.|nil|Nil|不适用|不適用|无|無"
)
_ANSWER = re.compile(r"yes|no|true|false|y|n|√|✓|✔|是|否|有|无", re.IGNORECASE)
LONGEST_HEAD = 60
LONGEST_ANSWER = 30
MOST_LEVELS = 3
_NO_HEAD = re.compile(r"[:：]$|(?:单位|單位|币种|幣別)\s?[:：]")
_UNIT_HEAD = re.compile(r"单位|單位|\bunits?\b|\bUoM\b|计量|計量", re.IGNORECASE)
_NO_FIGURE = re.compile(
    r"\d{2,4}\s?年度?|\d{1,2}\s?[月日]|[(（]?[註注]\s?\d*[)）]?|[(（]\d{1,2}[)）]|(?:scope|note|phase|stage|tier|level|group|type|class|Q|H)\s?\d|(?<=[A-Z])[A-Z]?\d|[m²³]\d|[A-Z]{2,}\s?\d(?:\.\d)?|[(（][^()（）\d]{2,}\d[^()（）]*[)）]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d|FY\s?\d\d")


def row_text(cells: Sequence[str], heads: Sequence[str] = ()) -> str:
    """One row as `label | unit | head: value | ...`; heads that are missing or too long are left out.

    >>> row_text(["SO2 emissions", "t", "1,234", "1,100"], ["Indicator", "Unit", "2008", "2009"])
    'SO2 emissions | t | 2008: 1,234 | 2009: 1,100'
    """
    heads = _aligned(cells, heads)
    parts = [squeezed(cells[0])]
    label = True
    for value, head in zip(map(squeezed, cells[1:]), map(squeezed, heads[1:]), strict=True):
        label = label and not value_like(value)
        if value:
            parts.append(f"{head}: {value}" if _is_told(head, value, label) else value)
    return " | ".join(part for part in parts if part)


def _is_told(head: str, value: str, label: bool) -> bool:
    """Whether a cell is shown with its head: a figure always, a short word right of the first figure unless it is a unit."""
    if not head or len(head) > LONGEST_HEAD or head == value:
        return False
    return value_like(value) or (not label and len(value) <= LONGEST_ANSWER and not _UNIT_HEAD.search(head))


def _aligned(cells: Sequence[str], heads: Sequence[str]) -> list[str]:
    """As many heads as cells: heads are matched from the right, where the years stand."""
    if len(heads) == len(cells):
        return list(heads)
    if 0 < len(cells) - len(heads) <= 2 and heads:
        return [""] * (len(cells) - len(heads)) + list(heads)
    return [""] * len(cells)


@lru_cache(maxsize=16384)
def value_like(cell: str) -> bool:
    """Whether a cell holds a figure, or the sign for none.

    >>> [value_like(cell) for cell in ("1,234.5", "12%", "-", "N/A", "Total waste", "2 km east of")]
    [True, True, True, True, False, False]
    """
    return bool(_VALUE.fullmatch(cell.strip()))


def years_in(heads: Iterable[str]) -> tuple[int, ...]:
    """The different years named in the heads of columns, earliest first.

    >>> years_in(["2009 (t)", "2008", "FY10", "share"])
    (2008, 2009, 2010)
    """
    found = {year for head in heads for year in _YEAR.findall(head)}
    return tuple(sorted(int(year[-4:]) if year[-4:].isdigit() else 2000 + int(year[-2:]) for year in found))


class Heads:
    """The heads that stand above the columns of a table, in one line or several; a row of heads after rows of values begins anew."""

    def __init__(self) -> None:
        self._levels: list[Sequence[str]] = []
        self._used = False

    def add(self, cells: Sequence[str]) -> None:
        """Take a row of heads, a head that spans columns given for each of them."""
        if self._used:
            self._levels, self._used = [], False
        self._levels = [*self._levels[1 - MOST_LEVELS :], cells]

    def of(self, column: int) -> str:
        """The head of a column, upper levels first."""
        self._used = True
        names = [squeezed(level[column]) for level in self._levels if column < len(level)]
        return squeezed(" ".join(name for place, name in enumerate(names) if name and name not in names[:place]))

    def _common(self, first: int, end: int) -> str:
        heads = {self.of(column) for column in range(first, end)}
        return heads.pop() if len(heads) == 1 else ""

    def row(self, cells: Sequence[str], merged: Mapping[int, int] = MappingProxyType({})) -> tuple[str, tuple[int, ...]]:
        """A row as text, and the years for which it gives values; empty cells are left out, and so
        are the heads of a cell that spans columns of different ones (`merged`: its first column and the one after its last)."""
        kept = [column for column, cell in enumerate(cells) if cell.strip()]
        heads = [self._common(column, merged.get(column, column + 1)) for column in kept]
        years = years_in(head for column, head in zip(kept, heads, strict=True) if value_like(cells[column]))
        return row_text([cells[column] for column in kept], heads), years


def is_head_row(cells: Sequence[str]) -> bool:
    """Whether a row names its columns: years and other periods, or words with no figure among them.

    >>> [is_head_row(cells) for cells in (["項目", "103 年度", "截至 4月"], ["t CO2", "Scope 1", "Scope 2"], ["Mills", "9 of 14"])]
    [True, True, False]
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2:
        return False
    if any(_NO_HEAD.search(cell) for cell in filled[1:]):
        return False
    periods = [cell for cell in filled if _YEAR.search(cell) and len(cell) < 24]
    others = [cell for cell in filled[1:] if cell not in periods]
    return not any(map(_has_figure, others if periods else filled)) and not any(map(_ANSWER.fullmatch, filled[1:]))


def _has_figure(cell: str) -> bool:
    return value_like(cell) or bool(re.search(r"\d", _NO_FIGURE.sub("", cell)))
