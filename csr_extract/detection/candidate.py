"""The wide net: every place where a term of an indicator stands, with no judgement yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from csr_extract.detection.cue import Cue, clause_of, cue_finder
from csr_extract.detection.matcher import Match, TermMatcher
from csr_extract.detection.quantity import Quantity, find_quantities, token_ranges
from csr_extract.detection.token import Tokens, tokenize
from csr_extract.indicators.indicator import Indicator
from csr_extract.indicators.system import IndicatorSystem, wording_of
from csr_extract.indicators.term import Term
from csr_extract.language import Language
from csr_extract.reading.document import Document, Segment
from csr_extract.reading.segment import place_pattern
from csr_extract.text import Span, fold_text

LONGEST_CAPTION = 170
CAPTION_REACH = 5


@dataclass(frozen=True)
class ReadSegment:
    """A segment made ready for matching."""

    document: str
    segment: Segment
    tokens: Tokens
    heading: Tokens | None = None
    rows_below: tuple[Segment, ...] = ()

    @cached_property
    def quantities_below(self) -> tuple[Quantity, ...]:
        """The quantities in the cells of the table that the segment introduces."""
        return tuple(q for row in self.rows_below for q in find_quantities(fold_text(row.text.partition("|")[2]), row.language))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of the segment, in order."""
        return find_quantities(self.tokens.folded.text, self.segment.language)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cue words of the segment, in order."""
        return cue_finder(self.tokens.language).find(self.tokens)

    @cached_property
    def is_under_plan(self) -> bool:
        """Whether the heading announces plans: what stands under it is not done yet."""
        return self.heading is not None and bool(place_pattern("plan_head").search(self.heading.folded.text))

    def ranges(self, kind: str) -> Sequence[tuple[int, int]]:
        """Token ranges of the quantities of a kind."""
        if kind not in self._ranges:
            self._ranges[kind] = token_ranges(self.quantities, kind, self.tokens) if self.quantities else ()
        return self._ranges[kind]

    @cached_property
    def _ranges(self) -> dict[str, Sequence[tuple[int, int]]]:
        return {}


@dataclass(frozen=True)
class Candidate:
    """A term of an indicator in a segment. `start` and `end` count tokens, `span` is the place in the printed text.

    `term` is None where no term stands in it but the classifier proposes it by its words.
    """

    indicator: Indicator
    read: ReadSegment
    term: Term | None
    strong: bool
    start: int
    end: int

    @property
    def segment(self) -> Segment:
        """The sentence or row it stands in."""
        return self.read.segment

    @property
    def fired(self) -> str:
        """The term as it is in the lexicon; empty where the classifier proposed the segment."""
        return self.term.written if self.term else ""

    @property
    def span(self) -> Span:
        """Where the term stands in the printed text of the segment."""
        return self.read.tokens.folded.printed(self.read.tokens.span(self.start, self.end))


@dataclass(frozen=True)
class Net:
    """All terms of an indicator system in one language, ready to be matched."""

    matcher: TermMatcher

    def candidates(self, read: ReadSegment) -> Iterator[Candidate]:
        """The candidates of one segment: excluded places and vetoed indicators are left out."""
        found = [
            (o, m) for o, m in self.matcher.find(read.tokens, read.ranges, read.heading) if isinstance(o, _Owner) and _in_scope(m, read)
        ]
        vetoes = [(owner.indicator.id, match) for owner, match in found if owner.role == "unless"]
        vetoed = {name for name, match in vetoes if match.term.scope != "clause"}
        near = [(name, clause_of(read.tokens, match.start, match.end)) for name, match in vetoes if match.term.scope == "clause"]
        excluded = [(owner.indicator.id, match) for owner, match in found if owner.role == "exclude"]
        made: set[tuple[str, int, int]] = set()
        for owner, match in found:
            if owner.role in ("unless", "exclude") or owner.indicator.id in vetoed:
                continue
            if any(name == owner.indicator.id and start < match.end and match.start < end for name, (start, end) in near):
                continue
            if any(name == owner.indicator.id and _inside(match, around) for name, around in excluded):
                continue
            if (owner.indicator.id, match.start, match.end) in made:
                continue
            made.add((owner.indicator.id, match.start, match.end))
            yield Candidate(owner.indicator, read, match.term, owner.role == "terms", match.start, match.end)


@dataclass(frozen=True)
class _Owner:
    indicator: Indicator
    role: str


@lru_cache(maxsize=8)
def net_of(system: IndicatorSystem, language: Language) -> Net:
    """The net for an indicator system and language; made once a process."""
    return net_for(system.items, language)


def net_for(indicators: Sequence[Indicator], language: Language) -> Net:
    """A net for some indicators alone."""
    owned = [
        (_Owner(indicator, role), term)
        for indicator in indicators
        for role in ("terms", "weak", "exclude", "unless")
        for term in getattr(wording_of(indicator, language), role)
    ]
    return Net(TermMatcher(language, [*owned]))


def read_segments(document: Document) -> Iterator[ReadSegment]:
    """The segments of a document, tokenized; each heading once."""
    headings: dict[tuple[str, Language], Tokens] = {}
    segments = document.segments
    for place, segment in enumerate(segments):
        key = (segment.heading, segment.language)
        if segment.heading and key not in headings:
            headings[key] = tokenize(segment.heading, segment.language)
        tokens = tokenize(segment.text, segment.language)
        yield ReadSegment(document.name, segment, tokens, headings.get(key), _rows_below(segments, place))


def _rows_below(segments: Sequence[Segment], place: int) -> tuple[Segment, ...]:
    """The first rows of the table that a heading or short sentence stands above; none for other segments."""
    caption = segments[place]
    if caption.shape == "row" or len(caption.text) > LONGEST_CAPTION or caption.place != "body":
        return ()
    following = segments[place + 1 : place + 1 + CAPTION_REACH]
    first = next((number for number, segment in enumerate(following) if segment.shape == "row"), None)
    if first is None or first > 1:
        return ()
    return tuple(segment for segment in following[first:] if segment.shape == "row" and segment.page == caption.page)


def sentence(text: str, language: Language, document: str = "example") -> ReadSegment:
    """A lone sentence or `label | value` row as a segment on page 1, for examples and tests."""
    shape = "row" if " | " in text else "sentence"
    segment = replace(Segment(text, 1, language), shape=shape)  # type: ignore[arg-type]
    return ReadSegment(document, segment, tokenize(text, language))


def _in_scope(match: Match, read: ReadSegment) -> bool:
    return match.term.scope != "row" or read.segment.shape == "row"


def _inside(match: Match, around: Match) -> bool:
    return around.start <= match.start and match.end <= around.end
