"""The tables that CSV and workbook share: heads and rows of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csr_extract.outputs.result import Result, document_of, page_of, quote_of

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Heads, and rows as wide as the heads."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def decisions(result: Result) -> Table:
    """One row per company and indicator, in codebook order, the correction items last."""
    heads = ("company", "document", "indicator", "rating", "probability", "flagged", "because", "page", "quote")
    rows = tuple(
        (
            company.company,
            document_of(decision, company.rating),
            decision.indicator.id,
            decision.rating,
            decision.probability,
            int(decision.flagged),
            decision.because,
            page_of(decision, company.rating),
            quote_of(decision, company.rating),
        )
        for company in sorted(result.companies, key=lambda c: c.company)
        for decision in company.rating.decisions
    )
    return Table("decisions", heads, rows)


def scores(result: Result) -> Table:
    """One row per company, best first: final, stage, initial, correction, elements and topics on 0-100."""
    elements = [element.id for element in result.system.elements]
    topics = [topic.id for topic in result.system.topics]
    heads = (
        "rank",
        "company",
        "final",
        "stage",
        "stage_zh",
        "initial",
        "correction",
        *elements,
        *topics,
        "industry",
        "industry_named",
        "year",
        "documents",
        "unreadable_pages",
    )
    rows = tuple(
        (
            result.ranks[company.company],
            company.company,
            shown(company.score.final),
            company.score.stage.name_en,
            company.score.stage.name_zh,
            shown(company.score.initial),
            shown(company.score.correction),
            *(shown(company.score.elements[name]) for name in elements),
            *(shown(company.score.topics[name]) for name in topics),
            ";".join(industry.id for industry in company.industries),
            int(company.industry_named),
            company.year,
            ";".join(found.document for found in company.rating.findings),
            sum(len(found.unreadable_pages) for found in company.rating.findings),
        )
        for company in result.companies
    )
    return Table("scores", heads, rows)


def failures(result: Result) -> Table:
    """One row per file that could not be rated."""
    return Table("failures", ("company", "document", "reason"), tuple((f.company, f.document, f.reason) for f in result.failures))


def shown(value: float | None) -> float | None:
    """A score as it is written: four decimals, no negative zero."""
    return None if value is None else round(value, 4) + 0.0


def tables_of(result: Result) -> Sequence[Table]:
    """All tables of a run."""
    return scores(result), decisions(result), failures(result)
