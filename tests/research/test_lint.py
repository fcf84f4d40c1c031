from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.research.lint import check_lexicon

GOOD = """
[[indicator]]
id = "X1.1"
topic = "X1"
number = 1
kind = "performance"
name_en = "water"
name_zh = "水"
rate_1_if = "an amount"
rate_0_if = "no figure"
needs = "figure"
units = ["volume"]

[indicator.zh]
terms = ["用水量"]
must_hit = ["全年用水量为120立方米。"]
must_miss = ["公司重视用水量管理。"]

[indicator.en]
terms = ["water use"]
must_hit = ["Water use was 120 m3."]
must_miss = ["Water use fell."]
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    return check_lexicon([path])[0]


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('must_hit = ["Water use was 120 m3."]', 'must_hit = ["Water was 120 m3."]', "X1.1 en: gives 0 on its must_hit"),
        ('must_miss = ["Water use fell."]', 'must_miss = ["Water use fell to 9 m3."]', "X1.1 en: gives 1 on its must_miss"),
        ('terms = ["water use"]', "terms = []", "X1.1 en: no terms"),
        ('must_hit = ["全年用水量为120立方米。"]', "must_hit = []", "X1.1 zh: no must_hit"),
        ('terms = ["water use"]', 'terms = ["water use", "(draw|drew"]', "brackets do not pair up"),
        ('terms = ["water use"]', 'terms = ["water use", "draw ..4 <buckets>"]', "unknown quantity <buckets>"),
        ('units = ["volume"]', 'units = ["buckets"]', "unknown units buckets"),
        ('units = ["volume"]', "", "no units are named"),
        ('needs = "figure"', 'needs = "figure"\nneed = 1', "unknown key 'need'"),
        ('name_zh = "水"\n', "", "name_zh missing"),
        ('kind = "performance"', 'kind = "perfomance"', "unknown kind 'perfomance'"),
        ('terms = ["water use"]', 'terms = "water use"', "write a list, even of one"),
        ('needs = "figure"', 'needs = "figure"\ncoverage = "no"', "not true or false"),
    ],
)
def test_each_kind_of_problem_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert any(told in problem for problem in problems(tmp_path, GOOD.replace(old, new)))


def test_a_term_of_two_indicators_needs_a_reason(tmp_path: Path) -> None:
    twice = GOOD + GOOD.replace("X1.1", "X1.2")
    assert any("X1.1 and X1.2 zh: share the term '用水量'" in problem for problem in problems(tmp_path, twice))
