"""Every number of the methodology, computed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csr_extract.errors import IndustryError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.scoring.ahp import judgements_from
from csr_extract.scoring.industry import Industry, find_industries, load_industries
from csr_extract.scoring.score import by_sensitivity, correction, score, stage_of


def industry(name: str = "general") -> Industry:
    return load_industries()[name]


def all_rated(system: IndicatorSystem, rating: int) -> dict[str, float]:
    return {i.id: rating for i in system.indicators} | {c.id: 0 for c in system.corrections}


def test_everything_and_nothing(system: IndicatorSystem) -> None:
    full, empty = score(all_rated(system, 1), [industry()], system), score(all_rated(system, 0), [industry()], system)
    assert (full.initial, full.final, full.stage.id) == (pytest.approx(100), pytest.approx(100), "best_in_class")
    assert (empty.initial, empty.final, empty.stage.id) == (0, 0, "bystander")


def test_topic_element_and_initial_score_by_hand(system: IndicatorSystem) -> None:
    """Two of the three strategy indicators: topic 66.67; the element's six topics weigh the same: 11.11; the element weighs a quarter: 2.78."""
    ratings = all_rated(system, 0)
    for indicator in system.indicators_of("RM1")[:2]:
        ratings[indicator.id] = 1
    scored = score(ratings, [industry()], system)
    assert scored.topics["RM1"] == pytest.approx(200 / 3)
    assert scored.elements["RM"] == pytest.approx(200 / 3 / 6)
    assert scored.initial == pytest.approx(200 / 3 / 6 / 4)


def test_an_indicator_that_does_not_apply_leaves_sum_and_maximum(system: IndicatorSystem) -> None:
    names = [indicator.id for indicator in system.indicators_of("EN3")]
    bank = replace(industry(), not_applicable=dict.fromkeys(names[:10], "no plants"))
    ratings = all_rated(system, 0) | dict.fromkeys(names[:11], 1)
    assert score(ratings, [bank], system).topics["EN3"] == pytest.approx(50)
    assert score(ratings, [industry()], system).topics["EN3"] == pytest.approx(100 * 11 / 12)


def test_a_topic_without_indicators_leaves_the_element(system: IndicatorSystem) -> None:
    office = replace(industry(), not_applicable={i.id: "no plants" for i in system.indicators_of("EN3")})
    ratings = all_rated(system, 0) | {i.id: 1 for i in system.indicators_of("EN1")}
    scored = score(ratings, [office], system)
    assert scored.topics["EN3"] is None
    assert scored.elements["EN"] == pytest.approx(50)


def test_element_weights_by_hand(system: IndicatorSystem) -> None:
    """Environment twice each other element: weights 1/5, 1/5, 1/5, 2/5; a full environment alone scores 40."""
    pairs = {"EN/RM": 2, "EN/EC": 2, "EN/SO": 2, "RM/EC": 1, "RM/SO": 1, "EC/SO": 1}
    judged = replace(industry(), elements=judgements_from(pairs, [e.id for e in system.elements], "here"))
    ratings = all_rated(system, 0) | {i.id: 1 for t in system.topics_of("EN") for i in system.indicators_of(t.id)}
    assert score(ratings, [judged], system).initial == pytest.approx(40)


def test_correction_points(system: IndicatorSystem) -> None:
    negative, positive, leading = ([c.id for c in system.corrections if c.kind == kind] for kind in ("negative", "positive", "leading"))
    assert correction(dict.fromkeys(positive, 1), system) == 9
    assert correction(dict.fromkeys(negative, 1), system) == -18
    assert correction(dict.fromkeys(leading, 1), system) == 5
    assert correction({positive[0]: 1, positive[3]: 1, negative[8]: 1}, system) == 1 + 1 - 2
    assert correction({positive[0]: 1}, system, {positive[0]: 4}) == 4
    assert correction({positive[0]: 0}, system, {positive[0]: 4}) == 0


def test_the_final_score_is_not_clamped(system: IndicatorSystem) -> None:
    negative = {c.id: 1 for c in system.corrections if c.kind == "negative"}
    scored = score(all_rated(system, 0) | negative, [industry()], system)
    assert (scored.final, scored.stage.id) == (-18, "bystander")
    bonus = {c.id: 1 for c in system.corrections if c.kind != "negative"}
    assert score(all_rated(system, 1) | bonus, [industry()], system).final == pytest.approx(114)


@pytest.mark.parametrize(
    ("final", "stage"),
    [
        (100, "best_in_class"),
        (80.0001, "best_in_class"),
        (80.0, "leader"),
        (60.0, "leader"),
        (59.9999, "follower"),
        (40.0, "follower"),
        (20.0, "starter"),
        (19.9999, "bystander"),
        (0, "bystander"),
        (-3, "bystander"),
    ],
)
def test_stages_and_their_boundaries(system: IndicatorSystem, final: float, stage: str) -> None:
    assert stage_of(final, system.stages).id == stage


def test_chinese_names_of_the_stages(system: IndicatorSystem) -> None:
    assert [stage.name_zh for stage in system.stages] == ["卓越者", "领先者", "追赶者", "起步者", "旁观者"]


def test_mining_machinery_and_wholesale_weigh_50_30_20(system: IndicatorSystem) -> None:
    """The source's own example (Sinosteel): mining 50 %, mechanical equipment 30 %, wholesale trade 20 %."""
    named = find_industries("wholesale trade; mining; mechanical equipment manufacturing")
    ratings = all_rated(system, 0) | {i.id: 1 for t in system.topics_of("EN") for i in system.indicators_of(t.id)}
    scored = score(ratings, named, system)
    assert [(part.industry.id, part.share) for part in scored.parts] == [("mining", 0.5), ("machinery", 0.3), ("wholesale", 0.2)]
    alone = [score(ratings, [part.industry], system).final for part in scored.parts]
    assert scored.final == pytest.approx(0.5 * alone[0] + 0.3 * alone[1] + 0.2 * alone[2])


def test_two_industries_weigh_6_to_4(system: IndicatorSystem) -> None:
    ratings = all_rated(system, 0) | {i.id: 1 for t in system.topics_of("EN") for i in system.indicators_of(t.id)}
    power, bank = industry("power"), industry("banking")
    scored = score(ratings, [bank, power], system)
    weights = power.elements.weights["EN"], bank.elements.weights["EN"]
    assert [part.industry.id for part in scored.parts] == ["power", "banking"]
    assert scored.initial == pytest.approx(100 * (0.6 * weights[0] + 0.4 * weights[1]))


def test_more_than_three_industries_need_their_weights(system: IndicatorSystem) -> None:
    four = [industry(name) for name in ("power", "oil", "mining", "steel")]
    with pytest.raises(IndustryError, match="one to three industries, these are 4"):
        score(all_rated(system, 1), four, system)
    assert score(all_rated(system, 1), four, system, shares=[0.4, 0.3, 0.2, 0.1]).initial == pytest.approx(100)
    with pytest.raises(IndustryError, match="summing to 1"):
        score(all_rated(system, 1), four, system, shares=[0.4, 0.3, 0.2, 0.2])


def test_the_order_is_that_of_sensitivity() -> None:
    ordered = by_sensitivity([industry(name) for name in ("wholesale", "power", "banking", "steel")])
    assert [i.id for i in ordered] == ["power", "steel", "banking", "wholesale"]


def test_a_probability_can_stand_for_a_rating(system: IndicatorSystem) -> None:
    half = {i.id: 0.5 for i in system.indicators}
    assert score(half, [industry()], system).initial == pytest.approx(50)
