from __future__ import annotations

import pytest

from csr_extract.reading.segment import Above, Paragraph, is_index_row, place_of, segments_of, sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Emissions fell by 3.5 percent. The U.S. plants of Acme Inc. did best.", 2),
        ("See Fig. 3 and pp. 12 for details.", 1),
        ("It rose! Did it? Yes.", 3),
    ],
)
def test_english_sentences(text: str, count: int) -> None:
    assert len(sentences(text, "en")) == count


def test_very_long_sentences_are_cut_at_commas() -> None:
    parts = sentences("，".join(["公司持续推进各项环境保护工作并不断完善管理制度"] * 40) + "。", "zh")
    assert len(parts) > 1 and all(len(part) <= 400 for part in parts)


def test_headings_are_remembered_across_pages() -> None:
    above = Above()
    segments_of([Paragraph(("Our people",), shape="heading")], 1, above)
    (segment,) = segments_of([Paragraph(("They are many.",))], 2, above)
    assert segment.heading == "Our people"


def test_rows_below_the_head_of_an_index_are_index_rows() -> None:
    above = Above()
    made = segments_of([Paragraph(("GRI content index",), shape="heading"), Paragraph(("Environmental policy, page 12",))], 1, above)
    assert [segment.place for segment in made] == ["index", "index"]
    (later,) = segments_of([Paragraph(("We have a policy.",))], 5, above)
    assert later.place == "body"


@pytest.mark.parametrize(
    "row", ["305-1 Direct emissions | p. 12", "GRI 305 | Emissions | 12", "KPI A1.2 | GHG | 30", "G4-EN15 | page 3", "LA7 | 伤害 | 23"]
)
def test_rows_with_codes_of_standards(row: str) -> None:
    assert is_index_row(row)


@pytest.mark.parametrize("row", ["Direct emissions | t | 2009: 12", "A 12 | 3", "Energy | kWh | 305"])
def test_rows_of_figures_are_no_index(row: str) -> None:
    assert not is_index_row(row)


def test_places() -> None:
    assert [place_of(text) for text in ("目录", "GRI内容索引", "释义", "独立鉴证报告", "员工")] == [
        "contents",
        "index",
        "glossary",
        "assurance",
        None,
    ]
