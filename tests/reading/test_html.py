from __future__ import annotations

from csr_extract.reading.html import read_html, read_markdown

PAGE = """<!doctype html><html><head><title>x</title><style>p {}</style></head><body>
<nav>Home | Careers</nav><h1>Our people</h1><p>We employ 3,100 people. All have contracts.</p>
<ul><li>Training for all</li></ul><script>alert("no")</script>
<table><tr><th>Indicator</th><th>2008</th><th>2009</th></tr><tr><td>Injuries</td><td>4</td><td>2</td></tr></table>
<footer>Imprint</footer></body></html>"""


def test_a_page_gives_its_main_text_in_order() -> None:
    (page,) = read_html(PAGE)
    assert [(s.shape, s.text) for s in page.segments] == [
        ("heading", "Our people"),
        ("sentence", "We employ 3,100 people."),
        ("sentence", "All have contracts."),
        ("sentence", "Training for all"),
        ("row", "Indicator | 2008 | 2009"),
        ("row", "Injuries | 2008: 4 | 2009: 2"),
    ]
    assert page.segments[-1].heading == "Our people"


def test_markdown_with_html_tables_inside() -> None:
    (page,) = read_markdown(
        "## 员工\n\n员工总数3,100人。\n\n<table><tr><td>工伤人数</td><td>人</td><td>2</td></tr></table>\n\n| a | 2009 |\n|---|---|\n| b | 3 |\n"
    )
    texts = [segment.text for segment in page.segments]
    assert texts[:3] == ["员工", "员工总数3,100人。", "工伤人数 | 人 | 2"]
    assert "b | 2009: 3" in texts


def test_cells_that_span_rows_keep_later_cells_in_their_columns() -> None:
    table = "<table><tr><th>K</th><th>U</th><th>2008</th></tr><tr><td rowspan=2>SO2</td><td>t</td><td>5</td></tr><tr><td>kg</td><td>6</td></tr></table>"
    (page,) = read_html(table)
    assert page.segments[2].text.endswith("kg | 2008: 6")


def test_words_stay_apart_at_breaks_and_blocks() -> None:
    (page,) = read_html(
        "<h1>Sustainability<br>Report</h1><form><p>We train staff.</p><style>p {}</style></form>"
        "<table><caption>SO2 by plant</caption><tr><td>Energy<br>use</td><td><p>12</p><p>GWh</p></td></tr></table>"
    )
    assert [(s.shape, s.text) for s in page.segments] == [
        ("heading", "Sustainability Report"),
        ("sentence", "We train staff."),
        ("heading", "SO2 by plant"),
        ("row", "Energy use | 12 GWh"),
    ]


def test_a_sentence_that_names_an_index_begins_none() -> None:
    (page,) = read_html("<p>We joined the FTSE4Good ESG Index in 2011.</p><p>Our system is certified.</p>")
    assert {segment.place for segment in page.segments} == {"body"}
