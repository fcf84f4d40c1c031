"""Words near a term that change what it proves: plans, laws, conditions, things not told, events that did not happen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from csr_extract.detection.matcher import TermMatcher, no_quantities
from csr_extract.detection.token import Tokens
from csr_extract.indicators.lexicon import load_cues
from csr_extract.language import Language

_CLAUSE_END: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[，。；！？,;|]"),
    "en": re.compile(r"[;|]|, (?=and |but |while )|\. "),
}


@dataclass(frozen=True)
class Cue:
    """A cue word at tokens start to end (half-open); `kind` is a table of cues.toml."""

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class CueFinder:
    """Finds the cues of one language."""

    language: Language

    @cached_property
    def _matcher(self) -> TermMatcher:
        owned = [(kind, term) for kind, terms in load_cues()[self.language].items() for term in terms]
        return TermMatcher(self.language, [*owned])

    def find(self, tokens: Tokens) -> tuple[Cue, ...]:
        """All cues of a sentence, in order."""
        found = self._matcher.find(tokens, no_quantities)
        cues = (Cue(str(kind), m.start, m.end, _words(tokens, m.start, m.end)) for kind, m in found if not _unticked(tokens, m.start))
        return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end, cue.kind)))


@lru_cache(maxsize=2)
def cue_finder(language: Language) -> CueFinder:
    """The cue finder of a language; made once a process."""
    return CueFinder(language)


def clause_of(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Token range of the clause or clauses in which the tokens from start to end stand."""
    first, last = tokens.spans[start].start, tokens.spans[end - 1].end
    cuts = [match.end() for match in _CLAUSE_END[tokens.language].finditer(tokens.folded.text)]
    begin = max((cut for cut in cuts if cut <= first), default=0)
    finish = min((cut for cut in cuts if cut >= last), default=len(tokens.folded.text))
    inside = [place for place, span in enumerate(tokens.spans) if begin <= span.start < finish]
    return (inside[0], inside[-1] + 1) if inside else (start, end)


def _unticked(tokens: Tokens, start: int) -> bool:
    """Whether the words stand behind an empty tick box, as in a form's "applicable / not applicable"."""
    return start > 0 and tokens.text(start - 1) in "□☐○"


def _words(tokens: Tokens, start: int, end: int) -> str:
    span = tokens.span(start, end)
    return tokens.folded.text[span.start : span.end]
