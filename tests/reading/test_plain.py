from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.errors import EmptyFileError
from csr_extract.reading.reader import read_document

CHINESE = "清河公司社会责任报告\n公司建立了环境管理体系，并通过认证。全年投入环保资金120万元。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
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
