"""Tables of real reports, read by hand from their pictures: each cell must hang on its row's label and its column's head."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from csr_extract.reading.document import Document
from csr_extract.reading.reader import read_document

TRUTH = Path(__file__).parent / "table_truth"
LEAST = 0.95


class Cell(NamedTuple):
    """A cell of a table as a person reads it."""

    document: str
    page: int
    label: str
    head: str
    value: str


def cells(name: str) -> list[Cell]:
    """The cells read by hand in one language."""
    with (TRUTH / f"{name}.tsv").open(encoding="utf-8") as lines:
        return [
            Cell(row["document"], int(row["page"]), row["label"], row["head"], row["value"])
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def tight(text: str) -> str:
    """Text without spaces, dashes and widths alike, hyphens left out: the print breaks lines where the reader does not."""
    closed = re.sub(r"[\s\u2010-\u2015-]", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"註\d+", "", closed) or "-"


def is_attached(cell: Cell, row: str) -> bool:
    """Whether a row of the reader gives the cell under its label and head."""
    parts = row.split(" | ")
    wanted = {tight(cell.value), tight(f"{cell.head}: {cell.value}")}
    for place, part in enumerate(parts):
        head, colon, value = part.rpartition(": ")
        here = tight(part) in wanted and not cell.head
        value = re.sub(r"(?<=\d)\s[a-f]$", "", value)  # the mark of a footnote
        under = bool(colon) and tight(value) == tight(cell.value) and tight(cell.head) in tight(head)
        if (here or under) and not cell.label:
            return True
        if (here or under) and place and tight(cell.label) in labels(parts[:place]):
            return True
    return False


def labels(parts: list[str]) -> Iterator[str]:
    """The cells before a value, alone and joined with the one before."""
    yield from map(tight, parts)
    yield from (tight(one + other) for one, other in pairwise(parts))


@cache
def read(path: Path) -> Document:
    """A report, read once."""
    return read_document(path)


def missed(name: str, shared: Path) -> tuple[dict[tuple[str, int], list[Cell]], int]:
    """The cells that are not attached, by page, and how many there are in all."""
    wrong: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    wanted = cells(name)
    for cell in wanted:
        path = next((shared / "reports").glob(f"*/{cell.document}"))
        rows = [segment.text for segment in read(path).pages[cell.page - 1].segments if segment.shape == "row"]
        if not any(is_attached(cell, row) for row in rows):
            wrong[cell.document, cell.page].append(cell)
    return wrong, len(wanted)


@pytest.mark.parametrize("name", ["en", "zh"])
def test_cells_hang_on_their_label_and_head(name: str, shared: Path) -> None:
    wrong, total = missed(name, shared)
    lost = sum(map(len, wrong.values()))
    assert lost <= (1 - LEAST) * total, f"{lost} of {total} cells lost: { {key: len(found) for key, found in wrong.items()} }"
