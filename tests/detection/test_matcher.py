from __future__ import annotations

import pytest

from csr_extract.detection.matcher import TermMatcher
from csr_extract.detection.quantity import find_quantities, token_ranges
from csr_extract.detection.token import tokenize
from csr_extract.indicators.term import parse_term
from csr_extract.language import Language


def fires(term: str, text: str, language: Language, heading: str = "") -> bool:
    tokens = tokenize(text, language)
    quantities = find_quantities(tokens.folded.text, language)
    above = tokenize(heading, language) if heading else None
    matcher = TermMatcher(language, [(None, parse_term(term))])
    return any(True for _ in matcher.find(tokens, lambda kind: token_ranges(quantities, kind, tokens), above))


@pytest.mark.parametrize(
    ("term", "text", "language", "expected"),
    [
        ("安全生产", "坚持安全\n生产方针", "zh", True),
        ("永续发展", "推動永續發展", "zh", True),
        ("COD", "化学需氧量(COD)排放", "zh", True),
        ("COD", "CODE of conduct 员工守则说明", "zh", False),
        ("COD", "our code and cod fishing", "en", False),
        ("KPI", "these KPIs are reviewed", "en", True),
        ("范围1", "范围10的排放", "zh", False),
        ("scope 1", "Scope 10 is not a scope", "en", False),
        ("ISO 14001", "certified to ISO14001:2015", "en", True),
        ("train employee", "training employees is key", "en", True),
        ("employee train", "training employees is key", "en", False),
        ("=organic food", "the organisation of food", "en", False),
        ("=organic food", "organic foods", "en", True),
        ("labour law", "local labor laws", "en", True),
        ("low carbon", "a low-carbon path", "en", True),
        ("组织 ..4 培训", "组织了三次培训", "zh", True),
        ("组织 ..2 培训", "组织了三次培训", "zh", False),
        ("培训 ~6 组织", "组织了三次培训", "zh", True),
        ("参训 ..6 <people>", "参训员工3,420人次", "zh", True),
        ("参训 ..6 <people>", "参训率为98%", "zh", False),
        ("<people> ..4 trained", "In total 350 employees were trained", "en", True),
        ("<people> ..2 employee", "with 350 employees", "en", True),
        ("safety & contractor", "All contractors had safety days", "en", True),
        ("safety & contractor", "All contractors met", "en", False),
    ],
)
def test_terms_match_as_written(term: str, text: str, language: Language, expected: bool) -> None:
    assert fires(term, text, language) is expected


def test_one_clause_may_stand_in_the_heading() -> None:
    assert fires("volunteer & <hours>", "Our people gave 1,200 hours.", "en", heading="Volunteering")
    assert not fires("volunteer & charity", "Our people gave 1,200 hours.", "en", heading="Volunteers and charity")
