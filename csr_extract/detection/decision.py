"""The decision on one indicator: 0 or 1, how probable a 1 is, why, and whether a person should look."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from csr_extract.detection.evidence import Evidence
from csr_extract.detection.feature import LOWEST, bounded, logit, sigmoid
from csr_extract.detection.reason import FLAGS, OBJECTIONS, FlagKind, phrase
from csr_extract.indicators.indicator import Indicator
from csr_extract.language import Language
from csr_extract.reading.document import IndexRow
from csr_extract.text import shortened, squeezed

COUNTED = 3
BESIDE = 0.05
READING = 0.1
LISTED_PAGES = 8
DECISION_FEATURES = (
    *("rules_say_one", "rules", "together", "count", "words_of_terms", "words_of_proposals", "no_term"),
    *("rich", "usual", "indexed"),
)


@dataclass(frozen=True)
class Thresholds:
    """Where a probability becomes a 1, and between which probabilities a person should look.

    `unreadable` is the share of pages that could not be read from which a 0 is flagged.
    """

    one: float = 0.5
    flag_from: float = 0.3
    flag_to: float = 0.75
    unreadable: float = 0.1


@dataclass(frozen=True)
class Surroundings:
    """What is known of the company beside the evidence for one indicator.

    `unreadable` are pages that could not be read, of `pages` in all. `rich` is the share of all indicators with evidence. `pointed` are
    rows of its content indices that answer for this indicator, with the number of the page in the file, where nothing was found.
    """

    unreadable: tuple[int, ...] = ()
    pages: int = 0
    rich: float = 0.5
    pointed: tuple[tuple[IndexRow, int], ...] = ()
    is_indexed: bool = False


@dataclass(frozen=True)
class DecisionModel:
    """Logistic regression on `DECISION_FEATURES`, pooled over indicators. `usual` is the log-odds of a 1 by indicator in rated reports."""

    weights: tuple[float, ...]
    bias: float
    usual: Mapping[str, float]
    thresholds: Thresholds = Thresholds()

    def probability(self, indicator: Indicator, ranked: Sequence[Evidence], around: Surroundings) -> float:
        """The calibrated probability that a careful reader would rate 1."""
        values = decision_features(ranked, around, self.usual.get(indicator.id, 0.0))
        return round(sigmoid(sum(w * v for w, v in zip(self.weights, values, strict=True)) + self.bias), 4)


def decision_features(ranked: Sequence[Evidence], around: Surroundings, usual: float) -> tuple[float, ...]:
    """One value for each of `DECISION_FEATURES`; what the classifier proposed without a term is told apart from what the lexicon found."""
    with_term = [found for found in ranked if found.candidate.term is not None]
    proposed = [found for found in ranked if found.candidate.term is None]
    probabilities = sorted((found.probability for found in with_term), reverse=True)
    by_rules = rule_probability(ranked)
    return (
        float(by_rules >= 0.5),
        logit(by_rules),
        logit(combined(probabilities[:COUNTED])),
        min(sum(probability >= 0.5 for probability in probabilities), 6) / 3,
        _best_words(with_term),
        _best_words(proposed),
        float(not with_term),
        logit(around.rich),
        usual,
        float(around.is_indexed),
    )


def _best_words(pieces: Sequence[Evidence]) -> float:
    return bounded(max((found.words for found in pieces if found.words is not None), default=LOWEST))


@dataclass(frozen=True)
class Decision:
    """The rating of one indicator for one company. `evidence` is ranked, best first; for a 0 it holds the near misses.

    `unreadable` are the pages that could not be read, where the rating is 0.
    """

    indicator: Indicator
    rating: int
    probability: float
    flags: tuple[FlagKind, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unreadable: tuple[int, ...] = ()
    pointed: tuple[tuple[IndexRow, int], ...] = ()

    @property
    def flagged(self) -> bool:
        """Whether a person should look."""
        return bool(self.flags)

    @property
    def best(self) -> Evidence | None:
        """The best evidence, or nearest miss."""
        return self.evidence[0] if self.evidence else None

    @property
    def because(self) -> str:
        """The reason in English."""
        return because(self, "en")


def decide(
    indicator: Indicator,
    evidence: Iterable[Evidence],
    around: Surroundings = Surroundings(),
    model: DecisionModel | None = None,
    thresholds: Thresholds | None = None,
) -> Decision:
    """Weigh the evidence for one indicator; each sentence counts once.

    Without a model independent sentences add up (noisy or). A 1 needs evidence, however usual it is. A leading practice is only proposed.
    A 0 on a company with more unreadable pages than a few is flagged (a photograph on the cover is no reason to look).
    """
    limits = thresholds or (model.thresholds if model else Thresholds())
    ranked = rank(evidence)
    shown = best_page_first(ranked)
    probability = model.probability(indicator, ranked, around) if model else rule_probability(ranked)
    rating = int(probability >= limits.one and bool(ranked))
    if indicator.kind == "leading":
        return Decision(indicator, 0, probability, ("proposed",) if rating else (), shown)
    flags = tuple(_flags(indicator, rating, probability, ranked, around, model, limits))
    return Decision(indicator, rating, probability, flags, shown, () if rating else around.unreadable, () if rating else around.pointed)


def _flags(
    indicator: Indicator,
    rating: int,
    probability: float,
    ranked: Sequence[Evidence],
    around: Surroundings,
    model: DecisionModel | None,
    limits: Thresholds,
) -> Iterator[FlagKind]:
    if limits.flag_from <= probability <= limits.flag_to:
        yield "doubtful"
    if model and int(rule_probability(ranked) >= 0.5) != rating:
        yield "disagree"
    if not rating and around.pointed and not indicator.is_correction:
        yield "index"
    if not rating and len(around.unreadable) > limits.unreadable * around.pages:
        yield "unreadable"


def rank(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Best first, one per sentence: the same words on two pages are one piece of evidence."""
    ordered = sorted(evidence, key=_by_probability)
    seen: set[str] = set()
    kept = []
    for found in ordered:
        words = squeezed(found.quote)
        if words not in seen:
            seen.add(words)
            kept.append(found)
    return tuple(kept)


def best_page_first(ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The pieces in the order in which they are shown: the one to read first is the best of the page that deals with the matter most.

    Readers name the page where a matter is treated, not the one where it is said most clearly in passing: the page's other evidence,
    and how the words read, break what are nearly ties (page hits 0.86 instead of 0.81 on rated reports).
    """
    together: dict[tuple[str, int], float] = {}
    for found in ranked:
        place = (found.candidate.read.document, found.page)
        together[place] = together.get(place, 0.0) - math.log(1 - min(found.probability, 0.98))
    return tuple(
        sorted(
            ranked,
            key=lambda found: (
                -found.probability - BESIDE * together[found.candidate.read.document, found.page] - READING * (found.words or 0.0),
                *_by_probability(found),
            ),
        )
    )


def _by_probability(found: Evidence) -> tuple[float, bool, int, str, int, str]:
    segment = found.candidate.segment
    return -found.probability, segment.shape == "heading", segment.page, found.candidate.read.document, found.candidate.start, segment.text


def rule_probability(ranked: Sequence[Evidence]) -> float:
    """What the lexicon alone gives: the best few sentences by noisy or."""
    return combined(sorted((found.rule for found in ranked), reverse=True)[:COUNTED])


def combined(probabilities: Sequence[float]) -> float:
    """The probability that at least one of several independent pieces holds (noisy or)."""
    against = 1.0
    for probability in probabilities:
        against *= 1 - probability
    return round(1 - against, 4)


def because(decision: Decision, language: Language) -> str:
    """Why the indicator was rated so, in one line of words."""
    is_one = decision.rating or "proposed" in decision.flags
    text = _why_one(decision.evidence, language) if is_one else _why_zero(decision, language)
    if told := [flag for flag in decision.flags if flag != "doubtful"]:
        text += phrase("flag", language, flags=phrase("and", language).join(FLAGS[flag][language] for flag in told))
    return text


def _why_one(ranked: Sequence[Evidence], language: Language) -> str:
    best = ranked[0]
    fired = best.candidate.fired
    text = phrase("fires", language, term=shortened(fired, 60)) if fired else phrase("reads", language)
    if best.figure:
        text += phrase("figure", language, figure=best.figure)
    if best.objection:
        text += phrase("doubt", language, reason=OBJECTIONS[best.objection.kind][language])
    return text + (phrase("more", language, number=len(ranked) - 1) if len(ranked) > 1 else "")


def _why_zero(decision: Decision, language: Language) -> str:
    parts = [_near_misses(decision.evidence, language)]
    if decision.pointed:
        row, page = decision.pointed[0]
        parts.append(phrase("pointed", language, standard=row.standard, code=row.code, page=page))
    if decision.unreadable:
        parts.append(_unread(decision.unreadable, language))
    return phrase("then", language).join(parts)


def _near_misses(ranked: Sequence[Evidence], language: Language) -> str:
    if not ranked:
        return phrase("none", language)
    reasons = Counter(_reason(found, language) for found in ranked)
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    told = phrase("and", language).join(phrase("counted", language, reason=reason, number=number) for reason, number in ordered)
    return phrase("near_one" if len(ranked) == 1 else "near", language, number=len(ranked), reasons=told)


def _reason(found: Evidence, language: Language) -> str:
    if found.objection:
        return OBJECTIONS[found.objection.kind][language]
    return phrase("hint" if found.rule < 0.5 else "unlikely", language)


def _unread(pages: Sequence[int], language: Language) -> str:
    listed = phrase("and", language).join(map(str, pages[:LISTED_PAGES]))
    name = "unread_one" if len(pages) == 1 else "unread" if len(pages) <= LISTED_PAGES else "unread_many"
    return phrase(name, language, pages=listed, number=len(pages))
