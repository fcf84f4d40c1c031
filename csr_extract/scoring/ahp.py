"""The analytic hierarchy process: weights from pairwise judgements on Saaty's 1-9 scale, and how consistent they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from csr_extract.errors import ConsistencyError, LexiconError

RANDOM_INDEX_TABLE = "Saaty 1980"
RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
HIGHEST_CR = 0.1
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Judgements:
    """Reciprocal pairwise judgements: `rows[i][j]` is how much more names[i] weighs than names[j]."""

    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    @property
    def matrix(self) -> Matrix:
        """The judgements as a square array, n x n."""
        return np.array(self.rows, dtype=np.float64)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The principal eigenvector, summing to 1, by name."""
        values, vectors = np.linalg.eig(self.matrix)
        principal = np.abs(np.real(vectors[:, int(np.argmax(np.real(values)))]))
        shares = principal / principal.sum()
        return {name: float(share) for name, share in zip(self.names, shares, strict=True)}

    @cached_property
    def consistency_ratio(self) -> float:
        """CR = CI / RI with CI = (lambda_max - n) / (n - 1); 0 for fewer than three names."""
        size = len(self.names)
        if size < 3:
            return 0.0
        largest = float(np.max(np.real(np.linalg.eigvals(self.matrix))))
        return max(0.0, (largest - size) / (size - 1) / RANDOM_INDEX[size])

    def worst(self) -> tuple[str, str, float, float]:
        """The judgement furthest from what the weights imply: its two names, its value, and the value implied."""
        size = range(len(self.names))
        pairs = [(i, j) for i in size for j in size if i < j]
        i, j = max(pairs, key=lambda pair: abs(np.log(self.rows[pair[0]][pair[1]] / self._implied(*pair))))
        return self.names[i], self.names[j], self.rows[i][j], self._implied(i, j)

    def _implied(self, i: int, j: int) -> float:
        return self.weights[self.names[i]] / self.weights[self.names[j]]

    def checked(self, where: str) -> Judgements:
        """Itself, or a ConsistencyError that names the worst judgement when CR is 0.1 or more."""
        if self.consistency_ratio < HIGHEST_CR:
            return self
        first, second, value, implied = self.worst()
        raise ConsistencyError(
            f"{where}: the judgements contradict each other (CR {self.consistency_ratio:.3f}, it must be under {HIGHEST_CR}; random index: "
            f"{RANDOM_INDEX_TABLE}). The worst is {first}/{second} = {value:.3g}; the others imply {implied:.2f}."
        )


def judgements_from(pairs: Mapping[str, object], names: Sequence[str], where: str) -> Judgements:
    """Judgements from `{"A/B": 3, "A/C": "1/2"}`, each pair once, in either order; raises LexiconError with all problems.

    >>> judgements_from({"A/B": 3}, ["A", "B"], "example").weights
    {'A': 0.75, 'B': 0.25}
    """
    size = len(names)
    rows = [[1.0 if i == j else 0.0 for j in range(size)] for i in range(size)]
    problems = []
    for pair, value in pairs.items():
        first, _, second = pair.partition("/")
        if first not in names or second not in names or first == second:
            problems.append(f"{where}: judgement {pair!r} does not name two of {', '.join(names)}")
            continue
        i, j = names.index(first), names.index(second)
        if rows[i][j]:
            problems.append(f"{where}: {first} and {second} are judged twice")
        if strength := _strength(value):
            rows[i][j], rows[j][i] = strength, 1 / strength
        else:
            problems.append(f"{where}: {pair} = {value!r} is not on the scale 1/9 to 9")
    problems += [f"{where}: {names[i]} and {names[j]} are not judged" for i in range(size) for j in range(i) if not rows[i][j]]
    if problems:
        raise LexiconError(problems)
    return Judgements(tuple(names), tuple(map(tuple, rows)))


def _strength(value: object) -> float | None:
    try:
        strength = float(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return None
    return strength if 1 / 9 - 1e-9 <= strength <= 9 + 1e-9 else None


def equal_weights(names: Sequence[str]) -> dict[str, float]:
    """The same weight for each name, summing to 1."""
    return {name: 1 / len(names) for name in names} if names else {}
