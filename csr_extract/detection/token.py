"""A sentence as the tokens that terms are matched against: characters in Chinese, word stems in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from csr_extract.language import Language
from csr_extract.text import Folded, Span, fold

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")
_STEMMER = snowballstemmer.stemmer("english")
_IZE = re.compile(r"is(e|ed|es|er|ers|ing|ation|ations|ational)$")
_OUR = re.compile(r"our(s|ed|ing|al|er|ers|able|hood|hoods)?$")
_BRITISH = {
    "centre": "center",
    "centres": "centers",
    "programme": "program",
    "programmes": "programs",
    "sulphur": "sulfur",
    "fibre": "fiber",
}


@dataclass(frozen=True)
class Tokens:
    """The tokens of a folded text: `keys` are what is compared, `spans` where they stand in the folded text."""

    folded: Folded
    language: Language
    keys: tuple[str, ...]
    spans: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """The folded span of the tokens from start to end (half-open)."""
        return Span(self.spans[start].start, self.spans[end - 1].end)

    def text(self, place: int) -> str:
        """The folded text of one token."""
        return self.folded.text[self.spans[place].start : self.spans[place].end]


def tokenize(printed: str, language: Language) -> Tokens:
    """Fold and split a text.

    >>> tokenize("Training of employees: ISO14001", "en").keys
    ('train', 'of', 'employe', ':', 'iso', '14001')
    >>> tokenize("安全 培训", "zh").keys
    ('安', '全', '培', '训')
    """
    return tokenize_folded(fold(printed), language)


def tokenize_folded(folded: Folded, language: Language) -> Tokens:
    """Split a text that is folded already."""
    if language == "zh":
        text = folded.text.lower() if folded.text.lower().__len__() == len(folded.text) else folded.text
        return Tokens(folded, language, tuple(text), _single_spans(len(text)))
    words = [*_WORD.finditer(folded.text)]
    return Tokens(folded, language, tuple(stem(word[0]) for word in words), tuple(Span(*word.span()) for word in words))


def _single_spans(number: int) -> tuple[Span, ...]:
    """Spans of one character each; made once and shared."""
    while len(_SPANS) < number:
        _SPANS.append(Span(len(_SPANS), len(_SPANS) + 1))
    return tuple(_SPANS[:number])


_SPANS: list[Span] = []


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of an English word, British and American spelling alike.

    >>> stem("Policies") == stem("policy"), stem("organisation") == stem("organization"), stem("labour") == stem("labor")
    (True, True, True)
    """
    if len(word) > 2 and word[:-1].isupper() and word[-1] == "s":
        word = word[:-1]
    word = word.lower()
    if len(word) < 3 or not word.isascii():
        return word
    word = _BRITISH.get(word, word)
    if len(word) > 5:
        word = _IZE.sub(r"iz\1", word)
    if len(word) > 5:
        word = _OUR.sub(r"or\1", word)
    return str(_STEMMER.stemWord(word))
