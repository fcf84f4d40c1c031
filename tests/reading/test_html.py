from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.reading.html import decode_html, read_html, read_markdown
from csr_extract.text import fold_text

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


def texts(html: str) -> list[str]:
    return [segment.text for segment in read_html(html)[0].segments]


OLD_SITE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>青松集团</title></head><body>
<table width=980><tr><td><a href="/">首页</a></td><td><a href="/zr">社会责任</a></td><td><a href="/hb">环境保护专栏</a></td></tr></table>
<table width=980><tr><td width=200><table><tr><td><a href="1">责任管理体系</a></td></tr><tr><td><a href="2">安全生产动态</a></td></tr></table></td>
<td><table><tr><td>当前位置：<a href="/">首页</a></td></tr><tr><td><b>环境保护工作情况</b></td></tr>
<tr><td><p>二〇一九年，集团共投入环保资金3,260万元，较上年增长12.5%。</p><p>集团建立了覆盖全部子公司的环境管理体系，并通过认证。</p>
<table border=1><tr><td>指标</td><td>单位</td><td>2018年</td><td>2019年</td></tr><tr><td>综合能耗</td><td>吨标准煤</td><td>21.4</td><td>20.8</td></tr></table>
</td></tr></table></td></tr></table>
<table width=980><tr><td>版权所有 青松集团 <a href="#">京ICP备00000000号</a><br>地址：清河市松林路1号</td></tr></table></body></html>"""

MODERN_SITE = """<!doctype html><html><head><meta charset="utf-8"></head><body class="has-sidebar">
<div id="onetrust-banner"><h2>We value your privacy</h2><p>We use cookies to improve your experience and to analyse our traffic.</p></div>
<header><div class="mega-menu"><h3>Sustainability hub</h3><ul><li><a href="1">Human rights policy</a></li><li><a href="2">Net zero</a></li></ul></div></header>
<div class="page"><div class="hero"><h1>Protecting the environment</h1></div>
<div class="text"><p>Northmere cut its emissions by 18 percent between 2018 and 2021.</p>
<p>Our target, approved by the board, is to halve them again by 2030.</p></div>
<div class="accordion"><button aria-expanded="false">Water</button><div hidden><p>We withdrew 4.1 million cubic metres of water in 2021.</p></div></div>
<div class="cards"><div class="card"><span>4,310</span><span>employees worldwide</span></div></div></div>
<aside class="sidebar"><h3>Latest news</h3><ul><li><a href="3">A new bakery opens</a></li><li><a href="4">Half-year results</a></li></ul></aside>
<div class="site-footer"><a href="5">Modern slavery statement</a><p>© 2022 Northmere plc. All rights reserved.</p></div></body></html>"""


def test_an_old_site_laid_out_with_tables_keeps_its_article_alone() -> None:
    assert texts(OLD_SITE) == [
        "环境保护工作情况",
        "二〇一九年，集团共投入环保资金3,260万元，较上年增长12.5%。",
        "集团建立了覆盖全部子公司的环境管理体系，并通过认证。",
        "指标 | 单位 | 2018年 | 2019年",
        "综合能耗 | 吨标准煤 | 2018年: 21.4 | 2019年: 20.8",
    ]


def test_banners_menus_and_news_go_while_folded_sections_and_cards_stay() -> None:
    assert texts(MODERN_SITE) == [
        "Protecting the environment",
        "Northmere cut its emissions by 18 percent between 2018 and 2021.",
        "Our target, approved by the board, is to halve them again by 2030.",
        "Water",
        "We withdrew 4.1 million cubic metres of water in 2021.",
        "employees worldwide | 4,310",
    ]


def test_a_page_that_is_only_a_table_survives() -> None:
    rows = "".join(f"<tr><td>指标{number}</td><td>吨</td><td>{number}20</td><td>{number}30</td></tr>" for number in range(1, 9))
    page = f"<body><nav><a href='/'>首页</a></nav><h1>绩效数据</h1><table><tr><th>指标</th><th>单位</th><th>2021</th><th>2022</th></tr>{rows}</table></body>"
    made = texts(page)
    assert made[0] == "绩效数据" and made[-1] == "指标8 | 吨 | 2021: 820 | 2022: 830" and len(made) == 10


def test_a_page_that_is_only_a_list_survives_item_by_item() -> None:
    items = ["No one below the age of 16 is employed", "Waste water is treated", "Readings are taken daily", "No gifts above 50 euros"]
    page = f"<body><div class=menu><a href=1>Home</a><a href=2>Responsibility</a></div><div><h1>Supplier code</h1><ul><li>{'<li>'.join(items)}</ul></div></body>"
    assert texts(page) == ["Supplier code", *items]


def test_heads_of_two_storeys_are_read_together() -> None:
    page = (
        "<table><tr><th rowspan=2>Mill</th><th colspan=2>Water</th></tr><tr><th>2022</th><th>2023</th></tr>"
        "<tr><td>Stour</td><td>310</td><td>298</td></tr></table>"
    )
    assert texts(page)[-1] == "Stour | Water 2022: 310 | Water 2023: 298"


def test_a_line_wrapped_in_the_source_is_one_sentence_and_a_break_ends_one() -> None:
    assert texts("<p>We train\nour staff<br>every year.<br>All of\nthem.</p>") == ["We train our staff every year.", "All of them."]


def test_a_bold_line_is_a_heading() -> None:
    (page,) = read_html("<div><p><strong>一、矿山复垦</strong></p><p>全年完成复垦面积126公顷。</p></div>")
    assert [segment.shape for segment in page.segments] == ["heading", "sentence"]


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "gb18030"), ("big5", "big5hkscs"), ("utf-8", "utf-8"), ("gb2312", "utf-8"), ("iso-8859-1", "gb18030")]
)
def test_a_page_is_decoded_as_declared_or_as_it_is(declared: str, real: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>公司全年安全生全投入三百万元，人人有保障。</p></body></html>'
    if "big5" in real:
        page = page.replace("公司全年安全生全投入三百万元，人人有保障。", "本集團共聘用一千二百名員工，人人享有醫療保險。")
    assert decode_html(Path("a.html"), page.encode(real)) == page


def test_a_bomb_of_entities_stays_small() -> None:
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><html><body><p>We train &b; all staff.</p></body></html>'
    )
    assert len("".join(texts(bomb))) < 100


def test_a_traditional_page_and_its_simplified_twin_fold_to_the_same_segments() -> None:
    traditional = "<h1>環境保護</h1><p>本公司為員工購買醫療保險，並減少溫室氣體排放。</p><ul><li>節約用電</li><li>資源回收</li></ul>"
    simplified = "<h1>环境保护</h1><p>本公司为员工购买医疗保险，并减少温室气体排放。</p><ul><li>节约用电</li><li>资源回收</li></ul>"
    assert [fold_text(text) for text in texts(traditional)] == [fold_text(text) for text in texts(simplified)]


def test_front_matter_of_markdown_is_no_text() -> None:
    (page,) = read_markdown("---\ntitle: x\nlayout: page\n---\n# Water\n\n- We measure it\n- We save it\n")
    assert [segment.text for segment in page.segments] == ["Water", "We measure it", "We save it"]
