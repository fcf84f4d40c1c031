"""Folding: one form for all printings of a word, with the way back to the print."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from csr_extract.bundled import lexicon_folder

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_OR_MARK = HAN + "\u3001-\u3003\u3008-\u301b\uff00-\uffef"
_IS_HAN = re.compile(f"[{HAN}]")
_JOINT = re.compile(f"[{HAN_OR_MARK}]")
_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793]")
_QUOTES = {ord(c): "'" for c in "\u2018\u2019\u201b\u02bc`"} | {ord(c): '"' for c in "\u201c\u201d\u201e"}
_DASHES = {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, order=True)
class Span:
    """Half-open range of characters, counted from 0."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Folded:
    """A folded text; `origins[i]` is the place in print of folded character i."""

    text: str
    origins: tuple[int, ...]

    def printed(self, span: Span) -> Span:
        """The span in print of a span in the folded text."""
        if span.start >= span.end:
            return Span(0, 0)
        return Span(self.origins[span.start], self.origins[span.end - 1] + 1)


def fold(printed: str) -> Folded:
    r"""Fold width, script, dashes and layout so that a term matches all its printings. Case is kept.

    Chinese is set without spaces, so a line break inside a word vanishes; traditional characters become simplified:

    >>> fold("溫室氣體\n排放").text
    '温室气体排放'
    >>> fold("low-carbon  “ﬁrst”, the employees’ rights").text
    'low carbon "first", the employees rights'
    """
    letters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(printed):
        for letter in _plain(character):
            letters.append(letter)
            origins.append(place)
    return _close_up(letters, origins)


def fold_text(printed: str) -> str:
    """The folded text alone, where no way back is needed."""
    return fold(printed).text


def is_han(character: str) -> bool:
    """Whether the character is a Chinese ideograph."""
    return bool(_IS_HAN.match(character))


def count_han(text: str) -> int:
    """How many Chinese ideographs the text holds."""
    return len(_IS_HAN.findall(text))


@cache
def _plain(character: str) -> str:
    if character in _DROPPED:
        return ""
    if character.isascii() or _CIRCLED.match(character):
        return character
    plain = unicodedata.normalize("NFKC", character).translate(_QUOTES).translate(_DASHES)
    return plain.translate(traditional_characters())


@cache
def traditional_characters() -> dict[int, str]:
    """Simplified character for each traditional one, as `str.translate` takes it (OpenCC's table, one to one)."""
    lines = (lexicon_folder() / "traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {ord(old): new for old, new in pairs}


def _close_up(letters: list[str], origins: list[int]) -> Folded:
    kept: list[str] = []
    places: list[int] = []
    before = ""
    for place, letter in enumerate(letters):
        plain = letter not in "-'" and not letter.isspace() and before != "'"
        before = letter
        shown = letter if plain else _shown(letters, place, kept[-1] if kept else " ")
        if shown:
            kept.append(shown)
            places.append(origins[place])
    while kept and kept[-1] == " ":
        kept.pop()
        places.pop()
    return Folded("".join(kept), tuple(places))


def _shown(letters: list[str], place: int, before: str) -> str:
    letter = letters[place]
    if letter.isspace():
        return "" if before == " " or _joins(before, letters, place) else " "
    if letter == "-" and _between_letters(letters, place):
        return " "
    if letter == "'":
        return "" if before.isalpha() else letter
    if letter in "sS" and before.isalpha() and letters[place - 1] == "'" and not _alphanumeric(letters, place + 1):
        return ""
    return letter


def _joins(before: str, letters: list[str], place: int) -> bool:
    if _JOINT.match(before):
        return True
    following = next((letter for letter in letters[place:] if not letter.isspace()), "")
    return bool(following and _JOINT.match(following))


def _between_letters(letters: list[str], place: int) -> bool:
    return _alphanumeric(letters, place - 1) and place + 1 < len(letters) and letters[place + 1].isalpha() and letters[place - 1].isalpha()


def _alphanumeric(letters: list[str], place: int) -> bool:
    return 0 <= place < len(letters) and letters[place].isalnum()


def printable(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 (from a Chinese archive) are read as GB18030, or replaced."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
    else:
        return name
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def squeezed(text: str) -> str:
    """Print on one line: runs of white space become one space, and vanish between Chinese characters.

    >>> squeezed("温室\\n 气体  and\\nCO2")
    '温室气体 and CO2'
    """
    text = re.sub(rf"(?<=[{HAN_OR_MARK}])\s+(?=[{HAN_OR_MARK}])", "", text)
    return re.sub(r"\s+", " ", text).strip()


def shortened(text: str, longest: int) -> str:
    """The text cut at `longest` characters, with an ellipsis where it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def joined(parts: Iterable[str]) -> str:
    """Lines of one paragraph as one text: English hyphenation closed, no space between Chinese characters.

    >>> joined(["sustain-", "able growth", "and"]), joined(["温室", "气体"])
    ('sustainable growth and', '温室气体')
    """
    text = ""
    for part in map(str.strip, parts):
        if re.search(r"[a-z][-\u2010]$", text) and re.match(r"[a-z]", part):
            text = text[:-1] + part
        elif not text or not part or (_JOINT.match(text[-1]) and _JOINT.match(part[0])):
            text += part
        else:
            text += " " + part
    return text
