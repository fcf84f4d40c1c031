"""The decision on one indicator: 0 or 1, with the reason in words and the evidence ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csr_extract.detection.evidence import Evidence
from csr_extract.indicators.indicator import Indicator
from csr_extract.text import shortened, squeezed


@dataclass(frozen=True)
class Thresholds:
    """Where a probability becomes a 1, and between which probabilities a person should look."""

    one: float = 0.5
    flag_from: float = 0.3
    flag_to: float = 0.75
    counted: int = 3
    unreadable: float = 0.1


@dataclass(frozen=True)
class Decision:
    """The rating of one indicator for one company. `evidence` is ranked, best first; for a 0 it holds the near misses."""

    indicator: Indicator
    rating: int
    probability: float
    flagged: bool
    because: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def best(self) -> Evidence | None:
        """The best evidence, or nearest miss."""
        return self.evidence[0] if self.evidence else None


def decide(
    indicator: Indicator,
    evidence: Iterable[Evidence],
    *,
    unreadable_pages: int = 0,
    pages: int = 0,
    thresholds: Thresholds = Thresholds(),
) -> Decision:
    """Weigh the evidence for one indicator; independent sentences add up (noisy or), each counted once.

    `unreadable_pages` of the company's `pages` could not be read: a 0 then says so, and is flagged where they are more than a few
    (a photograph on the cover is no reason to look).
    """
    ranked = rank(evidence)
    probability = _combined([found.probability for found in ranked[: thresholds.counted]])
    rating = int(probability >= thresholds.one)
    flagged = thresholds.flag_from <= probability <= thresholds.flag_to
    if rating:
        return Decision(indicator, 1, probability, flagged, _why_one(ranked), ranked)
    because = _why_zero(ranked)
    if unreadable_pages:
        noun = "page" if unreadable_pages == 1 else "pages"
        flagged = flagged or unreadable_pages > thresholds.unreadable * pages
        return Decision(indicator, 0, probability, flagged, f"{because}; {unreadable_pages} {noun} could not be read", ranked)
    return Decision(indicator, 0, probability, flagged, because, ranked)


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


def _by_probability(found: Evidence) -> tuple[float, bool, int, str, int, str]:
    segment = found.candidate.segment
    return -found.probability, segment.shape == "heading", segment.page, found.candidate.read.document, found.candidate.start, segment.text


def _combined(probabilities: Sequence[float]) -> float:
    against = 1.0
    for probability in probabilities:
        against *= 1 - probability
    return round(1 - against, 4)


def _why_one(ranked: Sequence[Evidence]) -> str:
    best = ranked[0]
    figure = f" with {best.figure!r}" if best.figure else ""
    others = f"; {len(ranked) - 1} more" if len(ranked) > 1 else ""
    doubt = f", though {best.reason}" if best.reason else ""
    return f"{shortened(best.candidate.term.written, 60)!r} fires{figure}{doubt}{others}"


def _why_zero(ranked: Sequence[Evidence]) -> str:
    if not ranked:
        return "none of its terms occur"
    reasons = Counter(found.reason or "only a hint" for found in ranked)
    told = ", ".join(f"{reason} ({number})" for reason, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])))
    return f"{len(ranked)} near {'miss' if len(ranked) == 1 else 'misses'}: {told}"
