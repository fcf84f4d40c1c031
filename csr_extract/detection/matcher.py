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
Places = Mapping[int, Sequence[Range]]
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

    @property
    def is_latin_at_an_edge(self) -> bool:
        """Whether it begins or ends with a letter or digit of ASCII, which a longer word might hold."""
        return self.keys[0].isascii() or self.keys[-1].isascii()

    def holds_at(self, tokens: Tokens, start: int) -> bool:
        """Whether exact forms fit, and a Latin word is not cut in two."""
        if any(self.exact) and any(form and not _fits(form, tokens.text(start + place)) for place, form in enumerate(self.exact)):
            return False
        return tokens.language != "zh" or not self.is_latin_at_an_edge or _whole_words(tokens, start, start + len(self.keys))


@dataclass(frozen=True)
class Match:
    """A term found at tokens start to end (half-open)."""

    term: Term
    start: int
    end: int


@dataclass
class TermMatcher:
    """Matches many terms of one language at once. `owner` is whatever the caller wants back with a match.

    A term is looked at only where its anchor stands: of each chain the piece whose words are likely to be rarest. The other pieces
    are asked for then.
    """

    language: Language
    terms: list[tuple[object, Term]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._nlp = blank(self.language)
        self._phrases = PhraseMatcher(self._nlp.vocab)
        self._literals: dict[tuple[str, ...], dict[Literal, int]] = {}
        self._pieces: dict[tuple[int, int, int], frozenset[int]] = {}
        self._anchored: dict[int, list[int]] = {}
        self._asked: dict[int, tuple[tuple[frozenset[int], ...], ...]] = {}
        self._only_quantities: list[int] = []
        self._above: tuple[Tokens, dict[int, list[Range]], frozenset[int]] | None = None
        literals = self._number_literals()
        self._choose_anchors(literals)
        # One pattern at a time: a hundred thousand spaCy documents at once are half a gigabyte.
        for keys in self._literals:
            self._phrases.add(_ANY, [Doc(self._nlp.vocab, words=[*keys])])

    def _number_literals(self) -> dict[str, int]:
        """A number for each wording; wordings that come to the same tokens share it."""
        numbers: dict[str, int] = {}
        for _, term in self.terms:
            for word in (word for chain in term.chains for piece in chain.pieces for word in piece.alternatives):
                if word in numbers:
                    continue
                literal = literal_of(word, self.language)
                same = self._literals.setdefault(literal.keys, {}) if literal.keys else {}
                numbers[word] = same.setdefault(literal, len(numbers)) if literal.keys else -1
        return numbers

    def _choose_anchors(self, numbers: Mapping[str, int]) -> None:
        sets: dict[tuple[str, ...], frozenset[int]] = {}
        shared: dict[int, int] = defaultdict(int)
        for number, (_, term) in enumerate(self.terms):
            for c, chain in enumerate(term.chains):
                for p, piece in enumerate(chain.pieces):
                    words = sets.setdefault(piece.alternatives, frozenset(numbers[word] for word in piece.alternatives))
                    self._pieces[number, c, p] = words
                    for word in words:
                        shared[word] += 1
        common = self._commonness(shared)
        for number, (_, term) in enumerate(self.terms):
            chains = []
            for c, chain in enumerate(term.chains):
                asked = [self._pieces[number, c, p] for p, piece in enumerate(chain.pieces) if not piece.quantities]
                asked.sort(key=lambda words: sum(common[word] for word in words))
                chains.append(tuple(asked))
                if not asked:
                    self._only_quantities.append(number)
                for word in asked[0] if asked else ():
                    self._anchored.setdefault(word, []).append(number)
            self._asked[number] = tuple(chains)

    def _commonness(self, shared: Mapping[int, int]) -> dict[int, float]:
        """How often a wording is likely to stand in a text: short ones, and those that many terms share, more often."""
        a_token = 4.0 if self.language == "zh" else 8.0
        lengths = {number: len(keys) for keys, literals in self._literals.items() for number in literals.values()}
        return {number: times * a_token ** -lengths.get(number, 0) for number, times in shared.items()}

    def find(self, tokens: Tokens, quantities: Quantities, heading: Tokens | None = None) -> Iterator[tuple[object, Match]]:
        """Every term that stands in the tokens, with its tightest places. One chain of a term may stand in the heading."""
        here = self._places(tokens)
        above, words_above = self._places_above(heading)
        words = frozenset(here)
        numbers = {number for word in here for number in self._anchored.get(word, ())}
        for number in sorted(numbers.union(self._only_quantities)):
            if not self._may_stand(number, words, words_above):
                continue
            owner, term = self.terms[number]
            one = len(term.chains) == 1
            found = self._find_chain(number, 0, here, quantities) if one else self._find_chains(number, here, above, quantities)
            for start, end in found:
                yield owner, Match(term, start, end)

    def _places_above(self, heading: Tokens | None) -> tuple[dict[int, list[Range]], frozenset[int]]:
        """Where each wording stands in the heading; kept for the next sentence under it."""
        if heading is None:
            return {}, frozenset()
        if self._above is None or self._above[0] is not heading:
            places = self._places(heading)
            self._above = (heading, places, frozenset(places))
        return self._above[1], self._above[2]

    def _may_stand(self, number: int, here: frozenset[int], above: frozenset[int]) -> bool:
        """Whether all pieces of all chains have a word here, or of all but one that has its words in the heading."""
        chains = self._asked[number]
        missing = 0
        for asked in chains:
            for piece in asked:
                if here.isdisjoint(piece):
                    missing += 1
                    if missing > 1 or len(chains) == 1 or any(map(above.isdisjoint, asked)):
                        return False
                    break
        return True

    def _places(self, tokens: Tokens) -> dict[int, list[Range]]:
        """Where each wording stands, by its number."""
        places: dict[int, list[Range]] = {}
        if not tokens.keys:
            return places
        doc = Doc(self._nlp.vocab, words=list(tokens.keys))
        for _, start, end in self._phrases(doc):
            for literal, number in self._literals[tokens.keys[start:end]].items():
                if literal.holds_at(tokens, start):
                    places.setdefault(number, []).append((start, end))
        return places

    def _find_chains(self, number: int, here: Places, above: Places, quantities: Quantities) -> list[Range]:
        """The one place that spans all chains of a term; one chain may stand in the heading instead."""
        found = [self._find_chain(number, c, here, quantities) for c in range(len(self.terms[number][1].chains))]
        missing = [c for c, ranges in enumerate(found) if not ranges]
        spans = [ranges[0] for ranges in found if ranges]
        if not spans or len(missing) > 1 or (missing and not self._find_chain(number, missing[0], above, no_quantities)):
            return []
        return [(min(start for start, _ in spans), max(end for _, end in spans))]

    def _find_chain(self, number: int, c: int, places: Places, quantities: Quantities) -> list[Range]:
        """Places of a chain, tightest first."""
        chain = self.terms[number][1].chains[c]
        options: list[Sequence[Range]] = []
        for p, piece in enumerate(chain.pieces):
            found = self._piece(self._pieces[number, c, p], piece, places, quantities)
            if not found:
                return []
            options.append(found)
        return _joined(chain, options)

    def _piece(self, words: frozenset[int], piece: Piece, places: Places, quantities: Quantities) -> Sequence[Range]:
        few, many = (places, words) if len(places) < len(words) else (words, places)
        found = [place for word in few if word in many for place in places[word]]
        for kind in piece.quantities:
            found += quantities(kind)
        return found[:_MOST_PLACES]


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


def no_quantities(_kind: str) -> Sequence[Range]:
    """For texts in which no term asks for a quantity: headings and cue words."""
    return ()


def _joined(chain: Chain, options: Sequence[Sequence[Range]]) -> list[Range]:
    partial: set[tuple[int, int, int, int]] = {(start, end, start, end) for start, end in options[0]}
    for gap, following in zip(chain.gaps, options[1:], strict=True):
        partial = set(_extended(partial, gap, following))
        if not partial:
            return []
    whole = {(start, end) for start, end, *_ in partial}
    return sorted(whole, key=lambda found: (found[1] - found[0], found[0]))[:MOST_MATCHES]


def _extended(partial: Iterable[tuple[int, int, int, int]], gap: Gap, following: Sequence[Range]) -> Iterator[tuple[int, int, int, int]]:
    for start, end, last_start, last_end in partial:
        for next_start, next_end in following:
            behind = 0 <= next_start - last_end <= gap.most
            before = not gap.ordered and 0 <= last_start - next_end <= gap.most
            if behind or before:
                yield min(start, next_start), max(end, next_end), next_start, next_end
