from __future__ import annotations

import pytest

from csr_extract.detection.quantity import find_quantities
from csr_extract.language import Language


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("上缴税金12.3亿元", "zh", ["money"]),
        ("We spent US$ 12.5 million and RMB23.5 million", "en", ["money", "money"]),
        ("used 12.3 million kWh", "en", ["energy"]),
        ("单位产值能耗0.35吨标准煤/万元", "zh", ["intensity"]),
        ("排放442t/年", "zh", ["mass"]),
        ("全年培训120余场，1.2万人次参加", "zh", ["times", "people"]),
        ("共发生两起事故", "zh", ["times"]),
        ("two fatalities and 35 employees", "en", ["times", "people"]),
        ("男女薪酬比例为1:1", "zh", ["ratio"]),
        ("信用等级为AAA", "zh", ["grade"]),
        ("rated AA+ by the agency", "en", ["grade"]),
        ("2009年12月31日", "zh", ["year"]),
        ("by FY2025 and FY26", "en", ["year", "year"]),
        ("see page 12, note 3, Scope 1 and GRI 305", "en", []),
        ("依据GB/T 24001、ISO 9001及SA8000，第3页", "zh", []),
        ("1、公司治理", "zh", []),
        ("from 9:00 to 17:30", "en", ["number", "number"]),
        ("on 12 May we met", "en", []),
        ("as noted (1) above", "en", []),
        ("培训②", "zh", []),
    ],
)
def test_only_amounts_are_quantities(text: str, language: Language, expected: list[str]) -> None:
    kinds = [quantity.kind for quantity in find_quantities(text, language)]
    assert [kind for kind in kinds if kind != "number" or "number" in expected][: len(expected) or None] == expected


@pytest.mark.parametrize(
    ("text", "language", "kinds"),
    [
        ("3月12日，86名员工参加", "zh", ["people"]),
        ("捐赠一千万元，受益学生五千余名", "zh", ["money", "people"]),
        ("八成员工参加，占四分之一", "zh", ["percent", "percent"]),
        ("公司成立以来，两个方面", "zh", []),
        ("one in four employees, two-thirds of managers", "en", ["percent", "percent"]),
        ("in the second half of the year", "en", []),
        ("FY23: 88.1", "en", ["year", "number"]),
    ],
)
def test_shares_and_amounts_in_words(text: str, language: Language, kinds: list[str]) -> None:
    assert [quantity.kind for quantity in find_quantities(text, language)] == kinds
