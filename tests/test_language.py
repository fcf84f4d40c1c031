from __future__ import annotations

from csr_extract.language import language_of


def test_a_chinese_sentence_with_english_names_is_chinese() -> None:
    assert language_of("公司按照GRI Standards和ISO 26000编制本报告，披露环境数据") == "zh"


def test_figures_alone_take_the_language_around_them() -> None:
    assert language_of("1,234 | 5,678", otherwise="zh") == "zh"
