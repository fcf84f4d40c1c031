from __future__ import annotations

import re
from dataclasses import replace

from csr_extract.detection.candidate import read_segments
from csr_extract.detection.structure import structural_candidates
from csr_extract.indicators.indicator import Indicator, Rule
from csr_extract.reading.document import Document, Page, Segment

ITEM = Indicator("X1.1", "X1", 1, "management", "name", "名", "one", "zero", Rule(structure="years"), {})


def document(*segments: Segment) -> Document:
    return Document("a.pdf", "0", (Page(1, segments),))


def found(item: Indicator, *segments: Segment) -> int:
    return len([*structural_candidates(item, [*read_segments(document(*segments))])])


def row(text: str) -> Segment:
    return Segment(text, 1, "en", "row", years=tuple(map(int, re.findall(r"20\d\d", text))) if ": " in text else ())


def test_three_rows_of_three_years_are_comparable_data() -> None:
    rows = [row(f"{name} | 2007: 1 | 2008: 2 | 2009: 3") for name in ("Water", "Energy", "Waste")]
    assert found(ITEM, *rows) == 3
    assert found(ITEM, *rows[:2]) == 0


def test_years_may_stand_in_a_row_of_heads() -> None:
    rows = [row(f"{name} | 1 | 2 | 3") for name in ("Water", "Energy", "Waste")]
    assert found(ITEM, row("Indicator | 2007 | 2008 | 2009"), *rows) == 3
    assert found(ITEM, row("Indicator | 2008 | 2009 | change"), *rows) == 0


def test_a_report_knows_its_own_title() -> None:
    item = replace(ITEM, rule=Rule(structure="report"))
    assert found(item, Segment("2009 Corporate Social Responsibility Report", 1, "en", "heading")) == 1
    assert found(item, Segment("清河公司二〇一〇年社会责任报告", 1, "zh", "heading")) == 1
    assert found(item, Segment("2009 annual report", 1, "en", "heading")) == 0


def test_a_page_of_the_website_on_social_responsibility_is_one() -> None:
    item = replace(ITEM, rule=Rule(structure="web"))
    reads = [*read_segments(document(Segment("Sustainability at Kestrel", 1, "en", "heading")))]
    assert len([*structural_candidates(item, reads, "web")]) == 1
    assert not [*structural_candidates(item, reads, "csr")]
