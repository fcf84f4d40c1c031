from __future__ import annotations

from csr_extract.detection.candidate import net_for, sentence
from csr_extract.detection.decision import Decision, Thresholds, decide
from csr_extract.detection.evidence import Evidence, RuleJudge
from csr_extract.indicators.indicator import Indicator, Rule, Wording
from csr_extract.indicators.term import parse_term

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
    decision = decide(ITEM, [], unreadable_pages=2, pages=10)
    assert decision.flagged and "2 pages could not be read" in decision.because
    cover = decide(ITEM, [], unreadable_pages=1, pages=60)
    assert not cover.flagged and "1 page could not be read" in cover.because


def test_a_term_is_judged_at_each_of_its_places() -> None:
    assert rated("Next year we will extend our safety policy, and our safety policy has been in force since 2004.").rating == 1


def test_the_flag_never_changes_the_rating() -> None:
    found = evidence("We work safely.")
    narrow, wide = Thresholds(flag_from=0.49, flag_to=0.5), Thresholds(flag_from=0.1, flag_to=0.9)
    first, second = decide(ITEM, found, thresholds=narrow), decide(ITEM, found, thresholds=wide)
    assert (first.rating, first.flagged, second.rating, second.flagged) == (0, False, 0, True)
