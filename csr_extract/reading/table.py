"""Table rows as text: the label, the unit, and each value with the head of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csr_extract.text import squeezed

_VALUE = re.compile(
    r"[(（\-–—~≈<>≤≥约]?\s?[$€£¥₹]?\s?\d[\d,.，\s]*(?:[%‰]|万|亿|[a-zA-Z/³²]{1,6}|人|吨|元|次)?[)）]?|[-–—/]|N/?A|n/?a|nil|Nil|—+|不适用|无"
)
_ANSWER = re.compile(r"yes|no|true|false|y|n|√|✓|✔|是|否|有|无", re.IGNORECASE)
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d|FY\s?\d\d")


def row_text(cells: Sequence[str], heads: Sequence[str] = ()) -> str:
    """One row as `label | unit | head: value | ...`; heads that are missing or too long are left out.

    >>> row_text(["SO2 emissions", "t", "1,234", "1,100"], ["Indicator", "Unit", "2008", "2009"])
    'SO2 emissions | t | 2008: 1,234 | 2009: 1,100'
    """
    heads = _aligned(cells, heads)
    parts = [squeezed(cells[0])]
    for value, head in zip(map(squeezed, cells[1:]), map(squeezed, heads[1:]), strict=True):
        if not value:
            continue
        parts.append(f"{head}: {value}" if head and len(head) <= 30 and head != value and value_like(value) else value)
    return " | ".join(part for part in parts if part)


def _aligned(cells: Sequence[str], heads: Sequence[str]) -> list[str]:
    """As many heads as cells: heads are matched from the right, where the years stand."""
    if len(heads) == len(cells):
        return list(heads)
    if 0 < len(cells) - len(heads) <= 2 and heads:
        return [""] * (len(cells) - len(heads)) + list(heads)
    return [""] * len(cells)


def value_like(cell: str) -> bool:
    """Whether a cell holds a figure, or the sign for none.

    >>> [value_like(cell) for cell in ("1,234.5", "12%", "-", "N/A", "Total waste", "2 km east of")]
    [True, True, True, True, False, False]
    """
    return bool(_VALUE.fullmatch(cell.strip()))


def years_in(heads: Sequence[str]) -> int:
    """How many different years stand in the heads of the columns."""
    return len({year for head in heads for year in _YEAR.findall(head)})


def is_head_row(cells: Sequence[str]) -> bool:
    """Whether a row names its columns: years, or words with no figure among them."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2:
        return False
    years = [cell for cell in filled if _YEAR.search(cell) and len(cell) < 24]
    others = [cell for cell in filled[1:] if cell not in years]
    return not any(map(_has_figure, others if years else filled)) and not any(_ANSWER.fullmatch(cell.strip()) for cell in filled[1:])


def _has_figure(cell: str) -> bool:
    return value_like(cell) or bool(re.search(r"\d", cell))
