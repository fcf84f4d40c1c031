"""The figures of an evaluation as tables: for files, the model card and the README."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from csr_extract.outputs.csv import as_csv
from csr_extract.outputs.table import Cell, Table
from csr_extract.outputs.write import write_bytes
from csr_extract.research.evaluate import GROUPINGS, Agreement, Evaluation

HEADS = (
    "group",
    "name",
    "decisions",
    "agreement",
    "kappa",
    "precision",
    "recall",
    "f1",
    "page_hits",
    "flagged",
    "agreement_unflagged",
    "brier",
)


def evaluation_table(evaluation: Evaluation) -> Table:
    """One row per group: over all, by language, element, topic, kind, document, indicator, and the correction items by kind."""
    return Table("evaluation", HEADS, tuple(_rows(evaluation)))


def _rows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    yield _row("all", "all", evaluation.over_all)
    for grouping in GROUPINGS:
        for name, agreement in sorted(evaluation.by(grouping).items()):
            yield _row(grouping, name, agreement)
    for name, agreement in sorted(evaluation.of_corrections().items()):
        yield _row("corrections", name, agreement)


def _row(group: str, name: str, of: Agreement) -> tuple[Cell, ...]:
    values = (of.share, of.kappa, of.precision, of.recall, of.f1, of.page_hits, of.flagged, of.calm, of.brier)
    return (group, name, len(of.decisions), *(None if value is None else round(value, 4) for value in values))


def disagreement_table(evaluation: Evaluation) -> Table:
    """One row per decision on which run and readers differ, the surest of the run first, with both quotes."""
    heads = (
        "document",
        "indicator",
        "readers",
        "confidence",
        "run",
        "probability",
        "flagged",
        "page",
        "pages_of_readers",
        "because",
        "quote",
        "quote_of_readers",
    )
    rows = tuple(
        (
            *(one.document, one.indicator, one.rated, one.confidence, one.said, one.probability, int(one.flagged), one.page),
            *(";".join(map(str, sorted(one.pages))), one.because, one.quote, one.readers),
        )
        for one in evaluation.disagreements()
    )
    return Table("disagreements", heads, rows)


def write_evaluation(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write evaluation.csv and disagreements.csv; the paths written."""
    written = []
    for table in (evaluation_table(evaluation), disagreement_table(evaluation)):
        path = folder / f"{table.name}.csv"
        write_bytes(path, as_csv(table))
        written.append(path)
    return written
