"""Training: text classifiers from the labelled corpus, the weights of evidence and decision from corpus and rated reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from csr_extract.detection.candidate import Candidate, net_of, read_segments
from csr_extract.detection.classifier import Classifier, EvidenceModel, ScoredReads, scored_evidence
from csr_extract.detection.decision import Decision, DecisionModel, Surroundings, Thresholds, decide, decision_features, rank
from csr_extract.detection.evidence import Evidence, RuleJudge
from csr_extract.detection.feature import features, logit
from csr_extract.detection.model import Model
from csr_extract.detection.textmodel import LEAST_WEIGHT, TextModel, vectors
from csr_extract.detection.words import words_of
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.language import LANGUAGES, Language
from csr_extract.rating import Findings, Reader, company_surroundings, findings_of, judged_by_rules, surroundings_of
from csr_extract.reading.document import Document
from csr_extract.research.gold import Rating
from csr_extract.research.labelled import KINDS_OF_MISS, Sentence

FOLDS = 5
SEED = 7
FEWEST_DOCUMENTS = 2
NEAR_MISS_WEIGHT = 4.0
MOST_FLAGGED = 0.13
OUT_OF_VIEW = 3.0
"""How much a report counts whose ratings nobody saw who wrote the lexicon: on the others the lexicon does better than on new ones."""

USUAL_WEIGHT = 3.0
"""Rated reports that the indicator's kind counts as, beside the reports themselves, in how usual a 1 is."""

Floats = NDArray[np.float64]


def corpus_of(sentences: Iterable[Sentence], system: IndicatorSystem) -> tuple[Sentence, ...]:
    """The labelled sentences, and the lexicon's own examples as further ones."""
    return (*sentences, *_examples(system))


def _examples(system: IndicatorSystem) -> Iterator[Sentence]:
    for indicator in system.items:
        for language in LANGUAGES:
            wording = indicator.wording[language]
            yield from (Sentence(indicator.id, language, 1, "words", (), "", text) for text in wording.must_hit)
            yield from (Sentence(indicator.id, language, 0, KINDS_OF_MISS[1], (), "", text) for text in wording.must_miss)


@dataclass(frozen=True, eq=False)
class TextTrainer:
    """Sentences of one language made ready for fitting text models to parts of them."""

    language: Language
    sentences: tuple[Sentence, ...]
    labels: tuple[str, ...]

    @cached_property
    def texts(self) -> list[list[str]]:
        """The words of each sentence."""
        reads = [sentence.read() for sentence in self.sentences]
        return [words_of(read.tokens, read.quantities) for read in reads]

    def fit(self, rows: Sequence[int]) -> TextModel:
        """A text model from some of the sentences: words that stand in two of them, one logistic regression a label."""
        frequency: dict[str, int] = defaultdict(int)
        for row in rows:
            for word in set(self.texts[row]):
                frequency[word] += 1
        words = tuple(sorted(word for word, number in frequency.items() if number > 1))
        idf = np.array([np.log((1 + len(rows)) / (1 + frequency[word])) + 1 for word in words], dtype=np.float32)
        matrix = vectors([self.texts[row] for row in rows], {word: column for column, word in enumerate(words)}, idf)
        fitted = [self._fit_label(label, rows, matrix) for label in self.labels]
        weights = np.array([weights for weights, _ in fitted], dtype=np.float32).T
        weights[np.abs(weights) < LEAST_WEIGHT] = 0
        return TextModel(self.labels, words, idf, sparse.csc_matrix(weights), np.array([bias for _, bias in fitted], dtype=np.float32))

    def _fit_label(self, label: str, rows: Sequence[int], matrix: sparse.csr_matrix) -> tuple[Floats, float]:
        chosen = [self.sentences[row] for row in rows]
        truth = np.array([label in sentence.proves for sentence in chosen], dtype=int)
        own = np.array([sentence.indicator == label for sentence in chosen])
        if not truth.any():
            return np.zeros(matrix.shape[1]), -6.0
        weight = np.where(truth == 1, len(chosen) / (8 * truth.sum()), np.where(own, NEAR_MISS_WEIGHT, 1.0))
        fitted = LogisticRegression(C=10, solver="liblinear", random_state=SEED).fit(matrix, truth, sample_weight=weight)
        return fitted.coef_[0], float(fitted.intercept_[0])

    def held_out(self) -> Iterator[tuple[TextModel, list[int]]]:
        """Models fitted to all folds but one, with the rows of that fold: to score sentences no model has seen."""
        groups = np.array([self.labels.index(sentence.indicator) for sentence in self.sentences])
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
        for known, left in folds.split(groups, groups):
            yield self.fit(known.tolist()), left.tolist()


def text_trainers(sentences: Sequence[Sentence], system: IndicatorSystem) -> dict[Language, TextTrainer]:
    """A trainer a language."""
    labels = tuple(item.id for item in system.items)
    return {
        language: TextTrainer(language, tuple(sentence for sentence in sentences if sentence.language == language), labels)
        for language in LANGUAGES
    }


@dataclass(frozen=True)
class Example:
    """A candidate as features, with what it was labelled and how much that counts."""

    values: Floats
    label: int
    weight: float = 1.0


def corpus_examples(trainers: Mapping[Language, TextTrainer], system: IndicatorSystem) -> list[Example]:
    """Each sentence of the corpus as a candidate for its own indicator, its words scored by a model that never saw it."""
    return [
        example
        for trainer in trainers.values()
        for model, rows in trainer.held_out()
        for example in _fold_examples(trainer, model, rows, system)
    ]


def _fold_examples(trainer: TextTrainer, model: TextModel, rows: Sequence[int], system: IndicatorSystem) -> Iterator[Example]:
    sentences = [trainer.sentences[row] for row in rows]
    reads = [sentence.read() for sentence in sentences]
    scored = ScoredReads.of(model, reads)
    net, judge = net_of(system, trainer.language), RuleJudge()
    for sentence, read in zip(sentences, reads, strict=True):
        own = [judge(candidate) for candidate in net.candidates(read) if candidate.indicator.id == sentence.indicator]
        proposed = judge(Candidate(system.by_id[sentence.indicator], read, None, False, 0, len(read.tokens.keys)))
        best = max(own, key=lambda evidence: evidence.rule, default=proposed)
        yield Example(features(best, scored.of_candidate(best.candidate)), sentence.label)


@dataclass(frozen=True, eq=False)
class RatedReport:
    """A rated report: what was found in it, the features of each piece by its identity, and the readers' ratings.

    `in_view` where the lexicon was widened with these ratings in view.
    """

    name: str
    findings: Findings
    values: Mapping[int, Floats]
    ratings: Mapping[str, Rating]
    in_view: bool = True

    def examples(self) -> Iterator[Example]:
        """Its candidates that the ratings settle: all of a 0 are none, those on a page the readers name are evidence."""
        for indicator, evidence in self.findings.evidence.items():
            rating = self.ratings.get(indicator)
            if rating is None:
                continue
            settled = [(found, label) for found in evidence if (label := self._label(found, rating)) is not None]
            for found, label in settled:
                yield Example(self.values[id(found)], label, 1 / len(settled))

    def _label(self, found: Evidence, rating: Rating) -> int | None:
        """Whether a piece is evidence, as far as the ratings tell.

        Readers name four pages at most, so a strong term off their pages may be evidence all the same.
        """
        if not rating.rating:
            return 0
        if not self.findings.paged:
            return 1 if found.candidate.strong else None
        if found.page in rating.pages:
            return 1
        return None if found.candidate.strong else 0

    def weighed(self, model: EvidenceModel) -> Findings:
        """The findings with the probabilities of an evidence model."""
        evidence = {
            indicator: rank(replace(found, probability=model.probability(self.values[id(found)])) for found in pieces)
            for indicator, pieces in self.findings.evidence.items()
        }
        return replace(self.findings, evidence=evidence)


def fit_evidence(examples: Sequence[Example]) -> EvidenceModel:
    """Pooled logistic regression over candidates."""
    values = np.array([example.values for example in examples])
    labels = np.array([example.label for example in examples])
    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(values, labels, sample_weight=[example.weight for example in examples])
    return EvidenceModel(tuple(round(float(weight), 5) for weight in fitted.coef_[0]), round(float(fitted.intercept_[0]), 5))


def usual_of(reports: Sequence[RatedReport], system: IndicatorSystem) -> dict[str, float]:
    """Log-odds of a 1 for each indicator in rated reports, drawn towards the mean of its kind where reports are few."""
    found: dict[str, float] = {}
    for kind in {item.kind for item in system.items}:
        items = [item for item in system.items if item.kind == kind]
        ones = {item.id: sum(report.ratings[item.id].rating for report in reports if item.id in report.ratings) for item in items}
        mean = (sum(ones.values()) + 1) / (len(items) * len(reports) + 2)
        found |= {name: round(logit((number + USUAL_WEIGHT * mean) / (len(reports) + USUAL_WEIGHT)), 4) for name, number in ones.items()}
    return {item.id: found[item.id] for item in system.items}


@dataclass(frozen=True, eq=False)
class Weighed:
    """A rated report under an evidence model: for each indicator the ranked evidence and what is known around it."""

    report: RatedReport
    pieces: Mapping[str, tuple[tuple[Evidence, ...], Surroundings]]

    @classmethod
    def of(cls, report: RatedReport, model: EvidenceModel, system: IndicatorSystem) -> Weighed:
        """Weigh a report's evidence anew."""
        findings = [report.weighed(model)]
        around = company_surroundings(findings, system)
        pieces = {
            item.id: (findings[0].evidence.get(item.id, ()), surroundings_of(around, findings, item))
            for item in system.items
            if item.id in report.ratings
        }
        return cls(report, pieces)


def fit_decision(weighed: Sequence[Weighed], system: IndicatorSystem) -> DecisionModel:
    """Pooled logistic regression over decisions; how usual an indicator is comes from the other reports than the one rated."""
    values, labels, counted = [], [], []
    for one in weighed:
        others = [other.report for other in weighed if other is not one]
        usual = usual_of(others, system)
        for name, (ranked, around) in one.pieces.items():
            values.append(decision_features(ranked, around, usual[name]))
            labels.append(one.report.ratings[name].rating)
            counted.append(1.0 if one.report.in_view else OUT_OF_VIEW)
    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(np.array(values), np.array(labels), sample_weight=counted)
    weights = tuple(round(float(weight), 5) for weight in fitted.coef_[0])
    return DecisionModel(weights, round(float(fitted.intercept_[0]), 5), usual_of([one.report for one in weighed], system))


@dataclass(frozen=True)
class HeldOut:
    """The decisions on a report by models that were fitted without it."""

    name: str
    decisions: Mapping[str, Decision]


def leave_one_out(reports: Sequence[RatedReport], corpus: Sequence[Example], system: IndicatorSystem) -> Iterator[HeldOut]:
    """Rate each report by evidence and decision models fitted to the corpus and to the other reports alone."""
    for left in reports:
        others = [report for report in reports if report is not left]
        evidence = fit_evidence([*corpus, *(example for report in others for example in report.examples())])
        decision = fit_decision([Weighed.of(report, evidence, system) for report in others], system)
        pieces = Weighed.of(left, evidence, system).pieces
        yield HeldOut(left.name, {name: decide(system.by_id[name], ranked, around, decision) for name, (ranked, around) in pieces.items()})


def thresholds_from(held_out: Iterable[HeldOut]) -> Thresholds:
    """The doubtful band round 0.5: as wide as leaves no more than `MOST_FLAGGED` of held-out decisions in it."""
    doubts = sorted(abs(decision.probability - 0.5) for one in held_out for decision in one.decisions.values())
    half = doubts[int(len(doubts) * MOST_FLAGGED)]
    return Thresholds(0.5, round(0.5 - half, 3), round(0.5 + half, 3))


@dataclass(frozen=True, eq=False)
class Trained:
    """A model fitted to everything; each rated report's decisions by models that never saw it, and by the lexicon's rules alone."""

    model: Model
    reports: tuple[RatedReport, ...]
    held_out: tuple[HeldOut, ...]
    by_rules: tuple[HeldOut, ...]


def train(
    name: str, texts: Mapping[Language, TextModel], corpus: Sequence[Example], reports: Sequence[RatedReport], system: IndicatorSystem
) -> Trained:
    """Fit the weights of evidence and decision, and measure them leaving each report out."""
    held_out = tuple(leave_one_out(reports, corpus, system))
    evidence = fit_evidence([*corpus, *(example for report in reports for example in report.examples())])
    decision = fit_decision([Weighed.of(report, evidence, system) for report in reports], system)
    limits = thresholds_from(held_out)
    judged = tuple(
        HeldOut(one.name, {name: _with_limits(decision, limits) for name, decision in one.decisions.items()}) for one in held_out
    )
    model = Model(name, Classifier(texts, evidence), replace(decision, thresholds=limits))
    return Trained(model, tuple(reports), judged, tuple(by_rules(report, system) for report in reports))


def _with_limits(decision: Decision, limits: Thresholds) -> Decision:
    """The decision with the doubtful band drawn anew."""
    others = tuple(flag for flag in decision.flags if flag != "doubtful")
    doubtful = limits.flag_from <= decision.probability <= limits.flag_to and decision.indicator.kind != "leading"
    return replace(decision, flags=("doubtful", *others) if doubtful else others)


def by_rules(report: RatedReport, system: IndicatorSystem) -> HeldOut:
    """The decisions that the lexicon's rules alone give."""
    pieces = {
        name: [replace(found, probability=found.rule) for found in evidence if found.candidate.term]
        for name, evidence in report.findings.evidence.items()
    }
    around = company_surroundings([report.findings], system)
    return HeldOut(report.name, {name: decide(system.by_id[name], pieces.get(name, ()), around) for name in report.ratings})


def rated_report(
    name: str,
    document: Document,
    ratings: Mapping[str, Rating],
    texts: Mapping[Language, TextModel],
    system: IndicatorSystem,
    *,
    in_view: bool = True,
) -> RatedReport:
    """Everything that lexicon and text models find in a rated report, with its features."""
    reads = [*read_segments(document)]
    values: dict[int, Floats] = {}
    kept: list[Evidence] = []
    for evidence, scores in scored_evidence(texts, judged_by_rules(reads, system), reads, system):
        values[id(evidence)] = features(evidence, scores)
        kept.append(evidence)
    findings = findings_of(document, kept, system, Reader(), kept=None)
    return RatedReport(name, findings, values, ratings, in_view)
