"""From ratings to a score: topics, elements, initial score, correction, final score and stage.

Ratings are a mapping from indicator to 0, 1 or a probability; where they come from is not known here.
Source: section 4 and 6 of the index's introduction; see docs/methodology.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csr_extract.errors import IndustryError
from csr_extract.indicators.system import IndicatorSystem, Stage
from csr_extract.scoring.industry import Industry
from csr_extract.scoring.weights import Weights, weights_of

SHARES: Mapping[int, tuple[float, ...]] = {1: (1.0,), 2: (0.6, 0.4), 3: (0.5, 0.3, 0.2)}


@dataclass(frozen=True)
class IndustryScore:
    """The score under one industry's system. Topic and element scores are 0-100; None where no indicator applies."""

    industry: Industry
    share: float
    weights: Weights
    topics: Mapping[str, float | None]
    elements: Mapping[str, float | None]
    initial: float


@dataclass(frozen=True)
class Score:
    """The score of a company; topics, elements and initial are means over its industries by their shares."""

    parts: tuple[IndustryScore, ...]
    topics: Mapping[str, float | None]
    elements: Mapping[str, float | None]
    initial: float
    correction: float
    final: float
    stage: Stage


def score(
    ratings: Mapping[str, float],
    industries: Sequence[Industry],
    system: IndicatorSystem,
    *,
    shares: Sequence[float] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Score:
    """Score a company's ratings under one to three industries (more with `shares` given).

    `counts` are numbers of awards per positive correction item, for the per-award reading of the correction.
    Raises IndustryError for too many industries or shares that do not fit them.
    """
    ordered = by_sensitivity(industries)
    portions = shares_of(ordered, shares)
    parts = tuple(_score_industry(ratings, industry, share, system) for industry, share in zip(ordered, portions, strict=True))
    initial = sum(part.initial * part.share for part in parts)
    points = correction(ratings, system, counts)
    return Score(
        parts=parts,
        topics=_mean_over(parts, [topic.id for topic in system.topics], "topics"),
        elements=_mean_over(parts, [element.id for element in system.elements], "elements"),
        initial=initial,
        correction=points,
        final=initial + points,
        stage=stage_of(initial + points, system.stages),
    )


def by_sensitivity(industries: Sequence[Industry]) -> list[Industry]:
    """Most sensitive first; the order given decides between equals."""
    return sorted(industries, key=lambda industry: (-industry.sensitivity, -industry.environmental_sensitivity))


def correction(ratings: Mapping[str, float], system: IndicatorSystem, counts: Mapping[str, int] | None = None) -> float:
    """Correction points: each item once, or positive items once per award where `counts` are given."""
    counts = counts or {}
    return sum(
        ratings.get(item.id, 0) * item.points * (max(1, counts.get(item.id, 1)) if item.kind == "positive" else 1)
        for item in system.corrections
    )


def stage_of(final: float, stages: Sequence[Stage]) -> Stage:
    """The development stage of a final score; `stages` from the highest down, the last without a least score."""
    shown = round(final, 9)  # 0.1 + 0.2 must not decide a stage
    for stage in stages:
        if stage.least is None or shown > stage.least or (stage.least_is_inside and shown == stage.least):
            return stage
    return stages[-1]


def shares_of(industries: Sequence[Industry], shares: Sequence[float] | None) -> Sequence[float]:
    """The weights of several industries: those given, or 6:4 and 5:3:2; raises IndustryError where they do not fit."""
    names = ", ".join(industry.id for industry in industries)
    if shares is not None:
        if len(shares) != len(industries) or abs(sum(shares) - 1) > 1e-6 or min(shares) < 0:
            raise IndustryError(
                f"{names}: give one weight for each of the {len(industries)} industries, summing to 1 (given: {list(shares)})."
            )
        return shares
    if len(industries) not in SHARES:
        raise IndustryError(
            f"{names}: the index weighs one to three industries, these are {len(industries)}. Name fewer, or give their weights."
        )
    return SHARES[len(industries)]


def _score_industry(ratings: Mapping[str, float], industry: Industry, share: float, system: IndicatorSystem) -> IndustryScore:
    weights = weights_of(industry, system)
    topics = {topic.id: _topic(ratings, [i.id for i in system.indicators_of(topic.id)], industry) for topic in system.topics}
    elements = {e.id: weighted_mean(topics, weights.topics[e.id]) for e in system.elements}
    return IndustryScore(industry, share, weights, topics, elements, weighted_mean(elements, weights.elements) or 0.0)


def _topic(ratings: Mapping[str, float], indicators: Sequence[str], industry: Industry) -> float | None:
    """100 x the share of the applicable indicators rated 1; None where none applies."""
    applicable = [indicator for indicator in indicators if indicator not in industry.not_applicable]
    return 100 * sum(ratings[indicator] for indicator in applicable) / len(applicable) if applicable else None


def weighted_mean(values: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The mean of the values that are there; their weights are scaled to sum to 1.

    >>> weighted_mean({"a": 50.0, "b": 100.0, "c": None}, {"a": 0.4, "b": 0.4, "c": 0.2})
    75.0
    """
    there = {name: value for name, value in values.items() if value is not None and name in weights}
    total = sum(weights[name] for name in there)
    return sum(weights[name] * value for name, value in there.items()) / total if total else None


def _mean_over(parts: Sequence[IndustryScore], names: Sequence[str], what: str) -> dict[str, float | None]:
    shares = {str(place): part.share for place, part in enumerate(parts)}
    return {name: weighted_mean({str(place): getattr(part, what)[name] for place, part in enumerate(parts)}, shares) for name in names}
