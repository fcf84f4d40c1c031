"""Numbers that disclose something: amounts with their units, not years, page numbers or names of standards."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from csr_extract.detection.token import Tokens
from csr_extract.indicators.lexicon import load_units
from csr_extract.language import LANGUAGES, Language
from csr_extract.text import Span

_NUMBER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_NUMBER = "(?!一(?![百千万亿]))[一二两三四五六七八九十百千零]{1,8}"
_SHARES = re.compile(
    "[一二两三四五六七八九]成[一二三四五六七八九半]?(?=[以左多的，。；、,;)）]|员工|员|职工|$)"
    "|[一二三四五六七八九十百]{1,4}分之[一二三四五六七八九十百零]{1,5}"
    "|(?:超过|逾|近|约|占|达)一?半(?=[以的数，。；、,;)）]|员工|职工|$)|(?<!一)半数"
    r"|\b(?i:(?:one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?|(?:a|one) (?:half|third|quarter|fifth) of"
    r"|(?<!first )(?<!second )half of (?:the|our|its|all)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:every )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred))\b"
)
_YEAR = re.compile(r"(19|20)\d\d")
_DATE_TAIL = re.compile(r"\s?(年度?|月份?|日|/\d|-\d{1,2}-|世纪|号|节|章|条|款|届|版|期间|年代|财年)")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS_CUT = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_MONTH_BEFORE = re.compile(rf"({MONTHS}|{MONTHS_CUT})\.?\s?$")
_MONTH_AFTER = re.compile(rf"(st|nd|rd|th)?\s?(of )?({MONTHS})")
_LIST_NUMBER = re.compile(r"[（(]?\d{1,2}[)）.、．](?!\d)")
_RATIO = re.compile(r"(?<![A-Za-z\d.,:\-/])\d{1,3}(?:\.\d+)?\s?:\s?\d{1,3}(?:\.\d+)?(?![\d:,])")
_FISCAL_YEAR = re.compile(r"\bFY\s?(?:20)?\d\d(?:[-/]\d{2,4})?(?!\d)")
_FOOTNOTE = re.compile(r"\(\d{1,2}\)")
_ENGLISH_NUMBER = "(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK = re.compile(r"([2-9]|1\d|2[0-4])\s?:\s?[0-5]\d")
_PER = re.compile(r"\s?(/|每|per )\s?(?!年|月|天|日|years?\b|yr\b|annum|month|day|week|a\b)[^\W\d]")


@dataclass(frozen=True)
class Quantity:
    """A number with its kind of unit, at a span of the folded text."""

    kind: str
    span: Span
    value: float | None = None
    number_end: int | None = None


def find_quantities(folded_text: str, language: Language) -> tuple[Quantity, ...]:
    """All quantities of a sentence, or of the cells of a table row, in order of place.

    >>> [(q.kind, q.value) for q in find_quantities("2019年投入环保资金1,200万元，同比增长12.5%", "zh")]
    [('year', 2019.0), ('money', 1200.0), ('percent', 12.5)]
    >>> [q.kind for q in find_quantities("In 2020, 35 employees gave 120 hours (ISO 14001, page 12)", "en")]
    ['year', 'people', 'hours']
    """
    if not _HINT.search(folded_text):
        return ()
    found = [*_shares(folded_text), *_ratios(folded_text), *_grades(folded_text), *_fiscal_years(folded_text)]
    taken = [quantity.span for quantity in found]
    for match in _number_pattern().finditer(folded_text):
        span = Span(*match.span())
        if any(span.overlaps(other) for other in taken):
            continue
        if quantity := _judge_number(match, folded_text, language):
            found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.span))


_HINT = re.compile(
    r"\d|[一二两三四五六七八九十百千半]|[A-D]|\b(?i:half|third|quarter|fifth|tenth|one|two|three|four|five|six|seven|eight|nine)"
)


def token_ranges(quantities: Sequence[Quantity], kind: str, tokens: Tokens) -> list[tuple[int, int]]:
    """Token ranges of the quantities of one kind, each with its unit and without: the unit may itself be a word of a term."""
    starts = [span.start for span in tokens.spans]
    ends = [span.end for span in tokens.spans]
    spans = {
        Span(quantity.span.start, end)
        for quantity in quantities
        if counts_as(quantity.kind, kind)
        for end in (quantity.span.end, quantity.number_end or quantity.span.end)
    }
    return [(bisect_right(starts, span.start) - 1, bisect_left(ends, span.end) + 1) for span in sorted(spans)]


def counts_as(kind: str, wanted: str) -> bool:
    """Whether a quantity of one kind serves where another is wanted."""
    return kind == wanted or (wanted == "any" and kind != "year") or (wanted == "number" and kind in ("people", "times"))


@cache
def _number_pattern() -> re.Pattern[str]:
    units = load_units()
    names = sorted({unit for row in units.by_kind.values() for unit in row}, key=len, reverse=True)
    unit = "|".join(_bounded(name) for name in names)
    multiple = "|".join(_bounded(name) for name in sorted(units.multiples, key=len, reverse=True))
    english = "|".join(
        _bounded(name) for kind in ("people", "times", "days", "hours") for name in units.by_kind[kind] if name.isascii() and len(name) > 2
    )
    before = "|".join(
        _bounded_left(sign) if sign[0].isascii() and sign[0].isalpha() else re.escape(sign)
        for sign in sorted(units.before, key=len, reverse=True)
    )
    return re.compile(
        rf"(?:(?P<sign>{before})\s?|(?<![A-Za-z0-9])(?<!\d[.,]))(?P<number>{_NUMBER}|(?<!第){_HAN_NUMBER}(?=[余多]?[名人次起项场家件所位例万亿元套台户吨])|\b{_ENGLISH_NUMBER}(?=\s(?:{english})\b))"
        rf"(?P<more>\+|余|多)?\s?(?:(?P<unit>{unit})|(?P<multiple>{multiple})(?:余|多)?\s?(?P<unit2>{unit})?)?",
        re.IGNORECASE,
    )


def _bounded(name: str) -> str:
    escaped = re.escape(name)
    return rf"{escaped}(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalpha() else escaped


@cache
def _kind_of_unit() -> dict[str, str]:
    return {unit.lower(): kind for kind, row in reversed([*load_units().by_kind.items()]) for unit in row}


@cache
def _not_before() -> dict[Language, re.Pattern[str]]:
    rows = load_units().not_quantity
    return {
        language: re.compile(
            rf"(?:{'|'.join(_bounded_left(word) for word in sorted(rows[language], key=len, reverse=True))})[\s.:：\-]{{0,2}}$"
        )
        for language in LANGUAGES
    }


def _bounded_left(word: str) -> str:
    return rf"(?<![A-Za-z])(?i:{re.escape(word)})" if word.islower() else rf"(?<![A-Za-z]){re.escape(word)}"


def _judge_number(match: re.Match[str], text: str, language: Language) -> Quantity | None:
    number, unit = match["number"], match["unit"] or match["unit2"]
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() :]
    span = Span(match.start(), match.start() + len(match[0].rstrip()))
    if _is_year(number, match):
        return Quantity("year", span, float(number))
    if not match["sign"] and _is_name(match, before, after, language):
        return None
    value = float(number.replace(",", "")) if number[0].isdigit() else None
    kind = "money" if match["sign"] else _kind_of_unit().get((unit or "").lower(), "number")
    if unit in ("日", "年") and re.search(r"[月年]\s?$", before):
        return None
    if kind in ("mass", "energy", "volume", "money", "hours", "number", "days") and unit and _PER.match(after):
        kind = "intensity"
    return Quantity(kind, span, value, match.end("number"))


def _is_year(number: str, match: re.Match[str]) -> bool:
    return bool(_YEAR.fullmatch(number)) and not match["sign"] and not match["multiple"] and (not match["unit"] or match["unit"] == "年")


def _is_name(match: re.Match[str], before: str, after: str, language: Language) -> bool:
    if _not_before()[language].search(before):
        return True
    if match["unit"] or match["multiple"]:
        return False
    if _FOOTNOTE.fullmatch(match.string, max(match.start() - 1, 0), match.end() + 1):
        return True
    if _DATE_TAIL.match(after) or _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after):
        return True
    if match.start() <= 1 and _LIST_NUMBER.match(match.string):
        return True
    return bool(re.search(r"[\d.]-$|https?:|www\.", before) or re.match(r"-\d|\.\d+\.", after))


def _shares(text: str) -> list[Quantity]:
    """Shares in words: 三成, 四分之一, two thirds, one in four."""
    return [Quantity("percent", Span(*match.span())) for match in _SHARES.finditer(text)]


def _ratios(text: str) -> list[Quantity]:
    return [Quantity("ratio", Span(*match.span())) for match in _RATIO.finditer(text) if not _CLOCK.fullmatch(match[0])]


def _fiscal_years(text: str) -> list[Quantity]:
    return [Quantity("year", Span(*match.span())) for match in _FISCAL_YEAR.finditer(text)]


@cache
def _grade_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(load_units().grades)})(?![A-Za-z])")


def _grades(text: str) -> list[Quantity]:
    return [Quantity("grade", Span(*match.span())) for match in _grade_pattern().finditer(text)]
