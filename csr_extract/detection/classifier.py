"""The trained classifier: weighs what the lexicon found, and proposes segments the lexicon has no term for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from csr_extract.detection.candidate import Candidate, ReadSegment
from csr_extract.detection.evidence import Evidence, RuleJudge
from csr_extract.detection.feature import FEATURES, LOWEST, WordScores, features, sigmoid
from csr_extract.detection.textmodel import Floats, TextModel
from csr_extract.detection.token import Tokens
from csr_extract.detection.words import words_of
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.language import Language
from csr_extract.reading.document import Segment

PROPOSED = 3
PROPOSED_FROM = -1.0
_SHORTEST: Mapping[Language, int] = {"zh": 8, "en": 20}


@dataclass(frozen=True)
class EvidenceModel:
    """Pooled logistic regression: one weight for each of `feature.FEATURES`, and a bias; calibrated by sigmoid."""

    weights: tuple[float, ...]
    bias: float

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(f"the model has {len(self.weights)} weights, the features are {len(FEATURES)}")

    def probability(self, values: NDArray[np.float64]) -> float:
        """The probability that a candidate with these features is evidence."""
        return round(sigmoid(float(values @ np.array(self.weights)) + self.bias), 4)


@dataclass(frozen=True, eq=False)
class Classifier:
    """Text models by language, and the model that weighs their scores with what the rules saw."""

    texts: Mapping[Language, TextModel]
    evidence: EvidenceModel

    def weigh(self, judged: Iterable[Evidence], reads: Sequence[ReadSegment], system: IndicatorSystem) -> Iterator[Evidence]:
        """The evidence with the classifier's probability, and the segments it proposes itself."""
        for evidence, scores in scored_evidence(self.texts, judged, reads, system):
            yield replace(evidence, probability=self.evidence.probability(features(evidence, scores)))


def scored_evidence(
    texts: Mapping[Language, TextModel], judged: Iterable[Evidence], reads: Sequence[ReadSegment], system: IndicatorSystem
) -> Iterator[tuple[Evidence, WordScores]]:
    """The evidence, and the segments the text models propose, with the scores of their words."""
    found = [*judged]
    for language, model in texts.items():
        scored = ScoredReads.of(model, [read for read in reads if read.segment.language == language])
        own = [evidence for evidence in found if evidence.candidate.segment.language == language]
        for evidence in [*own, *proposals(scored, own, system)]:
            scores = scored.of_candidate(evidence.candidate)
            yield replace(evidence, words=round(scores.segment, 3)), scores


@dataclass(frozen=True, eq=False)
class ScoredReads:
    """Segments of one language with the text model's log-odds: `scores` is segments x labels, `headings` by the heading's text."""

    reads: Sequence[ReadSegment]
    labels: Mapping[str, int]
    scores: Floats
    headings: Mapping[str, Floats]
    rows: Mapping[int, int]

    @classmethod
    def of(cls, model: TextModel, reads: Sequence[ReadSegment]) -> ScoredReads:
        """Score segments and their headings."""
        scores = model.scores([words_of(read.tokens, read.quantities) for read in reads])
        heads: dict[str, Tokens] = {read.segment.heading: read.heading for read in reads if read.heading is not None}
        above = model.scores([words_of(tokens) for tokens in heads.values()])
        return cls(
            reads,
            {label: column for column, label in enumerate(model.labels)},
            scores,
            dict(zip(heads, above, strict=True)),
            {id(read): row for row, read in enumerate(reads)},
        )

    def of_candidate(self, candidate: Candidate) -> WordScores:
        """The scores for the candidate's indicator."""
        row, column = self.rows.get(id(candidate.read)), self.labels.get(candidate.indicator.id)
        if row is None or column is None:
            return WordScores(LOWEST)
        scores = self.scores[row]
        first, second = np.partition(scores, -2)[-2:][::-1] if len(scores) > 1 else (scores[0], np.float32(LOWEST))
        lead = scores[column] - (second if scores[column] >= first else first)
        above = self.headings.get(candidate.segment.heading)
        return WordScores(float(scores[column]), float(lead), float(above[column]) if above is not None else LOWEST)


def proposals(scored: ScoredReads, found: Iterable[Evidence], system: IndicatorSystem) -> Iterator[Evidence]:
    """For each indicator the few segments without a term that read most like evidence."""
    held = {(id(evidence.candidate.read), evidence.candidate.indicator.id) for evidence in found}
    judge = RuleJudge()
    usable = np.array([_may_be_proposed(read.segment) for read in scored.reads], dtype=bool)
    if not usable.any():
        return
    for label, column in scored.labels.items():
        indicator = system.by_id.get(label)
        if indicator is None or indicator.rule.structure:
            continue
        scores = np.where(usable, scored.scores[:, column], LOWEST)
        for row in np.argsort(-scores, kind="stable")[: PROPOSED * 3]:
            if scores[row] < PROPOSED_FROM:
                break
            read = scored.reads[row]
            if (id(read), label) not in held:
                yield judge(Candidate(indicator, read, None, False, 0, len(read.tokens.keys)))


def _may_be_proposed(segment: Segment) -> bool:
    return segment.place in ("body", "assurance") and segment.shape != "heading" and len(segment.text) >= _SHORTEST[segment.language]
