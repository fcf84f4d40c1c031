"""results.xlsx: ranking, scores, decisions and failures; no cell can become a formula or a link by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from csr_extract.outputs.result import Result
from csr_extract.outputs.table import Cell, Table, corrections, decisions, failures, scores
from csr_extract.outputs.write import write_bytes

LONGEST_CELL = 32_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_WIDTHS: Mapping[str, float] = {
    "company": 26,
    "document": 26,
    "because": 46,
    "quote": 80,
    "reason": 90,
    "stage": 14,
    "industry": 20,
    "documents": 40,
    "name_en": 40,
    "name_zh": 30,
    "what": 40,
    "date": 16,
    "body": 30,
}
_WRAPPED = frozenset({"because", "quote", "reason"})
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_xlsx(result: Result, folder: Path) -> None:
    """Write results.xlsx; the same result gives the same bytes."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"title": "csr-extract", "created": _EPOCH})
    formats = _formats(workbook)
    for table in (_ranking(result), scores(result), _named(decisions(result), result), corrections(result), failures(result)):
        _sheet(workbook, table, formats)
    workbook.close()
    write_bytes(folder / "results.xlsx", buffer.getvalue())


def _ranking(result: Result) -> Table:
    """What a reader wants first: rank, company, final score, stage and elements."""
    table = scores(result)
    wanted = ["rank", "company", "final", "stage", "stage_zh", "initial", "correction", *(e.id for e in result.system.elements), "industry"]
    places = [table.heads.index(head) for head in wanted]
    names = {element.id: f"{element.name_en} {element.name_zh}" for element in result.system.elements}
    heads = tuple(names.get(head, head) for head in wanted)
    return Table("ranking", heads, tuple(tuple(row[place] for place in places) for row in table.rows))


def _named(table: Table, result: Result) -> Table:
    """The decisions with the names of the indicators beside their ids."""
    place = table.heads.index("indicator") + 1
    heads = (*table.heads[:place], "name_zh", "name_en", *table.heads[place:])
    rows = []
    for row in table.rows:
        indicator = result.system.by_id[str(row[place - 1])]
        rows.append((*row[:place], indicator.name_zh, indicator.name_en, *row[place:]))
    return Table(table.name, heads, tuple(rows))


def _formats(workbook: Workbook) -> dict[str, Format]:
    return {
        "head": workbook.add_format({"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}),
        "text": workbook.add_format({"valign": "top"}),
        "wrapped": workbook.add_format({"valign": "top", "text_wrap": True}),
        "score": workbook.add_format({"valign": "top", "num_format": "0.0"}),
        "probability": workbook.add_format({"valign": "top", "num_format": "0.00"}),
        "one": workbook.add_format({"bg_color": "#D5EFDF"}),
        "flag": workbook.add_format({"bg_color": "#FFE9B8"}),
    }


def _sheet(workbook: Workbook, table: Table, formats: Mapping[str, Format]) -> None:
    sheet = workbook.add_worksheet(table.name)
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, formats["head"])
        sheet.set_column(column, column, _WIDTHS.get(head, 13 if len(head) > 8 else 10))
    for number, row in enumerate(table.rows, 1):
        for column, (head, cell) in enumerate(zip(table.heads, row, strict=True)):
            _write(sheet, number, column, cell, _format(head, cell, formats))
    sheet.freeze_panes(1, 2)
    last = max(len(table.rows), 1)
    sheet.autofilter(0, 0, last, len(table.heads) - 1)
    _colour(sheet, table.heads, last, formats)


def _format(head: str, cell: Cell, formats: Mapping[str, Format]) -> Format:
    if isinstance(cell, float):
        return formats["probability" if head == "probability" else "score"]
    return formats["wrapped" if head in _WRAPPED else "text"]


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, how: Format) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, how)
    elif isinstance(cell, str):
        sheet.write_string(row, column, _CONTROL.sub("", cell)[:LONGEST_CELL], how)
    else:
        sheet.write_number(row, column, cell, how)


def _colour(sheet: xlsxwriter.worksheet.Worksheet, heads: Sequence[str], last: int, formats: Mapping[str, Format]) -> None:
    for head, how in (("rating", "one"), ("flagged", "flag")):
        if head in heads:
            column = heads.index(head)
            sheet.conditional_format(1, column, last, column, {"type": "cell", "criteria": "==", "value": 1, "format": formats[how]})
    if "final" in heads:
        column = heads.index("final")
        sheet.conditional_format(
            1,
            column,
            last,
            column,
            {"type": "data_bar", "bar_color": "#7FB8A4", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100},
        )
