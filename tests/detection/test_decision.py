from __future__ import annotations

from dataclasses import replace

from csr_extract.detection.candidate import ReadSegment, net_for, sentence
from csr_extract.detection.decision import (
    DECISION_FEATURES,
    Decision,
    DecisionModel,
    Surroundings,
    Thresholds,
    because,
    best_page_first,
    decide,
    rank,
)
from csr_extract.detection.evidence import Evidence, RuleJudge
from csr_extract.indicators.indicator import Indicator, Rule, Wording
from csr_extract.indicators.term import parse_term
from csr_extract.reading.document import IndexRow

ITEM = Indicator(
    "X1.1", "X1", 1, "management", "name", "名", "one", "zero", Rule(),
    {"en": Wording(terms=(parse_term("safety policy"),), weak=(parse_term("safe"),)), "zh": Wording()},
)  # fmt: skip


def evidence(*texts: str) -> list[Evidence]:
    net, judge = net_for([ITEM], "en"), RuleJudge()
    return [judge(candidate) for text in texts for candidate in net.candidates(sentence(text, "en"))]


def rated(*texts: str) -> Decision:
    return decide(ITEM, evidence(*texts))


def test_no_term_no_evidence() -> None:
    assert (rated("Nothing here.").rating, rated("Nothing here.").because) == (0, "none of its terms occur")


def test_one_strong_sentence_decides() -> None:
    decision = rated("Our safety policy covers all sites.")
    assert decision.rating == 1
    assert decision.because == "'safety policy' fires"


def test_one_hint_is_not_enough_two_are() -> None:
    assert rated("We work safely.").rating == 0
    assert rated("We work safely.", "Safe streets matter.").rating == 1


def test_the_same_sentence_on_two_pages_counts_once() -> None:
    assert rated("We work safely.", "We work  safely.").rating == 0


def test_a_zero_names_its_near_misses() -> None:
    decision = rated("We will write a safety policy.")
    assert decision.rating == 0
    assert "only a plan" in decision.because


def test_unreadable_pages_are_told_and_flag_a_zero() -> None:
    decision = decide(ITEM, [], Surroundings(unreadable=(4, 7), pages=10))
    assert decision.flags == ("unreadable",) and "pages 4, 7 could not be read" in decision.because
    cover = decide(ITEM, [], Surroundings(unreadable=(1,), pages=60))
    assert not cover.flagged and "page 1 could not be read" in cover.because


def test_a_term_is_judged_at_each_of_its_places() -> None:
    assert rated("Next year we will extend our safety policy, and our safety policy has been in force since 2004.").rating == 1


def test_the_flag_never_changes_the_rating() -> None:
    found = evidence("We work safely.")
    narrow, wide = Thresholds(flag_from=0.49, flag_to=0.5), Thresholds(flag_from=0.1, flag_to=0.9)
    first, second = decide(ITEM, found, thresholds=narrow), decide(ITEM, found, thresholds=wide)
    assert (first.rating, first.flagged, second.rating, second.flagged) == (0, False, 0, True)


MODEL = DecisionModel(tuple(1.0 if name in ("together", "usual") else 0.0 for name in DECISION_FEATURES), 0.0, {"X1.1": -2.0})


def test_a_model_weighs_the_evidence_with_how_usual_a_one_is() -> None:
    likely, unlikely = replace(MODEL, usual={"X1.1": 2.0}), MODEL
    found = evidence("We work safely.")
    assert decide(ITEM, found, model=likely).probability > decide(ITEM, found, model=unlikely).probability


def test_a_one_needs_evidence_however_usual_it_is() -> None:
    decision = decide(ITEM, [], model=replace(MODEL, bias=9.0))
    assert (decision.rating, decision.probability > 0.5) == (0, True)


def test_rules_and_classifier_that_disagree_are_flagged() -> None:
    decision = decide(ITEM, evidence("Our safety policy covers all sites."), model=replace(MODEL, bias=-9.0))
    assert decision.rating == 0 and "disagree" in decision.flags
    assert "lexicon and classifier disagree" in decision.because


def test_an_index_that_points_in_vain_flags_a_zero_and_says_where() -> None:
    row = IndexRow("GRI", "403-1", "Safety management", 80, (12,))
    decision = decide(ITEM, [], Surroundings(pointed=((row, 14),), is_indexed=True))
    assert decision.flags == ("index",)
    assert "index: GRI 403-1 on page 14" in decision.because
    one = decide(ITEM, evidence("Our safety policy covers all sites."), Surroundings(pointed=((row, 14),)))
    assert not one.flagged


def test_a_leading_practice_is_only_proposed() -> None:
    decision = decide(replace(ITEM, kind="leading"), evidence("Our safety policy covers all sites."))
    assert (decision.rating, decision.flags) == (0, ("proposed",))


def test_the_reason_can_be_told_in_chinese() -> None:
    assert because(rated("Our safety policy covers all sites."), "zh") == "命中“safety policy”"
    assert because(rated("We will write a safety policy."), "zh") == "1处相近但不足：仅为计划（1）"
    assert because(decide(ITEM, [], Surroundings(unreadable=(3,), pages=4)), "zh").startswith("未出现任何相关词语；第3页无法读取")


def test_the_page_that_deals_with_the_matter_is_shown_first() -> None:
    first, second, third = (replace(found, rule=0.9) for found in evidence("Safety policy A.", "Safety policy B.", "Safety policy C."))
    there = [replace(found, candidate=replace(found.candidate, read=on_page(found, 7))) for found in (second, third)]
    shown = best_page_first(rank([first, *there]))
    assert [found.page for found in shown] == [7, 7, 1]


def on_page(found: Evidence, page: int) -> ReadSegment:
    read = found.candidate.read
    return replace(read, segment=replace(read.segment, page=page))
