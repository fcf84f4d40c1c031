from __future__ import annotations

import math

import pytest

from csr_extract.errors import ConsistencyError, LexiconError
from csr_extract.scoring.ahp import Judgements, judgements_from


def test_weights_of_consistent_judgements_are_their_ratios() -> None:
    judged = judgements_from({"A/B": 2, "A/C": 4, "B/C": 2}, ["A", "B", "C"], "here")
    assert judged.weights == pytest.approx({"A": 4 / 7, "B": 2 / 7, "C": 1 / 7})
    assert judged.consistency_ratio == pytest.approx(0, abs=1e-9)


def test_the_consistency_ratio_by_hand() -> None:
    """A/B = 3, A/C = 5, B/C = 3: for three names lambda_max = 1 + r + 1/r with r the cube root of a_AC / (a_AB * a_BC), here 5 / 9."""
    judged = judgements_from({"A/B": 3, "A/C": 5, "B/C": 3}, ["A", "B", "C"], "here")
    root = (5 / 9) ** (1 / 3)
    largest = 1 + root + 1 / root
    assert judged.consistency_ratio == pytest.approx(((largest - 3) / 2) / 0.58)
    assert judged.consistency_ratio == pytest.approx(0.0332, abs=1e-4)
    means = [math.prod(row) ** (1 / 3) for row in judged.rows]
    assert list(judged.weights.values()) == pytest.approx([mean / sum(means) for mean in means])


def test_contradicting_judgements_name_the_worst() -> None:
    judged = judgements_from({"A/B": 3, "B/C": 3, "A/C": "1/3", "A/D": 3, "B/D": 2, "C/D": 1}, ["A", "B", "C", "D"], "here")
    assert judged.consistency_ratio >= 0.1
    with pytest.raises(ConsistencyError, match=r"A/C = 0.333; the others imply"):
        judged.checked("here")


def test_two_names_are_always_consistent() -> None:
    assert Judgements(("A", "B"), ((1.0, 9.0), (1 / 9, 1.0))).consistency_ratio == 0


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ({"A/B": 12}, "not on the scale"),
        ({"A/B": "x"}, "not on the scale"),
        ({}, "are not judged"),
        ({"A/B": 1, "B/A": 1}, "judged twice"),
        ({"A/Z": 1}, "does not name two of A, B"),
    ],
)
def test_judgements_that_cannot_be_used_are_named(pairs: dict[str, object], told: str) -> None:
    with pytest.raises(LexiconError, match=told):
        judgements_from(pairs, ["A", "B"], "here")
