"""A candidate as numbers for the classifier, pooled over indicators: what the rules saw, how its words read, where it stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from csr_extract.detection.evidence import Evidence
from csr_extract.detection.reason import ObjectionKind
from csr_extract.reading.document import Place

_OBJECTIONS: tuple[ObjectionKind, ...] = tuple(kind for kind in get_args(ObjectionKind) if kind not in ("window", "source"))
_PLACES: tuple[Place, ...] = ("cover", "index", "contents", "glossary", "assurance", "feedback")
SHORT = {"zh": 12, "en": 40}
LOWEST, HIGHEST = -6.0, 4.0

FEATURES: tuple[str, ...] = (
    *("strong", "hint", "words", "words_if_strong", "words_if_hint", "lead", "heading"),
    *("figure", "figure_if_needed", "row", "short", "chinese", "correction"),
    *(f"but_{kind}" for kind in _OBJECTIONS),
    *(f"in_{place}" for place in _PLACES),
)


@dataclass(frozen=True)
class WordScores:
    """Log-odds from the text classifier: of the candidate's segment, by how much it leads the next indicator's, and of its heading."""

    segment: float
    lead: float = 0.0
    heading: float = LOWEST


def features(evidence: Evidence, scores: WordScores) -> NDArray[np.float64]:
    """One value for each of `FEATURES`."""
    candidate, segment = evidence.candidate, evidence.candidate.segment
    strong, hint = float(candidate.strong), float(candidate.term is not None and not candidate.strong)
    words = bounded(scores.segment)
    needed = candidate.indicator.rule.needs == "figure"
    against = {objection.kind for objection in evidence.objections}
    values: Sequence[float] = (
        *(strong, hint, words, words * strong, words * hint, max(-4.0, min(scores.lead, 4.0)), bounded(scores.heading)),
        *(float(bool(evidence.figure)), float(needed and bool(evidence.figure)), float(segment.shape == "row")),
        *(float(len(segment.text) < SHORT[segment.language]), float(segment.language == "zh"), float(candidate.indicator.is_correction)),
        *(float(kind in against) for kind in _OBJECTIONS),
        *(float(segment.place == place) for place in _PLACES),
    )
    return np.array(values)


def bounded(score: float) -> float:
    """A score of the text model without its extremes, which training saw too seldom."""
    return max(LOWEST, min(score, HIGHEST))


def logit(probability: float) -> float:
    """Log-odds, kept finite.

    >>> logit(0.5), round(logit(1.0), 3), round(logit(0.0), 3)
    (0.0, 6.907, -6.907)
    """
    inside = min(max(probability, 0.001), 0.999)
    return math.log(inside / (1 - inside))


def sigmoid(score: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(score, 30.0))))
