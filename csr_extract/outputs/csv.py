"""CSV in UTF-8 with a byte order mark, so that spreadsheet programs show Chinese."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from csr_extract.errors import ResultError
from csr_extract.outputs.result import Result
from csr_extract.outputs.table import Table, tables_of
from csr_extract.outputs.write import write_bytes


def write_csv(result: Result, folder: Path) -> None:
    """Write decisions.csv, scores.csv and corrections.csv, and failures.csv (heads alone where nothing failed)."""
    for table in tables_of(result):
        write_bytes(folder / f"{table.name}.csv", as_csv(table))


def as_csv(table: Table) -> bytes:
    """A table as CSV bytes, lines ended by CR LF as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.heads)
    writer.writerows([["" if cell is None else cell for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def read_decisions(folder: Path) -> list[dict[str, str]]:
    """The rows of a run's decisions.csv; raises ResultError."""
    path = folder / "decisions.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return [*csv.DictReader(lines)]
    except FileNotFoundError:
        raise ResultError(f"{folder}: there is no decisions.csv here. Give the --output folder of a csr-extract rate run.") from None
