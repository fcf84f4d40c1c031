"""How well a run agrees with careful readers: agreement, kappa, page hits, calibration, flags, with intervals over documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from csr_extract.indicators.system import IndicatorSystem
from csr_extract.research.gold import Gold, language_of_document

RESAMPLES = 1000
SEED = 11
BINS = 10


@dataclass(frozen=True)
class Compared:
    """One decision beside the readers' rating."""

    document: str
    indicator: str
    rated: int
    said: int
    probability: float
    flagged: bool
    pages: frozenset[int] = frozenset()
    page: int | None = None
    quote: str = ""
    because: str = ""
    confidence: str = "h"
    readers: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the two ratings are the same."""
        return self.rated == self.said

    @property
    def page_asked(self) -> bool:
        """Whether the page can be compared: both rate 1 and both name pages."""
        return bool(self.rated and self.said and self.pages and self.page)


@dataclass(frozen=True)
class Agreement:
    """Figures over some decisions. Undefined ones (no 1 at all) are None."""

    decisions: tuple[Compared, ...]

    @cached_property
    def _rated(self) -> NDArray[np.int64]:
        return np.array([one.rated for one in self.decisions])

    @cached_property
    def _said(self) -> NDArray[np.int64]:
        return np.array([one.said for one in self.decisions])

    @property
    def share(self) -> float:
        """Share of decisions that agree."""
        return float((self._rated == self._said).mean())

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where one of the two gave the same rating throughout and the other too."""
        if len({*self._rated.tolist(), *self._said.tolist()}) == 1:
            return None
        return float(cohen_kappa_score(self._rated, self._said))

    @property
    def precision(self) -> float | None:
        """Share of the run's 1s that readers rate 1."""
        return _mean(self._rated[self._said == 1])

    @property
    def recall(self) -> float | None:
        """Share of the readers' 1s that the run rates 1."""
        return _mean(self._said[self._rated == 1])

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        hits, said, rated = int((self._rated & self._said).sum()), int(self._said.sum()), int(self._rated.sum())
        return 2 * hits / (said + rated) if said + rated else None

    @property
    def page_hits(self) -> float | None:
        """Share of true 1s whose shown page is one of those the readers name."""
        return _mean([one.page in one.pages for one in self.decisions if one.page_asked])

    @property
    def flagged(self) -> float:
        """Share of decisions flagged for review."""
        return float(np.mean([one.flagged for one in self.decisions]))

    @property
    def calm(self) -> float | None:
        """Share that agree among the decisions that are not flagged."""
        return _mean([one.agrees for one in self.decisions if not one.flagged])

    @property
    def brier(self) -> float:
        """Mean squared distance of the probability from the readers' rating; 0 is best."""
        return float(np.mean([(one.probability - one.rated) ** 2 for one in self.decisions]))

    @property
    def reliability(self) -> tuple[tuple[float, float, float, int], ...]:
        """For each tenth of probability with decisions in it: from, mean probability, share that readers rate 1, number."""
        rows = []
        for low in range(BINS):
            inside = [one for one in self.decisions if min(int(one.probability * BINS), BINS - 1) == low]
            if inside:
                mean, share = np.mean([one.probability for one in inside]), np.mean([one.rated for one in inside])
                rows.append((low / BINS, float(mean), float(share), len(inside)))
        return tuple(rows)


def _mean(values: Sequence[float] | NDArray[np.int64]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def interval(decisions: Iterable[Compared], figure: Callable[[Agreement], float | None], level: float = 0.95) -> tuple[float, float] | None:
    """Bootstrap interval of a figure, whole documents drawn with replacement; None with fewer than two documents."""
    by_document: dict[str, list[Compared]] = defaultdict(list)
    for one in decisions:
        by_document[one.document].append(one)
    names = sorted(by_document)
    if len(names) < 2:
        return None
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(RESAMPLES):
        chosen = draw.choice(len(names), len(names))
        value = figure(Agreement(tuple(one for place in chosen for one in by_document[names[place]])))
        if value is not None:
            found.append(value)
    if not found:
        return None
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


@dataclass(frozen=True)
class Evaluation:
    """A run beside the readers' ratings. `decisions` are those on indicators, `corrections` those on correction items."""

    decisions: tuple[Compared, ...]
    corrections: tuple[Compared, ...]
    system: IndicatorSystem

    @property
    def over_all(self) -> Agreement:
        """All indicators of all documents."""
        return Agreement(self.decisions)

    def by(self, grouping: str) -> dict[str, Agreement]:
        """Agreement by language, element, topic, indicator, kind or document."""
        groups: dict[str, list[Compared]] = defaultdict(list)
        for one in self.decisions:
            groups[self._group(one, grouping)].append(one)
        return {name: Agreement(tuple(members)) for name, members in groups.items()}

    def _group(self, one: Compared, grouping: str) -> str:
        indicator = self.system.by_id[one.indicator]
        names: Mapping[str, str] = {
            "language": language_of_document(one.document),
            "element": indicator.topic[:2],
            "topic": indicator.topic,
            "indicator": indicator.id,
            "kind": indicator.kind,
            "document": one.document,
        }
        return names[grouping]

    def of_corrections(self) -> dict[str, Agreement]:
        """Agreement on correction items by kind."""
        groups: dict[str, list[Compared]] = defaultdict(list)
        for one in self.corrections:
            groups[self.system.by_id[one.indicator].kind].append(one)
        return {name: Agreement(tuple(members)) for name, members in groups.items()}

    def disagreements(self) -> tuple[Compared, ...]:
        """Every decision on which the two differ, the surest of the run first."""
        wrong = [one for one in (*self.decisions, *self.corrections) if not one.agrees]
        return tuple(sorted(wrong, key=lambda one: (-abs(one.probability - 0.5), one.document, one.indicator)))


GROUPINGS = ("language", "element", "topic", "kind", "document", "indicator")


def compare(rows: Iterable[Mapping[str, str]], gold: Gold, system: IndicatorSystem) -> Evaluation:
    """Hold the rows of a decisions.csv against readers' ratings; documents without ratings, and ratings without decisions, are left out."""
    decisions: list[Compared] = []
    corrections: list[Compared] = []
    for row in rows:
        name = row["company"] if row["company"] in gold else _stem(row["document"])
        rating = gold.get(name, {}).get(row["indicator"])
        if rating is None or row["indicator"] not in system.by_id:
            continue
        one = Compared(
            name,
            row["indicator"],
            rating.rating,
            int(row["rating"]),
            float(row["probability"]),
            row["flagged"] == "1",
            rating.pages,
            int(row["page"]) if row["page"] else None,
            row["quote"],
            row["because"],
            rating.confidence,
            rating.quote,
        )
        (corrections if system.by_id[one.indicator].is_correction else decisions).append(one)
    return Evaluation(tuple(decisions), tuple(corrections), system)


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
