"""In which encoding a text was saved: the byte order mark, else the reading whose characters are those that people write."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

SAMPLE = 60_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KIN = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252"}
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", "cp1252")
_WESTERN = frozenset("‘’“”„–—…•€£¥©®™°±²³µ·½¼¾×àáâãäåæçèéêëìíîïñòóôõöøùúûüßœšžÀÁÂÄÅÇÈÉÊËÍÑÓÔÖØÚÜŒŠŽ§«»\u00a0\u2022")
_CHINESE_MARKS = frozenset(
    "，。、；：？！（）“”‘’《》—…·％「」『』【】〔〕　－～〇①②③④⑤⑥⑦⑧⑨⑩●■◆★㈠㈡㈢㈣㈤ⅠⅡⅢⅣ℃㎡‰×±°→≤≥，．０１２３４５６７８９"
)
_COMMON = frozenset(
    "的一是在和有公司不人为了年中大国会上业个对发社責责任经经營营管理产產生工员員安全环環境保护護进進行要以地到时時成能这這可本"
    "我们們他她与與及其及于於并並等各作用高新法家资資力量方面提体體系建设設展開开动動化实實现現股份集团團企水电電万萬元亿億"
    "二三四五六七八九十百千月日号號第部门門市区區项項目标標制度质質服务務客户戶供应應商技术術研公益教育培训訓活"
)


@dataclass(frozen=True)
class Reading:
    """A text as one encoding gives it; `likeness` says how far its characters are those that people write, 0 to 1."""

    encoding: str
    text: str
    likeness: float


def read_as(data: bytes, declared: str = "") -> Reading | None:
    """The likeliest reading of the bytes, or None where none makes sense; a character cut off at the end is left out.

    >>> read_as("公司建立了环境管理体系。".encode("gb18030")).text
    '公司建立了环境管理体系。'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Reading(encoding, _decoded(data[len(mark) :], encoding, "replace"), 1.0)
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and utf8.count("\0") <= len(utf8) / 50:
        return Reading("utf-8", utf8, 1.0)
    readings = sorted(_readings(data, _name(declared)), key=lambda reading: -reading.likeness)
    return readings[0] if readings and readings[0].likeness > 0.3 else None


def _name(declared: str) -> str:
    """The widest encoding of the family that a declared name belongs to, empty where it is unknown."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    return _KIN.get(name, name)


def _readings(data: bytes, declared: str) -> Iterator[Reading]:
    for encoding in dict.fromkeys((*_CANDIDATES, declared) if declared else _CANDIDATES):
        text = _strict(data, encoding)
        loss = 0.0
        if text is None:
            text = _decoded(data, encoding, "replace")
            loss = text.count("\ufffd") / max(1, len(text))
        if loss < 0.05:
            yield Reading(encoding, text, likeness(text, encoding) - 5 * loss + (0.1 if encoding == declared else 0.0))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return _decoded(data, encoding, "strict")
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, encoding: str, errors: str) -> str:
    """The text without a character that is cut off at the end."""
    return codecs.getincrementaldecoder(encoding)(errors).decode(data, final=False)


def likeness(text: str, encoding: str) -> float:
    """The share of the characters beyond ASCII that are common ones, 0 to 1; half for those of the first plane of their standard."""
    counts = Counter(re.findall(r"[^\x00-\x7f]", text[:SAMPLE]))
    if not counts:
        return 0.0 if "\0" in text else 0.5
    if encoding == "cp1252":
        return _western(text[:SAMPLE], counts)
    total = sum(counts.values())
    return sum(count * _worth(character, encoding) for character, count in counts.items()) / total


def _western(text: str, counts: Counter[str]) -> float:
    """Letters with accents and curly quotes stand alone among plain letters, and nothing is a control character."""
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return 0.0
    alone = len(re.findall(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])", text))
    total = sum(counts.values())
    return 0.9 * alone / total * sum(count for character, count in counts.items() if character in _WESTERN) / total


@cache
def _worth(character: str, encoding: str) -> float:
    if character in _COMMON or character in _CHINESE_MARKS:
        return 1.0
    if encoding == "gb18030":
        return 0.8 if _is_first_plane(character, "gb2312", 0xB0, 0xD7) else 0.0
    if encoding in ("big5hkscs", "cp950"):
        return 0.8 if _is_first_plane(character, "big5", 0xA4, 0xC6) else 0.0
    if _is_first_plane(character, "gb2312", 0xB0, 0xD7) or _is_first_plane(character, "big5", 0xA4, 0xC6) or character in _WESTERN:
        return 0.8
    return 0.0


def _is_first_plane(character: str, encoding: str, first: int, last: int) -> bool:
    """Whether a standard puts the character among its common ones: GB 2312 rows 16-55, Big5 from A4 to C6."""
    try:
        raw = character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return len(raw) == 2 and first <= raw[0] <= last
