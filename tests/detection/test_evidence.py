from __future__ import annotations

from dataclasses import replace

import pytest

from csr_extract.detection.candidate import net_for, sentence
from csr_extract.detection.evidence import Evidence, RuleJudge
from csr_extract.detection.token import tokenize
from csr_extract.indicators.indicator import Indicator, Rule, Wording
from csr_extract.indicators.term import parse_term
from csr_extract.language import LANGUAGES, Language
from csr_extract.reading.document import Place, Segment


def indicator(rule: Rule, **terms: str) -> Indicator:
    wording = {language: Wording(terms=(parse_term(terms[language]),) if language in terms else ()) for language in LANGUAGES}
    return Indicator("X1.1", "X1", 1, "performance", "name", "名", "one", "zero", rule, wording)


def judge(text: str, language: Language, rule: Rule, *, place: Place = "body", **terms: str) -> Evidence | None:
    item = indicator(rule, **terms)
    read = sentence(text, language)
    segment: Segment = replace(read.segment, place=place)
    found = [*net_for([item], language).candidates(replace(read, segment=segment))]
    return RuleJudge()(found[0]) if found else None


FIGURE = Rule(needs="figure", units=frozenset({"mass"}))


@pytest.mark.parametrize(
    ("text", "language", "accepted", "reason"),
    [
        ("SO2 emissions were 120 tonnes.", "en", True, ""),
        ("SO2 emissions | t | 2008: 12.4 | 2009: 11.8", "en", True, ""),
        ("SO2 emissions fell again in 2009.", "en", False, "no figure stands with it"),
        ("SO2 emissions are treated by 3 scrubbers.", "en", False, "no figure stands with it"),
        ("We will cut SO2 emissions by 120 tonnes.", "en", False, "only a plan"),
        ("SO2 emissions of 120 tonnes are not disclosed.", "en", False, "said not to be disclosed or not to be there yet"),
        ("二氧化硫排放量为120吨。", "zh", True, ""),
        ("二氧化硫排放量进一步下降。", "zh", False, "no figure stands with it"),
        ("公司计划于明年将二氧化硫排放量降低120吨。", "zh", False, "only a plan"),
    ],
)
def test_a_figure_is_asked_for_and_a_plan_is_none(text: str, language: Language, accepted: bool, reason: str) -> None:
    found = judge(text, language, FIGURE, en="SO2 emission", zh="二氧化硫排放量")
    assert found is not None
    assert (found.probability >= 0.5) is accepted
    assert found.reason == reason


def test_a_plan_counts_where_planning_is_asked() -> None:
    found = judge("We will cut emissions by 2030.", "en", Rule(plan=True), en="cut emission")
    assert found is not None and found.probability > 0.5


def test_a_stated_none_is_a_figure_only_where_the_rule_says_so() -> None:
    text = "报告期内未发生工亡事故。"
    accepted = judge(text, "zh", replace(FIGURE, zero=True), zh="工亡事故")
    refused = judge(text, "zh", FIGURE, zh="工亡事故")
    assert accepted is not None and accepted.probability > 0.5 and accepted.figure == "未发生"
    assert refused is not None and refused.probability < 0.1


def test_all_employees_stands_for_a_figure_where_coverage_counts() -> None:
    rule = Rule(needs="figure", units=frozenset({"percent"}), coverage=True)
    found = judge("公司与全体员工签订劳动合同。", "zh", rule, zh="劳动合同")
    assert found is not None and found.probability > 0.5


@pytest.mark.parametrize(("place", "accepted"), [("body", True), ("index", False), ("contents", False), ("glossary", False)])
def test_a_row_of_an_index_is_no_evidence(place: Place, accepted: bool) -> None:
    found = judge("Environmental policy", "en", Rule(), place=place, en="environmental policy")
    assert found is not None and (found.probability >= 0.5) is accepted


def test_the_figure_of_a_row_is_not_in_its_label() -> None:
    found = judge("SO2 emissions 2008 | see chapter 4", "en", FIGURE, en="SO2 emission")
    assert found is not None and found.probability < 0.1


def test_a_quote_leads_back_to_the_words_in_print() -> None:
    found = judge("推動 溫室\n氣體減排120噸。", "zh", FIGURE, zh="温室气体")
    assert found is not None
    span = found.candidate.span
    assert found.quote[span.start : span.end] == "溫室\n氣體"


def test_a_plan_in_the_gap_of_a_term_is_a_plan_and_a_word_of_the_term_is_none() -> None:
    planned = judge("The company will in 2011 plan training on the environment.", "en", Rule(), en="company ..12 environment")
    target = judge("The plan for the environment covers all mills.", "en", Rule(), en="plan ..4 environment")
    assert planned is not None and planned.reason == "only a plan"
    assert target is not None and target.probability > 0.5


def test_what_stands_under_a_heading_that_announces_plans_is_not_done_yet() -> None:
    item = indicator(Rule(), zh="心理援助热线")
    read = replace(sentence("开通员工心理援助热线。", "zh"), heading=tokenize("2024年工作计划", "zh"))
    (candidate,) = net_for([item], "zh").candidates(read)
    assert RuleJudge()(candidate).reason == "only a plan"
    (training,) = net_for([item], "zh").candidates(replace(read, heading=tokenize("培训计划", "zh")))
    assert RuleJudge()(training).probability > 0.5


def test_a_thing_that_is_being_drafted_is_not_there_yet() -> None:
    found = judge("《社会责任管理办法》目前仍在起草。", "zh", Rule(), zh="社会责任管理办法")
    assert found is not None and found.reason == "said not to be disclosed or not to be there yet"
