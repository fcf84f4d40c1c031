"""The whole path for one company: documents -> candidates -> evidence -> decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csr_extract.detection.candidate import net_of, read_segments
from csr_extract.detection.decision import Decision, decide, rank
from csr_extract.detection.evidence import Evidence, Judge, RuleJudge
from csr_extract.detection.structure import structural_candidates
from csr_extract.indicators.system import IndicatorSystem, load_system
from csr_extract.language import LANGUAGES
from csr_extract.reading.document import Document

KEPT = 12


@dataclass(frozen=True)
class Findings:
    """What one document says: the best evidence per indicator (at most `KEPT` pieces each), what was not read, and what by OCR."""

    document: str
    digest: str
    pages: int
    paged: bool
    unreadable_pages: tuple[int, ...]
    ocr_pages: tuple[int, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]


@dataclass(frozen=True)
class CompanyRating:
    """All decisions on a company, in codebook order, the correction items last."""

    company: str
    findings: tuple[Findings, ...]
    decisions: tuple[Decision, ...]

    @property
    def ratings(self) -> dict[str, int]:
        """0 or 1 by indicator."""
        return {decision.indicator.id: decision.rating for decision in self.decisions}


def prepare(system: str) -> None:
    """Load an indicator system and make its nets, so that the first document does not wait for them."""
    for language in LANGUAGES:
        net_of(load_system(system), language)


def examine(document: Document, system: IndicatorSystem, judge: Judge | None = None) -> Findings:
    """Find and judge all evidence of one document."""
    judge = judge or RuleJudge()
    reads = [*read_segments(document)]
    candidates = [candidate for read in reads for candidate in net_of(system, read.segment.language).candidates(read)]
    candidates += [candidate for indicator in system.items for candidate in structural_candidates(indicator, reads)]
    judged: dict[str, list[Evidence]] = defaultdict(list)
    for candidate in candidates:
        judged[candidate.indicator.id].append(judge(candidate))
    return Findings(
        document=document.name,
        digest=document.digest,
        pages=len(document.pages),
        paged=document.paged,
        unreadable_pages=document.unreadable_pages,
        ocr_pages=document.ocr_pages,
        evidence={indicator: rank(evidence)[:KEPT] for indicator, evidence in judged.items()},
    )


def rate_company(company: str, findings: Sequence[Findings], system: IndicatorSystem) -> CompanyRating:
    """Decide all indicators and correction items from what a company's documents say."""
    unreadable, pages = sum(len(found.unreadable_pages) for found in findings), sum(found.pages for found in findings)
    decisions = tuple(
        decide(indicator, _evidence(findings, indicator.id), unreadable_pages=unreadable, pages=pages) for indicator in system.items
    )
    return CompanyRating(company, tuple(findings), decisions)


def rate_documents(company: str, documents: Iterable[Document], system: IndicatorSystem, judge: Judge | None = None) -> CompanyRating:
    """Rate a company from its documents."""
    return rate_company(company, [examine(document, system, judge) for document in documents], system)


def _evidence(findings: Sequence[Findings], indicator: str) -> list[Evidence]:
    return [evidence for found in findings for evidence in found.evidence.get(indicator, ())]
