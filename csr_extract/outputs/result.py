"""One value that every format renders, so that no format computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from csr_extract.batch.job import Job
from csr_extract.batch.local import Outcome
from csr_extract.detection.decision import Decision
from csr_extract.detection.evidence import Evidence
from csr_extract.detection.model import Model
from csr_extract.errors import InputError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.language import Language
from csr_extract.rating import CompanyRating, Findings, rate_company
from csr_extract.scoring.industry import Industry, find_industries
from csr_extract.scoring.score import Score, score
from csr_extract.text import printable, squeezed

FORMAT_VERSION = "1"
LONGEST_QUOTE = 1000
RULES_ALONE = "rules"


@dataclass(frozen=True)
class Failure:
    """A file that could not be rated, and why, in a sentence that says what to do."""

    company: str
    document: str
    reason: str


@dataclass(frozen=True)
class CompanyResult:
    """A rated and scored company."""

    rating: CompanyRating
    score: Score
    industry_named: bool
    year: str = ""

    @property
    def company(self) -> str:
        """The company's name."""
        return self.rating.company

    @property
    def industries(self) -> tuple[Industry, ...]:
        """The industries it was scored under, most sensitive first."""
        return tuple(part.industry for part in self.score.parts)


@dataclass(frozen=True)
class Result:
    """A whole run: companies in the order of their rank, then what failed. Reasons are told in `language`."""

    system: IndicatorSystem
    model: str
    companies: tuple[CompanyResult, ...]
    failures: tuple[Failure, ...]
    language: Language = "en"

    @property
    def ranks(self) -> Mapping[str, int]:
        """Rank by company; equal final scores share a rank."""
        finals = [round(company.score.final, 6) for company in self.companies]
        return {company.company: finals.index(final) + 1 for company, final in zip(self.companies, finals, strict=True)}


def result_of(
    jobs: Sequence[Job],
    outcomes: Mapping[Path, Outcome],
    system: IndicatorSystem,
    *,
    model: Model | None = None,
    count_awards: bool = False,
    shares: Sequence[float] | None = None,
    language: Language = "en",
) -> Result:
    """Rate and score the companies whose documents could be read; a company none of whose documents could is a failure only."""
    companies, failures = [], []
    for job in jobs:
        failures += [_failure(job, path, error) for path in job.documents if (error := outcomes[path].error)]
        findings = [found for path in job.documents if (found := outcomes[path].findings)]
        if findings:
            companies.append(_company(job, findings, system, model, count_awards, shares))
    companies.sort(key=lambda company: (-round(company.score.final, 6), company.company))
    failures.sort(key=lambda failure: (failure.company, failure.document))
    return Result(system, model.name if model else RULES_ALONE, tuple(companies), tuple(failures), language)


def _failure(job: Job, path: Path, error: InputError) -> Failure:
    return Failure(job.company, printable(path.name), printable(str(error)))


def _company(
    job: Job, findings: Sequence[Findings], system: IndicatorSystem, model: Model | None, count_awards: bool, shares: Sequence[float] | None
) -> CompanyResult:
    rating = rate_company(job.company, findings, system, model)
    industries = find_industries(job.industry)
    counts = awards(rating) if count_awards else None
    return CompanyResult(
        rating,
        score(rating.ratings, industries, system, counts=counts, shares=shares if len(industries) > 1 else None),
        not industries[0].is_general,
        job.year,
    )


def awards(rating: CompanyRating) -> dict[str, int]:
    """Number of accepted pieces of evidence per positive correction item: the per-award reading of the correction."""
    return {
        decision.indicator.id: sum(found.probability >= 0.5 for found in decision.evidence)
        for decision in rating.decisions
        if decision.indicator.kind == "positive"
    }


def document_of(decision: Decision, rating: CompanyRating) -> str:
    """The file with the best evidence; for a 0 the company's first file."""
    if decision.rating and decision.best:
        return decision.best.candidate.read.document
    return rating.findings[0].document


def shown_evidence(decision: Decision, rating: CompanyRating) -> Evidence | None:
    """The best evidence, or nearest miss, in the file that `document_of` names."""
    document = document_of(decision, rating)
    return next((found for found in decision.evidence if found.candidate.read.document == document), None)


def quote_of(decision: Decision, rating: CompanyRating) -> str:
    """The words of the shown evidence on one line; empty where there is none."""
    found = shown_evidence(decision, rating)
    return squeezed(found.quote)[:LONGEST_QUOTE] if found else ""


def page_of(decision: Decision, rating: CompanyRating) -> int:
    """The page of the shown evidence; 1 where there is none."""
    found = shown_evidence(decision, rating)
    return found.page if found else 1
