"""The whole path for one company: documents -> candidates -> evidence -> decisions."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from csr_extract.detection.candidate import ReadSegment, net_of, read_segments
from csr_extract.detection.decision import Decision, Surroundings, combined, decide, rank
from csr_extract.detection.evidence import Evidence, Objection, RuleJudge
from csr_extract.detection.model import Model, load_model
from csr_extract.detection.structure import structural_candidates
from csr_extract.detection.window import Window
from csr_extract.indicators.indicator import Indicator
from csr_extract.indicators.standards import load_standards
from csr_extract.indicators.system import IndicatorSystem, load_system
from csr_extract.reading.document import Document, DocumentKind, IndexRow, Page, Segment

KEPT = 12
NEAR = 1
"""Pages beside the one an index names on which evidence is still taken for what it points to."""


@dataclass(frozen=True)
class Pointer:
    """A row of a content index that answers for an indicator, and the page of the file it points to."""

    indicator: str
    row: IndexRow
    page: int


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
    kind: DocumentKind = "csr"
    pointers: tuple[Pointer, ...] = ()


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


@dataclass(frozen=True)
class Reader:
    """How documents are examined: the kind and year of each, the rating window, and whether the classifier weighs."""

    kind: DocumentKind = "csr"
    year: int | None = None
    window: Window | None = None


def prepare(system: str, *, classifier: bool = True) -> None:
    """Load an indicator system, its nets, dictionaries and model, so that the first document does not wait for them.

    What was loaded stays to the end of the process; the collector of garbage need not look through its millions of values again and again.
    """
    gc.disable()
    words = Page(1, (Segment("2019年安全培训12场。", 1, "zh"), Segment("12 safety courses in 2019.", 1, "en")))
    examine(Document("", "", (words,)), load_system(system), load_model(system) if classifier else None)
    gc.freeze()
    gc.enable()


def examine(document: Document, system: IndicatorSystem, model: Model | None = None, reader: Reader = Reader()) -> Findings:
    """Find and judge all evidence of one document."""
    reads = [*read_segments(document)]
    found = judged_by_rules(reads, system, reader.kind)
    if model:
        found = [*model.classifier.weigh(found, reads, system)]
    return findings_of(document, found, system, reader, kept=KEPT)


def judged_by_rules(reads: Sequence[ReadSegment], system: IndicatorSystem, kind: DocumentKind = "csr") -> list[Evidence]:
    """All that the lexicon finds in a document's segments, judged by its rules."""
    judge = RuleJudge()
    found = [judge(candidate) for read in reads for candidate in net_of(system, read.segment.language).candidates(read)]
    return found + [judge(candidate) for indicator in system.items for candidate in structural_candidates(indicator, reads, kind)]


def findings_of(
    document: Document,
    found: Iterable[Evidence],
    system: IndicatorSystem,
    reader: Reader,
    *,
    kept: int | None,
) -> Findings:
    """The findings of a document; of each indicator the best `kept` pieces (None: all)."""
    judged: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in found:
        judged[evidence.candidate.indicator.id].append(_admitted(evidence, system, reader))
    return Findings(
        document=document.name,
        digest=document.digest,
        pages=len(document.pages),
        paged=document.paged,
        unreadable_pages=document.unreadable_pages,
        ocr_pages=document.ocr_pages,
        evidence={indicator: rank(evidence)[:kept] for indicator, evidence in judged.items()},
        kind=reader.kind,
        pointers=tuple(_pointers(document, system)),
    )


def _admitted(evidence: Evidence, system: IndicatorSystem, reader: Reader) -> Evidence:
    """The evidence, or nothing left of it where its document's kind or its years do not count."""
    if not system.counts(reader.kind, evidence.candidate.indicator):
        return _refused(evidence, Objection("source", 0.0))
    if reader.window and not reader.window.admits(evidence.candidate.read, reader.year):
        return _refused(evidence, Objection("window", 0.0))
    return evidence


def _refused(evidence: Evidence, objection: Objection) -> Evidence:
    return replace(evidence, probability=0.0, rule=0.0, words=None, objections=(objection, *evidence.objections))


def _pointers(document: Document, system: IndicatorSystem) -> Iterator[Pointer]:
    codes = load_standards(system.name) if document.index else {}
    for row in document.index:
        for indicator in codes.get((row.standard, row.code), ()):
            for label in row.pages:
                if page := document.labelled(str(label)):
                    yield Pointer(indicator, row, page.number)


def rate_company(company: str, findings: Sequence[Findings], system: IndicatorSystem, model: Model | None = None) -> CompanyRating:
    """Decide all indicators and correction items from what a company's documents say."""
    around = company_surroundings(findings, system)
    decisions = tuple(
        decide(
            indicator, _evidence(findings, indicator.id), surroundings_of(around, findings, indicator), model.decision if model else None
        )
        for indicator in system.items
    )
    return CompanyRating(company, tuple(findings), decisions)


def company_surroundings(findings: Sequence[Findings], system: IndicatorSystem) -> Surroundings:
    """What is known of a company for all its indicators."""
    return Surroundings(
        unreadable=tuple(page for found in findings for page in found.unreadable_pages),
        pages=sum(found.pages for found in findings),
        rich=_richness(findings, system),
    )


def _richness(findings: Sequence[Findings], system: IndicatorSystem) -> float:
    """The share of indicators for which something was found."""
    best = [combined([found.probability for found in _evidence(findings, indicator.id)][:3]) for indicator in system.indicators]
    return sum(probability >= 0.5 for probability in best) / len(best)


def surroundings_of(around: Surroundings, findings: Sequence[Findings], indicator: Indicator) -> Surroundings:
    """The surroundings with the index rows that point where nothing was found for the indicator."""
    pointers = [(found, pointer) for found in findings for pointer in found.pointers if pointer.indicator == indicator.id]
    if not pointers:
        return around
    in_vain = tuple((pointer.row, pointer.page) for found, pointer in pointers if not _stands_near(found, pointer))
    return replace(around, pointed=in_vain, is_indexed=True)


def _stands_near(found: Findings, pointer: Pointer) -> bool:
    return any(
        evidence.probability >= 0.5 and abs(evidence.page - pointer.page) <= NEAR for evidence in found.evidence.get(pointer.indicator, ())
    )


def rate_documents(company: str, documents: Iterable[Document], system: IndicatorSystem, model: Model | None = None) -> CompanyRating:
    """Rate a company from its documents."""
    return rate_company(company, [examine(document, system, model) for document in documents], system, model)


def _evidence(findings: Sequence[Findings], indicator: str) -> list[Evidence]:
    return [evidence for found in findings for evidence in found.evidence.get(indicator, ())]
