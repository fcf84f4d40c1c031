from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from csr_extract.language import Language
from csr_extract.reading.content_index import LONGEST_RANGE, index_rows, page_references
from csr_extract.reading.document import IndexRow, Place, Segment
from csr_extract.reading.reader import read_document
from csr_extract.reading.segment import is_index_row, place_of


def below(head: str, *rows: str, language: Language = "en", place: Place = "index") -> list[Segment]:
    """The segments of an index on page 80: its heading, and rows (or sentences, where they have no cells)."""
    made = [Segment(row, 80, language, "row" if " | " in row else "sentence", place, head) for row in rows]
    return [Segment(head, 80, language, "heading", "index"), *made]


def told(rows: Sequence[IndexRow]) -> list[tuple[str, str, tuple[int, ...], str]]:
    return [(row.standard, row.code, row.pages, row.answer) for row in rows]


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("GRI content index", "GRI 305-1 | Direct (Scope 1) GHG emissions | 45-46", ("GRI", "305-1", (45, 46), "")),
        ("GRI content index", "GRI 305: Emissions 2016 | 305-7 Nitrogen oxides | 12; 47", ("GRI", "305-7", (12, 47), "")),
        ("GRI G4 index", "G4-EN15 | Direct emissions | 42 | Y (91-93)", ("GRI G4", "G4-EN15", (42,), "")),
        ("GRI G3 index", "EN16 Total greenhouse gas emissions 34", ("GRI G3", "EN16", (34,), "")),
        ("GRI G3 index", "SO2 | Units analysed for corruption | 22", ("GRI G3", "SO2", (22,), "")),
        ("GRI G3 index", "2.10 | Awards received | 5", ("GRI G3", "2.10", (5,), "")),
        (
            "HKEX ESG index",
            "KPI B6.2 | Complaints received | No complaint was received.",
            ("HKEX", "B6.2", (), "No complaint was received."),
        ),
        ("HKEX ESG index", "Aspect A1: Emissions | General Disclosure | 10", ("HKEX", "A1", (10,), "")),
        ("联交所指引内容索引", "关键绩效指标A1.1 | 排放物种类 | 环境保护 | 见第12页", ("HKEX", "A1.1", (12,), "")),
        ("CASS-CSR4.0指标索引", "M1.1股东权益保护 12", ("CASS", "M1.1", (12,), "")),
        ("CASS-CSR3.0指标索引", "A1 | 未来计划 | P60", ("CASS", "A1", (60,), "")),
        ("CASS-CSR3.0指标索引", "E3.4 | 生态恢复 | 不适用", ("CASS", "E3.4", (), "不适用")),
        ("SASB index", "RT-CH-410a.1 | Revenue from safer products | $12 million", ("SASB", "RT-CH-410a.1", (), "$12 million")),
        ("SASB index", "RT-CH-000.A | Production by segment | p. 9", ("SASB", "RT-CH-000.A", (9,), "")),
        ("SASB table", "Topic X | Spills | Quantitative | Kilograms (kg) | RT-EE-150a.2 | 475 kg", ("SASB", "RT-EE-150a.2", (), "475 kg")),
        ("BRSR index", "Section C, Principle 6, P6-E1 | Energy consumption | 45", ("BRSR", "P6-E1", (45,), "")),
        ("Global Compact index", "Principle 7 | Precautionary approach | 34", ("UNGC", "7", (34,), "")),
        ("SDG index", "Goal 5 | Gender equality | 20", ("SDG", "5", (20,), "")),
        ("ISO 26000 index", "6.5.3 | Prevention of pollution | 30", ("ISO 26000", "6.5.3", (30,), "")),
        ("TCFD index", "Strategy | a | Risks over the short, medium and long term | 7-8", ("TCFD", "Strategy a", (7, 8), "")),
        ("TCFD建议对照表", "治理 | a | 描述董事会对气候相关风险的监督情况 | P2〜P3", ("TCFD", "Governance a", (2, 3), "")),
    ],
)
def test_a_row_of_each_standard(head: str, row: str, expected: tuple[str, str, tuple[int, ...], str]) -> None:
    assert told(index_rows(below(head, row))) == [expected]


def test_one_row_may_hold_several_codes() -> None:
    rows = index_rows(
        below("指标索引：GRI", "商业道德 | 第五十五条、第五十六条 | 205-2；206-1", "治理 | 第五条 | 2-9、2-12", language="zh")
    )
    assert [(row.code, row.text) for row in rows] == [("205-2", "商业道德"), ("206-1", "商业道德"), ("2-9", "治理"), ("2-12", "治理")]
    assert all(not row.pages and not row.answer for row in rows)


def test_two_rows_side_by_side_are_two() -> None:
    rows = index_rows(below("CASS指标索引", "P1.1 | 质量保证 | 2 | G1.1 | 企业概况 | 4-5", language="zh"))
    assert [(row.code, row.text, row.pages) for row in rows] == [("P1.1", "质量保证", (2,)), ("G1.1", "企业概况", (4, 5))]


def test_rows_that_run_on_are_cut_at_their_codes() -> None:
    text = "7, 8 GRI 302-1: Energy consumption 85, 91 8 GRI 302-3: Energy intensity 92 GRI 303: Water 2018"
    assert told(index_rows(below("GRI content index with UNGC principles", text))) == [
        ("GRI", "302-1", (85, 91), ""),
        ("GRI", "302-3", (92,), ""),
    ]


def test_a_topic_is_a_row_only_where_it_points() -> None:
    rows = index_rows(below("GRI index", "GRI 305: Emissions 2016 | ", "GRI 306 | Waste | 50"))
    assert [(row.code, row.pages) for row in rows] == [("306", (50,))]


def test_a_row_goes_on_in_the_lines_below_it() -> None:
    rows = index_rows(
        below(
            "GRI index",
            "103-2 The management approach | The Green Page | 8",
            "and its components | Our Suppliers | 27",
            "102-48",
            "Restatements of information",
            "Waste of the year before was restated.",
        )
    )
    assert [(row.code, row.text, row.pages, row.answer) for row in rows] == [
        ("103-2", "The management approach and its components", (8, 27), ""),
        ("102-48", "Restatements of information", (), "Waste of the year before was restated."),
    ]


def test_what_only_points_is_no_answer() -> None:
    rows = index_rows(
        below(
            "GRI index",
            "305-1 | Direct emissions | Climate and energy | 45",
            "102-3 | Location of headquarters | Back cover",
            "205-3 | Incidents | see page 12 of this report",
            '413-1 | Local communities | "Our neighbours" | -',
        )
    )
    assert [row.answer for row in rows] == ["", "", "", ""] and rows[2].pages == (12,)


def test_a_chapter_of_the_report_is_no_answer_but_a_name_is() -> None:
    chapter = Segment("Our People", 20, "en", "heading")
    rows = index_rows([chapter, *below("GRI index", "401-1 | New hires | Our people", "102-13 | Membership | Acme Makers Guild")])
    assert [row.answer for row in rows] == ["", "Acme Makers Guild"]


def test_links_omissions_and_figures_are_answers() -> None:
    rows = index_rows(
        below(
            "GRI index",
            "302-4 | Less energy | 91; https://example.org/energy/2021",
            "102-12 External initiatives None",
            "418-1 | Complaints | 0",
            "305-1 | Scope 1 | t | 2021: 120 | 2020: 130",
            "102-51 | Date of the last report | 2017",
        )
    )
    assert [row.pages for row in rows] == [(91,), (), (), (), ()]
    assert rows[1].answer == "None" and rows[2].answer == "0" and "2021: 120" in rows[3].answer and rows[4].answer == "2017"


def test_pages_of_another_report_are_none_of_this() -> None:
    rows = index_rows(below("GRI index", "102-2 | Products | 18/19; AR 29, 31", "102-5 | Legal form | 2022 10-K, pp. 3-7"))
    assert [row.pages for row in rows] == [(18, 19), ()]


def test_pages_of_the_annual_report_count_where_the_index_knows_no_other() -> None:
    rows = index_rows(below("GRI index", "302-1 | Energy | AR 34", "302-3 | Intensity | AR 35-36"))
    assert [row.pages for row in rows] == [(34,), (35, 36)]


def test_numbers_beyond_the_last_page_are_no_pages_but_for_an_excerpt() -> None:
    index = below("GRI index", "302-1 | Energy | 34, 703", "302-3 | Intensity | 35")
    assert [row.pages for row in index_rows(index, last_page=60)] == [(34,), (35,)]
    assert [row.pages for row in index_rows(index, last_page=12)] == [(34, 703), (35,)]


def test_a_range_of_pages_is_no_code_of_the_gri() -> None:
    (row,) = index_rows(below("GRI index", "GRI 2-22 | Statement on strategy | 2-3", "305-1"))
    assert (row.code, row.pages) == ("2-22", (2, 3))


def test_a_long_range_is_cut() -> None:
    assert page_references("12-200") == tuple(range(12, 12 + LONGEST_RANGE))


@pytest.mark.parametrize(
    "cell", ["2019", "12,345", "3.2", "35%", "12 t", "第四条", "305-1", "0", "RT-CH-410a.1", "https://example.org/12", "Scope 1"]
)
def test_what_is_no_page(cell: str) -> None:
    assert page_references(cell) == ()


def test_a_data_table_with_a_column_of_codes_tells_its_figures() -> None:
    rows = index_rows([Segment("Direct emissions (t) | 2021: 297,630 | 2020: 292,755 | 305-1", 68, "en", "row")])
    assert told(rows) == [("GRI", "305-1", (), "2021: 297,630 | 2020: 292,755")]


@pytest.mark.parametrize(
    "row", ["Energy | kWh | 305", "EN 13432 | compostable | 12", "Model 305-1 | pump | 12", "A1 | paper | 30", "2-3 years | 12"]
)
def test_tables_of_the_body_give_no_rows(row: str) -> None:
    assert index_rows([Segment(row, 5, "en", "row")]) == ()


def test_sulphur_dioxide_is_no_indicator() -> None:
    assert index_rows(below("GRI G3 index", "SO2 | emissions of the year | t | 12")) == ()


@pytest.mark.parametrize(
    "head",
    [
        "GRI Context Index",
        "附錄三：GRI準則索引",
        "ESG Reporting Guide Content Index",
        "UN Global Compact index",
        "SDGs对应表",
        "59. TCFD index",
        "指标索引",
    ],
)
def test_heads_of_indices(head: str) -> None:
    assert place_of(head) == "index"


@pytest.mark.parametrize(
    "head",
    [
        "MSCI ESG Leaders Index",
        "UN Global Compact 100 Index",
        "2021 ESG Performance Index",
        "42 GRI Content Index",
        "GRI内容索引 98",
        "员工敬业度指数",
    ],
)
def test_indices_of_shares_and_lines_of_the_contents_are_no_heads(head: str) -> None:
    assert place_of(head) != "index"


@pytest.mark.parametrize(
    "row", ["RT-CH-410a.1 | x | 4", "P6-E1 | x", "关键绩效指标A1.1 | x", "层面A1 | x", "G4-12 | x | 4", "ISO 26000 6.5 | x"]
)
def test_codes_at_the_head_of_a_row(row: str) -> None:
    assert is_index_row(row)


@pytest.mark.parametrize(
    "row", ["ISO 14001 sites | 56 | 61", "up to 100 | 3", "100-499 staff | 12", "EN71-3 | toy | 3", "G4.0 | x", "300-400 | 12"]
)
def test_products_and_standards_of_engineering_are_no_codes(row: str) -> None:
    assert not is_index_row(row)


@pytest.mark.parametrize(
    ("name", "page", "code", "pages"),
    [
        ("pool/en-sunshine-oilsands-2019.pdf", 31, "B6.4", (23, 24)),
        ("pool/zh-megabank-2022-tcfd-encrypted.pdf", 47, "Governance b", (2, 3, 4, 5, 6, 39)),
    ],
)
def test_rows_of_a_real_report(shared: Path, name: str, page: int, code: str, pages: tuple[int, ...]) -> None:
    rows = index_rows(read_document(shared / "reports" / name).segments)
    assert pages in [row.pages for row in rows if (row.page, row.code) == (page, code)]
