"""Reasons in words, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from csr_extract.language import Language

ObjectionKind = Literal[
    "no_figure",
    "figure_below",
    "plan",
    "not_disclosed",
    "law",
    "condition",
    "other_party",
    "denied",
    "index",
    "contents",
    "glossary",
    "feedback",
    "heading",
    "window",
    "source",
]
FlagKind = Literal["doubtful", "disagree", "index", "unreadable", "proposed"]
Words = Mapping[Language, str]

OBJECTIONS: Mapping[ObjectionKind, Words] = {
    "no_figure": {"en": "no figure stands with it", "zh": "旁边没有数据"},
    "figure_below": {"en": "its figure stands in the table below", "zh": "数据在下方表格中"},
    "plan": {"en": "only a plan", "zh": "仅为计划"},
    "not_disclosed": {"en": "said not to be disclosed or not to be there yet", "zh": "声明未披露或尚未建立"},
    "law": {"en": "a law or standard is described", "zh": "所述为法规或标准"},
    "condition": {"en": "holds only under a condition", "zh": "仅在一定条件下成立"},
    "other_party": {"en": "another party's doing", "zh": "所述为其他主体"},
    "denied": {"en": "said not to have happened", "zh": "声明未发生"},
    "index": {"en": "only a row of a content index", "zh": "仅为内容索引的一行"},
    "contents": {"en": "only a line of the table of contents", "zh": "仅为目录的一行"},
    "glossary": {"en": "only a definition", "zh": "仅为释义"},
    "feedback": {"en": "only a question of the feedback form", "zh": "仅为意见反馈表的问题"},
    "heading": {"en": "only a heading", "zh": "仅为标题"},
    "window": {"en": "speaks only of years outside the rating window", "zh": "所述年份均不在评价期内"},
    "source": {"en": "stands in a document of a kind that does not count for it", "zh": "该类文件不作为此项依据"},
}

FLAGS: Mapping[FlagKind, Words] = {
    "doubtful": {"en": "doubtful", "zh": "存疑"},
    "disagree": {"en": "lexicon and classifier disagree", "zh": "词典与分类器判断不一致"},
    "index": {"en": "the report's own index points to a page on which nothing was found", "zh": "报告索引所指页面未找到依据"},
    "unreadable": {"en": "part of the document could not be read", "zh": "部分页面无法读取"},
    "proposed": {"en": "proposed for a person to confirm", "zh": "建议由人工确认"},
}

PHRASES: Mapping[str, Words] = {
    "none": {"en": "none of its terms occur", "zh": "未出现任何相关词语"},
    "fires": {"en": "{term!r} fires", "zh": "命中“{term}”"},
    "reads": {"en": "the sentence reads like evidence", "zh": "该句读来属于依据"},
    "figure": {"en": " with {figure!r}", "zh": "，数据“{figure}”"},
    "doubt": {"en": ", though {reason}", "zh": "，但{reason}"},
    "more": {"en": "; {number} more", "zh": "；另有{number}处"},
    "near_one": {"en": "1 near miss: {reasons}", "zh": "1处相近但不足：{reasons}"},
    "near": {"en": "{number} near misses: {reasons}", "zh": "{number}处相近但不足：{reasons}"},
    "counted": {"en": "{reason} ({number})", "zh": "{reason}（{number}）"},
    "hint": {"en": "only a hint", "zh": "仅有线索"},
    "unlikely": {"en": "reads unlike evidence", "zh": "读来不像依据"},
    "unread_one": {"en": "page {pages} could not be read", "zh": "第{pages}页无法读取"},
    "unread": {"en": "pages {pages} could not be read", "zh": "第{pages}页无法读取"},
    "unread_many": {"en": "{number} pages could not be read ({pages} ...)", "zh": "{number}页无法读取（第{pages}页等）"},
    "flag": {"en": "; to check: {flags}", "zh": "；需核对：{flags}"},
    "and": {"en": ", ", "zh": "、"},
    "then": {"en": "; ", "zh": "；"},
    "pointed": {"en": "index: {standard} {code} on page {page}", "zh": "索引：{standard} {code} 见第{page}页"},
}


def phrase(name: str, language: Language, **values: object) -> str:
    """A phrase with its values filled in.

    >>> phrase("figure", "en", figure="12 %"), phrase("more", "zh", number=3)
    (" with '12 %'", '；另有3处')
    """
    return PHRASES[name][language].format(**values)
