from __future__ import annotations

import pytest

from csr_extract.errors import IndustryError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.scoring.ahp import HIGHEST_CR
from csr_extract.scoring.industry import find_industries, load_industries
from csr_extract.scoring.weights import weights_of


def test_the_industries_of_the_method_are_there() -> None:
    wanted = {"power", "oil", "mining", "steel", "banking", "telecommunications", "electronics", "retail"}
    assert wanted <= set(load_industries())


def test_environment_weighs_more_where_industry_pollutes(system: IndicatorSystem) -> None:
    weight = {name: weights_of(industry, system).elements["EN"] for name, industry in load_industries().items()}
    assert min(weight["power"], weight["oil"], weight["mining"]) > weight["general"] > weight["banking"]


def test_all_matrices_are_consistent_and_weights_sum_to_one(system: IndicatorSystem) -> None:
    for industry in load_industries().values():
        weights = weights_of(industry, system)
        assert max(weights.consistency.values()) < HIGHEST_CR
        assert sum(weights.elements.values()) == pytest.approx(1)
        assert all(sum(topics.values()) == pytest.approx(1) for topics in weights.topics.values())


def test_a_bank_has_simple_environmental_indicators() -> None:
    bank = load_industries()["banking"]
    environmental = [name for name in bank.not_applicable if name.startswith("EN")]
    assert len(environmental) > 10
    assert all(bank.not_applicable.values())


@pytest.mark.parametrize(
    ("written", "found"), [("银行", ["banking"]), ("Power", ["power"]), ("采矿业；批发业", ["mining", "wholesale"]), ("", ["general"])]
)
def test_industries_go_by_many_names(written: str, found: list[str]) -> None:
    assert [industry.id for industry in find_industries(written)] == found


def test_an_unknown_industry_is_answered_with_what_comes_near() -> None:
    with pytest.raises(IndustryError, match=r"no such industry. Did you mean telecommunications\?"):
        find_industries("telecomunication")
