"""results.json: everything of a run in one file, versioned, with the digests of what went in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csr_extract import __version__
from csr_extract.detection.decision import Decision, because
from csr_extract.detection.evidence import Evidence
from csr_extract.errors import ResultError
from csr_extract.language import Language
from csr_extract.outputs.result import FORMAT_VERSION, CompanyResult, Result, document_of, page_of
from csr_extract.outputs.table import shown
from csr_extract.outputs.write import write_bytes
from csr_extract.scoring.ahp import RANDOM_INDEX_TABLE
from csr_extract.scoring.score import IndustryScore
from csr_extract.text import squeezed

NAME = "results.json"


def write_json(result: Result, folder: Path) -> None:
    """Write results.json."""
    text = json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n"
    write_bytes(folder / NAME, text.encode("utf-8"))


def read_json(folder: Path) -> dict[str, Any]:
    """The content of a run's results.json; raises ResultError."""
    path = folder / NAME
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ResultError(f"{folder}: there is no {NAME} here. Give the --output folder of a csr-extract rate run.") from None
    except json.JSONDecodeError as error:
        raise ResultError(f"{path}: not valid JSON ({error}). Rate the reports again.") from error
    if content.get("format") != FORMAT_VERSION:
        raise ResultError(
            f"{path}: written in format {content.get('format')!r}, this version reads {FORMAT_VERSION!r}. Rate the reports again."
        )
    return content


def as_json(result: Result) -> dict[str, Any]:
    """A run as plain values."""
    return {
        "format": FORMAT_VERSION,
        "csr_extract": __version__,
        "system": {"name": result.system.name, "version": result.system.version, "lexicon_sha256": result.system.digest},
        "model": result.model,
        "random_index": RANDOM_INDEX_TABLE,
        "companies": [_company(company, result) for company in result.companies],
        "failures": [vars(failure) for failure in result.failures],
    }


def _company(company: CompanyResult, result: Result) -> dict[str, Any]:
    score = company.score
    return {
        "company": company.company,
        "rank": result.ranks[company.company],
        "year": company.year,
        "industry_named": company.industry_named,
        "documents": [
            {
                "document": f.document,
                "sha256": f.digest,
                "pages": f.pages if f.paged else None,
                "unreadable_pages": list(f.unreadable_pages),
                "ocr_pages": list(f.ocr_pages),
            }
            for f in company.rating.findings
        ],
        "score": {
            "final": shown(score.final),
            "initial": shown(score.initial),
            "correction": shown(score.correction),
            "stage": {"id": score.stage.id, "name_en": score.stage.name_en, "name_zh": score.stage.name_zh},
            "elements": {name: shown(value) for name, value in score.elements.items()},
            "topics": {name: shown(value) for name, value in score.topics.items()},
            "industries": [_industry(part) for part in score.parts],
        },
        "decisions": [_decision(decision, company, result.language) for decision in company.rating.decisions],
    }


def _industry(part: IndustryScore) -> dict[str, Any]:
    return {
        "industry": part.industry.id,
        "share": part.share,
        "initial": shown(part.initial),
        "element_weights": {name: round(weight, 6) for name, weight in part.weights.elements.items()},
        "topic_weights": {e: {t: round(w, 6) for t, w in topics.items()} for e, topics in part.weights.topics.items()},
        "consistency_ratios": {name: round(ratio, 6) for name, ratio in part.weights.consistency.items()},
        "not_applicable": dict(part.industry.not_applicable),
    }


def _decision(decision: Decision, company: CompanyResult, language: Language) -> dict[str, Any]:
    return {
        "indicator": decision.indicator.id,
        "rating": decision.rating,
        "probability": decision.probability,
        "flagged": decision.flagged,
        "flags": list(decision.flags),
        "because": because(decision, language),
        "document": document_of(decision, company.rating),
        "page": page_of(decision, company.rating),
        "evidence": [_evidence(found) for found in decision.evidence],
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    candidate = found.candidate
    return {
        "document": candidate.read.document,
        "page": found.page,
        "quote": squeezed(found.quote),
        "words": found.quote[candidate.span.start : candidate.span.end],
        "term": candidate.fired,
        "rule_probability": found.rule,
        "words_score": found.words,
        "figure": found.figure,
        "probability": found.probability,
        "objections": [objection.reason for objection in found.objections],
        "heading": candidate.segment.heading,
        "boxes": [[box.left, box.bottom, box.right, box.top] for box in candidate.segment.boxes],
    }
