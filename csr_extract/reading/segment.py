"""Cutting paragraphs into sentences, and marking each segment with its heading and place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from csr_extract.indicators.lexicon import load_places
from csr_extract.language import Language, language_of
from csr_extract.reading.document import Box, Page, Place, Segment, Shape
from csr_extract.text import fold_text, joined, squeezed

LAST_CONTENTS_PAGE = 8
LONGEST: dict[Language, int] = {"zh": 400, "en": 900}
_ZH_END = re.compile(r"(?<=[。！？!?])[”’」』)）]?|(?<=；)(?=.{12})")
_EN_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“(]?[A-Z0-9•])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Leg|Co|Corp|Ltd|No|Nos|Mr|Mrs|Ms|Dr|Prof|St|vs|approx|Fig|Figs|Vol|Art|Rs|Dept|Jan|Feb|Mar|Apr|Aug|Sep|Sept|Oct|Nov|Dec|Gen|Sr|Jr|pp?"
    r"|e\.g|i\.e|etc|al|[A-Z])\.|\b[A-Z]\.[A-Z]\.|^\(?\d{1,2}\.)$"
)
_BETWEEN_LINES = re.compile(r"[\s\-\u2010]")
_SOFT_END: dict[Language, re.Pattern[str]] = {"zh": re.compile(r"(?<=[；;，,])"), "en": re.compile(r"(?<=[;,])\s")}


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, in print, with the box of each line; a row is one line of cells."""

    lines: tuple[str, ...]
    boxes: tuple[Box, ...] = ()
    shape: Shape = "sentence"
    columns: int = 0
    years: tuple[int, ...] = ()


def segments_of(paragraphs: Iterable[Paragraph], page: int, above: Above) -> tuple[Segment, ...]:
    """The segments of one page in reading order; `above` carries headings and places on to the next page."""
    made: list[Segment] = []
    for paragraph in paragraphs:
        text = squeezed(joined(paragraph.lines))
        if not re.search(r"[^\W_]", text):
            continue
        above.see(paragraph, text, page)
        made += above.mark(_cut(paragraph, text, page, above))
    return tuple(made)


def _cut(paragraph: Paragraph, text: str, page: int, above: Above) -> Iterator[Segment]:
    language = language_of(text, above.language)
    above.language = language
    if paragraph.shape != "sentence":
        yield Segment(text, page, language, paragraph.shape, boxes=paragraph.boxes, columns=paragraph.columns, years=paragraph.years)
        return
    ends = [*accumulate(map(_letters, paragraph.lines))] if len(paragraph.boxes) == len(paragraph.lines) else []
    start = 0
    for sentence in sentences(text, language):
        end = start + _letters(sentence)
        lines = slice(bisect_right(ends, start), bisect_left(ends, end) + 1)
        yield Segment(sentence, page, language, boxes=paragraph.boxes[lines] if ends else paragraph.boxes)
        start = end


def _letters(text: str) -> int:
    """How many signs a text has, without what changes where lines are joined."""
    return len(text) - len(_BETWEEN_LINES.findall(text))


def sentences(text: str, language: Language) -> list[str]:
    """Cut a paragraph into sentences.

    >>> sentences("公司通过认证。员工共3,420人；其中女性占35%，高于去年同期水平。", "zh")
    ['公司通过认证。', '员工共3,420人；', '其中女性占35%，高于去年同期水平。']
    >>> sentences("Acme Co. Ltd. saved 1.5 GWh. No. 2 mill did not.", "en")
    ['Acme Co. Ltd. saved 1.5 GWh.', 'No. 2 mill did not.']
    """
    parts = _split_zh(text) if language == "zh" else _split_en(text)
    return [piece for part in parts for piece in _bounded(part, language)]


def _split_zh(text: str) -> list[str]:
    return [part.strip() for part in _ZH_END.split(text) if part and part.strip()]


def _split_en(text: str) -> list[str]:
    made: list[str] = []
    start = 0
    for end in _EN_END.finditer(text):
        if _ABBREVIATION.search(text[start : end.start()].rstrip('"”’)')):
            continue
        made.append(text[start : end.end()].strip())
        start = end.end()
    made.append(text[start:].strip())
    return [part for part in made if part]


def _bounded(sentence: str, language: Language) -> Iterator[str]:
    """The sentence, or, when it is longer than any sentence should be, pieces cut at commas."""
    longest = LONGEST[language]
    if len(sentence) <= longest:
        yield sentence
        return
    piece = ""
    for part in _SOFT_END[language].split(sentence):
        if piece and len(piece) + len(part) > longest:
            yield piece.strip()
            piece = ""
        piece += part if language == "zh" else f" {part}"
    if piece.strip():
        yield piece.strip()


@dataclass
class Above:
    """What stands above the next segment: the last heading, the place of the document, the language."""

    language: Language = "en"
    heading: str = ""
    place: Place = "body"
    place_page: int = 0

    def see(self, paragraph: Paragraph, text: str, page: int) -> None:
        """Take note of a heading, and of a place that begins or ends with it."""
        if self.place != "body" and page > self.place_page + 1:
            self.place = "body"
        if paragraph.shape == "heading":
            self.heading = text if len(text) <= 120 else ""
            self.place, self.place_page = place_of(text) or "body", page
        elif len(text) < 60 and paragraph.shape != "row" and not re.search(r"[.。!?！？]$", text) and (place := place_of(text)):
            self.place, self.place_page = place, page
        if self.place == "contents" and page > LAST_CONTENTS_PAGE:
            self.place = "body"  # a way back to the contents at the foot of the pages

    def mark(self, segments: Iterable[Segment]) -> list[Segment]:
        """The segments with heading and place."""
        return [self._marked(segment) for segment in segments]

    def _marked(self, segment: Segment) -> Segment:
        heading = "" if segment.text == self.heading else self.heading
        if segment.shape == "row" and is_index_row(segment.text):
            self.place_page = segment.page
            return replace(segment, heading=heading, place="index")
        return replace(segment, heading=heading, place=self.place)


def place_of(text: str) -> Place | None:
    """The place of the document that begins under a heading, if any.

    >>> place_of("GRI Content Index"), place_of("目  录"), place_of("Our people")
    ('index', 'contents', None)
    """
    folded = fold_text(text)
    places: Sequence[tuple[str, Place]] = (
        ("index_head", "index"),
        ("contents_head", "contents"),
        ("glossary_head", "glossary"),
        ("assurance_head", "assurance"),
        ("feedback_head", "feedback"),
    )
    return next((place for kind, place in places if place_pattern(kind).search(folded)), None)


def is_index_row(text: str) -> bool:
    """Whether a table row begins with the code of a reporting standard."""
    return bool(re.search(r"\d|[A-Z]{2}", text[:25]) and place_pattern("index_code").search(fold_text(text[:60])))


@cache
def place_pattern(kind: str) -> re.Pattern[str]:
    """The patterns of a kind of place as one, matched without regard to case on folded text."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in load_places()[kind]), re.IGNORECASE)


def as_pages(paragraphs: Iterable[Paragraph]) -> tuple[Page, ...]:
    """A document without pages as one page."""
    return (Page(1, segments_of(paragraphs, 1, Above())),)
