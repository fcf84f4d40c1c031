"""Evidence that stands in the make-up of a document instead of in one sentence's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from csr_extract.detection.candidate import Candidate, ReadSegment
from csr_extract.indicators.indicator import Indicator
from csr_extract.indicators.term import Term
from csr_extract.reading.document import DocumentKind, Segment
from csr_extract.reading.segment import place_pattern
from csr_extract.reading.table import years_in

FEWEST_YEARS = 3
FEWEST_ROWS = 3
TITLE_PAGES = 3
TITLE_SEGMENTS = 25
LONGEST_TITLE = 60


def structural_candidates(indicator: Indicator, reads: Sequence[ReadSegment], kind: DocumentKind = "csr") -> Iterator[Candidate]:
    """Candidates of an indicator whose rule names a structure; none for the others. `kind` is the document's."""
    if indicator.rule.structure:
        yield from _FINDERS[indicator.rule.structure](indicator, reads, kind)


def _several_years(indicator: Indicator, reads: Sequence[ReadSegment], _kind: DocumentKind) -> Iterator[Candidate]:
    """Rows that give values for three years or more, when there are at least three such rows."""
    found = [read for read, heads in _rows_with_heads(reads) if max(len(read.segment.years), heads) >= FEWEST_YEARS]
    if len(found) >= FEWEST_ROWS:
        yield from (_candidate(indicator, read, "a row with figures of three years or more") for read in found[:10])


def _rows_with_heads(reads: Sequence[ReadSegment]) -> Iterator[tuple[ReadSegment, int]]:
    """Rows of figures, with the number of years in the last row of heads above them on the page."""
    years, page = 0, 0
    previous: Segment | None = None
    for read in reads:
        segment = read.segment
        if segment.page != page or (previous and previous.shape != "row" and segment.shape != "row"):
            years, page = 0, segment.page
        previous = segment
        if segment.shape != "row":
            continue
        cells = segment.text.split(" | ")
        if named := len(years_in(cell for cell in cells if len(cell) < 24 and ": " not in cell)):
            years = named if named >= FEWEST_YEARS else years
        enough = sum(bool(re.search(r"\d", cell)) for cell in cells[1:]) >= FEWEST_YEARS
        if enough and not named:
            yield read, years


def _own_report(indicator: Indicator, reads: Sequence[ReadSegment], _kind: DocumentKind) -> Iterator[Candidate]:
    """The title of a report on social responsibility or sustainability at the front of the document."""
    front = [read for read in reads[: TITLE_SEGMENTS * 3] if read.segment.page <= TITLE_PAGES][:TITLE_SEGMENTS]
    return _titles(indicator, front, "report_title", "the title of a report on social responsibility")


def _own_page(indicator: Indicator, reads: Sequence[ReadSegment], kind: DocumentKind) -> Iterator[Candidate]:
    """The title of a page of the company's website on social responsibility or sustainability."""
    front = reads[:TITLE_SEGMENTS] if kind == "web" else ()
    return _titles(indicator, front, "web_title", "a page of the website on social responsibility")


def _titles(indicator: Indicator, front: Iterable[ReadSegment], place: str, what: str) -> Iterator[Candidate]:
    for read in front:
        title = place_pattern(place).search(read.tokens.folded.text)
        if title and len(read.segment.text) <= LONGEST_TITLE:
            yield _candidate(indicator, read, what)


_Finder = Callable[[Indicator, Sequence[ReadSegment], DocumentKind], Iterator[Candidate]]
_FINDERS: Mapping[str, _Finder] = {"years": _several_years, "report": _own_report, "web": _own_page}


def _candidate(indicator: Indicator, read: ReadSegment, what: str) -> Candidate:
    return Candidate(indicator, read, Term(what, ()), True, 0, len(read.tokens.keys))
