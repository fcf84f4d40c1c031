from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.errors import EmptyFileError
from csr_extract.reading.encoding import read_as
from csr_extract.reading.plain import decode, read_plain
from csr_extract.reading.reader import read_document

CHINESE = "清河公司社会责任报告\n公司建立了环境管理体系，并通过认证。全年投入环保资金120万元。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_chinese_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CHINESE * 20, encoding=encoding)
    sentences = [segment.text for segment in read_document(path).segments]
    assert sentences[:3] == ["清河公司社会责任报告", "公司建立了环境管理体系，并通过认证。", "全年投入环保资金120万元。"]


def test_lines_broken_by_hand_are_joined(tmp_path: Path) -> None:
    paragraph = "The mills along the river have drawn less water in each of the last five years, and\nthe company keeps a record of it.\n\n"
    path = tmp_path / "a.txt"
    path.write_text(paragraph * 8, encoding="utf-8")
    first = read_document(path).segments[0]
    assert first.text == paragraph.replace("\n", " ").strip()


def test_a_table_set_with_spaces_becomes_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("项目 2009年度 2010年度 2011年度\n环保投入 120.5 130.2 141.0\n", encoding="utf-8")
    assert read_document(path).segments[1].text == "环保投入 | 2009年度: 120.5 | 2010年度: 130.2 | 2011年度: 141.0"


def test_the_long_english_seed_is_read(shared: Path) -> None:
    document = read_document(shared / "seeds" / "000_9ecd8d4131e0756a.txt")
    assert len(document.segments) > 500
    assert {segment.language for segment in document.segments} == {"en"}


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "... --- ..."), ("a.html", "<!-- saved page -->"), ("a.html", "<html><body></body></html>")]
)
def test_a_file_without_words_is_empty(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(EmptyFileError, match="holds no words"):
        read_document(tmp_path / name)


SIMPLIFIED = (
    "清河公司于二〇一九年建立了覆盖全部子公司的环境管理体系，并通过ISO 14001认证。全年投入环保资金120万元，同比增长8.5%；二氧化硫排放量降至418吨。"
    "公司为三千余名员工购买补充医疗保险，组织安全培训126场，未发生重大安全事故。我们与供应商签订廉洁协议，禁止使用童工。社区方面，志愿者前往山区小学捐赠图书，"
    "累计服务5,240小时。董事会下设ESG委员会，每季度审议一次气候风险。"
)
TRADITIONAL = (
    "本集團於二零一五年共聘用一千二百名員工，並提供平等的晉升機會。我們每年為前線同事安排不少於20小時的職業安全培訓（Health & Safety）。"
    "集團減少包裝物料的使用，全年節省紙張三十六噸；於所有分店安裝節能照明，用電量下降9.2%。供應商須簽署行為守則，禁止強迫勞動。"
    "董事會設有環境、社會及管治委員會，每季檢討氣候變化的風險，並向慈善團體捐款港幣280萬元。"
)
SNIPPETS = [
    (text, encoding, start, length)
    for text, encodings in ((SIMPLIFIED, ("gb18030", "gbk")), (TRADITIONAL, ("big5", "big5hkscs", "gb18030")))
    for encoding in encodings
    for start in (0, 17, 45, 80)
    for length in (20, 60, 150, 600, 2000)
]


@pytest.mark.parametrize(("text", "encoding", "start", "length"), SNIPPETS)
def test_a_snippet_is_read_in_its_encoding(text: str, encoding: str, start: int, length: int) -> None:
    snippet = (text * 20)[start : start + length]
    assert decode(Path("a.txt"), snippet.encode(encoding)) == snippet


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("她是港島電車的車長，住在深水埗，每天清晨由北角開工，為香港市民服務，安全行車廿載。", "big5hkscs"),
        ("The company’s café saved €1.2m – “a first”, they said.", "cp1252"),
        ("Notre société a réduit ses émissions de 12 % à l’été.", "cp1252"),
        ("Plain words in wide letters", "utf-16-le"),
    ],
)
def test_rarer_encodings(text: str, encoding: str) -> None:
    assert decode(Path("a.txt"), text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_character_cut_off_at_the_end_is_left_out(encoding: str) -> None:
    assert decode(Path("a.txt"), SIMPLIFIED.rstrip("。").encode(encoding)[:-1]) == SIMPLIFIED.rstrip("。")[:-1]


def test_noise_is_no_text() -> None:
    assert read_as(bytes(range(1, 256)) * 9) is None


def test_items_of_lists_stand_alone() -> None:
    (page,) = read_plain("Our rules\n\n• Save water\n• Sort waste\n\n1. Train every driver\n2. Check every lorry\n3. Report every injury\n")
    assert [(segment.shape, segment.text) for segment in page.segments[1:]] == [
        ("sentence", "• Save water"),
        ("sentence", "• Sort waste"),
        ("sentence", "1. Train every driver"),
        ("sentence", "2. Check every lorry"),
        ("sentence", "3. Report every injury"),
    ]


@pytest.mark.parametrize(
    ("name", "rows", "headings"),
    [("dev/zh-huamicro-2012.txt", 4, 33), ("dev/zh-fushine-2024.md", 380, 285), ("pool/zh-tongrentang-2024-annual.md", 2700, 590)],
)
def test_real_texts_keep_their_rows_and_headings(shared: Path, name: str, rows: int, headings: int) -> None:
    shapes = [segment.shape for segment in read_document(shared / "reports" / name).segments]
    assert shapes.count("row") >= rows and shapes.count("heading") >= headings
