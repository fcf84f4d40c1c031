"""What a piece of evidence for a correction item tells: the event or award, when, and who gave the award."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csr_extract.detection.evidence import Evidence
from csr_extract.detection.quantity import MONTHS, MONTHS_CUT

_MONTH = rf"(?:{MONTHS}|{MONTHS_CUT})\.?"
_DATES = (
    re.compile(r"(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s(?:19|20)\d\d\b"),
    re.compile(rf"\b{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\b"),
    re.compile(r"\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b"),
    re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\d)"),
)
_NAME = r"(?:the )?((?:[A-Z][\w&.'’-]*|of|for|and|the|de)(?:\s(?:[A-Z][\w&.'’-]*|of|for|and|the|de))*)"
_GIVES = r"(?:颁发|頒發|颁授|頒授|授予|评选|評選|主办|主辦|举办|舉辦|评为|評為)"
_GETS = r"(?:颁发|頒發|授予|颁授|頒授|评为|評為|评选为|評選為|认定为|認定為|选为|選為)"
_KIND_OF_BODY = (
    "(?:协会|協會|委员会|委員會|总局|總局|政府|部|局|研究院|杂志|雜誌|报社|报|大学|大學"
    "|总工会|總工會|联合会|聯合會|基金会|基金會|商会|商會|交易所)"
)
_GIVEN = (
    r"(?i:awarded|presented|given|conferred|granted|named|recogni[sz]ed|ranked|certified"
    r"|honou?red|rated|organi[sz]ed|issued|selected|voted)"
)
_AWARD = r"(?:[Aa]ward|[Pp]rize|[Hh]onou?r|[Cc]ertificate|[Tt]itle|[Rr]ecognition|[Cc]itation)s?"
_BODIES = (
    re.compile(rf"由([^，。；、]{{2,30}}?)(?:所|共同|联合|聯合)?{_GIVES}"),
    re.compile(rf"(?:荣获|榮獲|获得|獲得|获|獲|被)([^，。；、“”「」《》]{{2,24}}?){_GETS}"),
    re.compile(rf"([^，。；、“”]{{2,24}}?{_KIND_OF_BODY}){_GIVES}"),
    re.compile(rf"{_GIVEN}(?:\s\w+){{0,6}}? by {_NAME}"),
    re.compile(rf"{_AWARD}(?:\s\w+){{0,4}}? (?:from|by|of) {_NAME}"),
)


@dataclass(frozen=True)
class Event:
    """`what` are the words the lexicon fired on, `date` as printed (empty where the sentence names none), `body` who gave an award."""

    what: str
    date: str
    body: str


def event_of(evidence: Evidence) -> Event:
    """The event or award that a sentence tells.

    A row that gives its values by year takes the last of them as its date.
    """
    candidate = evidence.candidate
    what = evidence.quote[candidate.span.start : candidate.span.end].strip() if candidate.term else ""
    years = candidate.segment.years
    return Event(what, date_in(evidence.quote) or (str(max(years)) if years else ""), body_in(evidence.quote))


def date_in(text: str) -> str:
    """The first date, as exactly as the text gives it.

    >>> date_in("2019年3月，公司因超标排放被处罚20万元。"), date_in("Fined on 4 May 2021 for a spill."), date_in("Fined for a spill.")
    ('2019年3月', '4 May 2021', '')
    """
    return next((match[0] for pattern in _DATES if (match := pattern.search(text))), "")


def body_in(text: str) -> str:
    """Who gave an award, where the sentence says so.

    >>> body_in("公司荣获中国质量协会授予的“全国质量奖”。"), body_in("We were named Best Employer by the Chamber of Commerce of Lyon.")
    ('中国质量协会', 'Chamber of Commerce of Lyon')
    """
    found = next((match[1] for pattern in _BODIES if (match := pattern.search(text))), "")
    return re.sub(r"(?:\s(?:of|for|and|the|de)|\.)$", "", found.strip())
