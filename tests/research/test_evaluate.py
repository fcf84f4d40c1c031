from __future__ import annotations

import csv
from pathlib import Path

import pytest

from csr_extract.errors import InputError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.research.evaluate import Agreement, Compared, Evaluation, compare, interval
from csr_extract.research.figures import write_evaluation
from csr_extract.research.gold import Rating, read_gold


def one(
    rated: int, said: int, probability: float = 0.0, *, document: str = "en-a", flagged: bool = False, page: int | None = None
) -> Compared:
    return Compared(document, "EN1.1", rated, said, probability or float(said), flagged, frozenset({3}) if rated else frozenset(), page)


def test_figures_worked_by_hand() -> None:
    # 3 true 1s, 1 false, 2 missed, 4 true 0s: agreement 0.7; chance 0.5 * 0.4 + 0.5 * 0.6 = 0.5
    some = Agreement((*[one(1, 1)] * 3, one(0, 1), *[one(1, 0)] * 2, *[one(0, 0)] * 4))
    assert some.share == pytest.approx(0.7)
    assert some.kappa == pytest.approx(0.4)
    assert (some.precision, some.recall, some.f1) == pytest.approx((3 / 4, 3 / 5, 2 / 3))
    assert some.brier == pytest.approx(0.3)


def test_pages_are_compared_where_both_rate_one() -> None:
    some = Agreement((one(1, 1, page=3), one(1, 1, page=9), one(0, 1, page=3), one(1, 0, page=3)))
    assert some.page_hits == 0.5


def test_flags_take_doubtful_decisions_out() -> None:
    some = Agreement((one(1, 0, flagged=True), one(1, 1), one(0, 0), one(0, 1)))
    assert some.flagged == 0.25 and some.calm == pytest.approx(2 / 3)


def test_reliability_by_tenths() -> None:
    some = Agreement((one(1, 1, 0.92), one(0, 1, 0.98), one(0, 0, 0.12)))
    assert some.reliability == ((0.1, pytest.approx(0.12), 0.0, 1), (0.9, pytest.approx(0.95), 0.5, 2))


def test_without_a_single_one_there_is_no_recall_and_no_kappa() -> None:
    none = Agreement((one(0, 0),))
    assert (none.recall, none.precision, none.kappa, none.page_hits) == (None, None, None, None)


def test_intervals_are_over_documents_and_repeatable() -> None:
    some = [one(1, 1, document="en-a")] * 10 + [one(1, 0, document="en-b")] * 10 + [one(0, 0, document="zh-c")] * 10
    low, high = interval(some, lambda a: a.share) or (0, 0)
    assert 0 <= low < 2 / 3 < high <= 1
    assert interval(some, lambda a: a.share) == (low, high)
    assert interval(some[:10], lambda a: a.share) is None


def row(company: str, indicator: str, rating: str, page: str = "3") -> dict[str, str]:
    values = {"company": company, "document": f"{company}.pdf", "indicator": indicator, "rating": rating}
    return values | {"probability": rating, "flagged": "0", "because": "so", "page": page, "quote": "words"}


def test_a_run_is_held_against_ratings(system: IndicatorSystem, tmp_path: Path) -> None:
    gold = {"zh-x": {"EN1.1": Rating(1, frozenset({3}), "m", "their words"), "NEG1": Rating(1), "EN1.2": Rating(0)}}
    found = compare([row("zh-x", "EN1.1", "0"), row("zh-x", "NEG1", "1"), row("zh-y", "EN1.1", "1")], gold, system)
    assert [compared.indicator for compared in found.decisions] == ["EN1.1"]
    assert [*found.by("language")] == ["zh"] and [*found.by("topic")] == ["EN1"] and [*found.by("kind")] == ["management"]
    assert found.of_corrections()["negative"].share == 1.0
    (wrong,) = found.disagreements()
    assert (wrong.readers, wrong.quote) == ("their words", "words")
    for path in write_evaluation(found, tmp_path):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            assert [*csv.DictReader(lines)]


def test_ratings_with_another_value_are_refused(tmp_path: Path) -> None:
    (tmp_path / "en-a.tsv").write_text("id\trating\tpages\tconf\nEN1.1\t2\t\th\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"EN1\.1 is '2'"):
        read_gold([tmp_path])


def test_an_empty_evaluation_has_no_groups(system: IndicatorSystem) -> None:
    assert Evaluation((), (), system).by("document") == {}
