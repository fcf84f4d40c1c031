"""Finding terms: one spaCy pass over a sentence finds all words of all terms, then gaps and quantities are checked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import spacy
from spacy.language import Language as Spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from csr_extract.detection.token import Tokens, stem
from csr_extract.indicators.term import Chain, Gap, Piece, Term
from csr_extract.language import Language

Range = tuple[int, int]
Quantities = Callable[[str], Sequence[Range]]
_ENGLISH_WORD = re.compile(r"=?[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s=]")
_MOST_PLACES = 40
_ANY = "any"
MOST_MATCHES = 4


@cache
def blank(language: Language) -> Spacy:
    """The blank pipeline of a language; one a process, for its vocabulary."""
    return spacy.blank(language)


@dataclass(frozen=True)
class Literal:
    """One wording of a piece: the token keys, and for each token the exact form it must have, if any."""

    keys: tuple[str, ...]
    exact: tuple[str | None, ...]

    def holds_at(self, tokens: Tokens, start: int) -> bool:
        """Whether exact forms fit, and a Latin word is not cut in two."""
        if any(self.exact) and any(form and not _fits(form, tokens.text(start + place)) for place, form in enumerate(self.exact)):
            return False
        return tokens.language != "zh" or _whole_words(tokens, start, start + len(self.keys))


@dataclass(frozen=True)
class Match:
    """A term found at tokens start to end (half-open)."""

    term: Term
    start: int
    end: int


@dataclass
class TermMatcher:
    """Matches many terms of one language at once. `owner` is whatever the caller wants back with a match."""

    language: Language
    terms: list[tuple[object, Term]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._nlp = blank(self.language)
        self._phrases = PhraseMatcher(self._nlp.vocab)
        self._needed = [sum(not p.quantities for c in term.chains for p in c.pieces) for _, term in self.terms]
        self._only_quantities = [number for number, needed in enumerate(self._needed) if needed == 0]
        self._literals: dict[tuple[str, ...], dict[Literal, list[tuple[int, int, int]]]] = {}
        for word, places in self._words().items():
            literal = literal_of(word, self.language)
            if literal.keys:
                self._literals.setdefault(literal.keys, {}).setdefault(literal, []).extend(places)
        # One pattern at a time: a hundred thousand spaCy documents at once are half a gigabyte.
        for keys in self._literals:
            self._phrases.add(_ANY, [Doc(self._nlp.vocab, words=[*keys])])

    def _words(self) -> dict[str, list[tuple[int, int, int]]]:
        """The pieces (term, chain and piece by number) that each wording serves."""
        words: dict[str, list[tuple[int, int, int]]] = {}
        for number, (_, term) in enumerate(self.terms):
            for c, chain in enumerate(term.chains):
                for p, piece in enumerate(chain.pieces):
                    for word in piece.alternatives:
                        words.setdefault(word, []).append((number, c, p))
        return words

    def find(self, tokens: Tokens, quantities: Quantities, heading: Tokens | None = None) -> Iterator[tuple[object, Match]]:
        """Every term that stands in the tokens, with its tightest places. One chain of a term may stand in the heading."""
        places = self._piece_places(tokens)
        above = self._piece_places(heading) if heading else {}
        for number in self._possible(places, above):
            owner, term = self.terms[number]
            for found in _find_term(term, number, places, above, quantities):
                yield owner, Match(term, *found)

    def find_all(self, tokens: Tokens) -> Iterator[tuple[object, Match]]:
        """Every place of every one-piece term; for cue words."""
        for (number, _, _), ranges in self._piece_places(tokens).items():
            owner, term = self.terms[number]
            for start, end in ranges:
                yield owner, Match(term, start, end)

    def _possible(self, places: Mapping[tuple[int, int, int], list[Range]], above: Mapping[tuple[int, int, int], list[Range]]) -> list[int]:
        counts: dict[int, int] = defaultdict(int)
        for number, _, _ in {*places, *above}:
            counts[number] += 1
        here = {number for number, _, _ in {*places, *above}}
        return sorted([number for number in here if counts[number] >= self._needed[number]] + self._only_quantities)

    def _piece_places(self, tokens: Tokens) -> dict[tuple[int, int, int], list[Range]]:
        places: dict[tuple[int, int, int], list[Range]] = defaultdict(list)
        if not tokens.keys:
            return places
        doc = Doc(self._nlp.vocab, words=list(tokens.keys))
        for _, start, end in self._phrases(doc):
            for literal, wanted in self._literals[tokens.keys[start:end]].items():
                if literal.holds_at(tokens, start):
                    for piece in wanted:
                        places[piece].append((start, end))
        return places


def literal_of(word: str, language: Language) -> Literal:
    """A wording as tokens; words in capitals only, and words marked with =, ask for their exact form."""
    if language == "zh":
        shouted = any(map(str.isascii, word)) and _in_capitals(word)
        exact = tuple(c if c.isascii() and c.isalpha() else None for c in word) if shouted else (None,) * len(word)
        return Literal(tuple(word.lower()), exact)
    parts = _ENGLISH_WORD.findall(word)
    return Literal(tuple(stem(part.lstrip("=")) for part in parts), tuple(_exact_form(part) for part in parts))


def _exact_form(part: str) -> str | None:
    if part.startswith("="):
        return part
    return part if len(part) > 1 and _in_capitals(part) else None


def _in_capitals(word: str) -> bool:
    return any(c.isascii() and c.isalpha() for c in word) and not any(c.islower() for c in word if c.isascii())


def _fits(form: str, text: str) -> bool:
    if form.startswith("="):
        return text.lower() == form[1:].lower()
    return text in (form, form + "s")


def _whole_words(tokens: Tokens, start: int, end: int) -> bool:
    text = tokens.folded.text
    return not (_cuts(text, start) or _cuts(text, end))


def _cuts(text: str, edge: int) -> bool:
    if not 0 < edge < len(text):
        return False
    before, after = text[edge - 1], text[edge]
    return before.isascii() and after.isascii() and ((before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit()))


def _find_term(
    term: Term,
    number: int,
    places: Mapping[tuple[int, int, int], list[Range]],
    above: Mapping[tuple[int, int, int], list[Range]],
    quantities: Quantities,
) -> list[Range]:
    """Places of a term, tightest first; with several chains, the one place that spans them all."""
    found = [_find_chain(chain, number, c, places, quantities) for c, chain in enumerate(term.chains)]
    if len(found) == 1:
        return found[0]
    missing = [c for c, ranges in enumerate(found) if not ranges]
    here = [ranges[0] for ranges in found if ranges]
    if not here or len(missing) > 1 or (missing and not _find_chain(term.chains[missing[0]], number, missing[0], above, _no_quantities)):
        return []
    return [(min(start for start, _ in here), max(end for _, end in here))]


def _no_quantities(_kind: str) -> Sequence[Range]:
    return ()


def _find_chain(
    chain: Chain, number: int, c: int, places: Mapping[tuple[int, int, int], list[Range]], quantities: Quantities
) -> list[Range]:
    options = [_piece_options(piece, (number, c, p), places, quantities) for p, piece in enumerate(chain.pieces)]
    if not all(options):
        return []
    partial: set[tuple[int, int, int, int]] = {(start, end, start, end) for start, end in options[0]}
    for gap, following in zip(chain.gaps, options[1:], strict=True):
        partial = set(_extended(partial, gap, following))
        if not partial:
            return []
    whole = {(start, end) for start, end, *_ in partial}
    return sorted(whole, key=lambda found: (found[1] - found[0], found[0]))[:MOST_MATCHES]


def _piece_options(
    piece: Piece, key: tuple[int, int, int], places: Mapping[tuple[int, int, int], list[Range]], quantities: Quantities
) -> Sequence[Range]:
    found = [*places.get(key, ()), *(place for kind in piece.quantities for place in quantities(kind))]
    return found[:_MOST_PLACES]


def _extended(partial: Iterable[tuple[int, int, int, int]], gap: Gap, following: Sequence[Range]) -> Iterator[tuple[int, int, int, int]]:
    for start, end, last_start, last_end in partial:
        for next_start, next_end in following:
            behind = 0 <= next_start - last_end <= gap.most
            before = not gap.ordered and 0 <= last_start - next_end <= gap.most
            if behind or before:
                yield min(start, next_start), max(end, next_end), next_start, next_end
