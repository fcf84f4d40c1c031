"""The tables that CSV and workbook share: heads and rows of plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csr_extract.detection.decision import Decision, because
from csr_extract.detection.event import event_of
from csr_extract.outputs.result import LONGEST_QUOTE, CompanyResult, Result, document_of, page_of, quote_of
from csr_extract.text import squeezed

LEAST_TOLD = 0.3
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
            because(decision, result.language),
            page_of(decision, company.rating),
            quote_of(decision, company.rating),
        )
        for company in sorted(result.companies, key=lambda c: c.company)
        for decision in company.rating.decisions
    )
    return Table("decisions", heads, rows)


def corrections(result: Result) -> Table:
    """One row per event or award that speaks for a correction item: what, when, who gave it, where it stands, and whether it counts."""
    heads = ("company", "item", "name_en", "name_zh", "counts", "probability", "what", "date", "body", "document", "kind", "page", "quote")
    rows = tuple(
        row
        for company in sorted(result.companies, key=lambda c: c.company)
        for decision in company.rating.decisions
        for row in _events(decision, company)
    )
    return Table("corrections", heads, rows)


def _events(decision: Decision, company: CompanyResult) -> Iterator[tuple[Cell, ...]]:
    item = decision.indicator
    kinds = {found.document: found.kind for found in company.rating.findings}
    told = [found for found in decision.evidence if found.probability >= LEAST_TOLD] if item.is_correction else ()
    for found in told:
        event = event_of(found)
        counts = int(bool(decision.rating) and found.probability >= 0.5)
        source = found.candidate.read.document
        told_by = (source, kinds[source], found.page, squeezed(found.quote)[:LONGEST_QUOTE])
        yield (
            company.company,
            item.id,
            item.name_en,
            item.name_zh,
            counts,
            found.probability,
            event.what,
            event.date,
            event.body,
            *told_by,
        )


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
    return scores(result), decisions(result), corrections(result), failures(result)
