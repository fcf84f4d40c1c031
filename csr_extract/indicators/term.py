"""A term as a person writes it in the lexicon, and as a value that can be matched."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import Literal, cast

from csr_extract.errors import LexiconError
from csr_extract.text import fold_text

MOST_ALTERNATIVES = 2000
_GAP = re.compile(r"\s(\.\.|~)(\d{1,3})\s")
_PART = re.compile(r"\(([^()]*)\)|([^()]+)")
_WITH_QUANTITIES = re.compile(r"\(?((?:[^()]*\|)?<[a-z]+>(?:\|[^()]*)?)\)?")
_BESIDE_QUANTITY = re.compile(r"(?<=>)\s+(?![.~]|$)|(?<![\d\s])\s+(?=<[a-z]+>)")
_QUANTITY = re.compile(r"<([a-z]+)>")
_SCOPE = re.compile(r"(row|clause): ")

Scope = Literal["", "row", "clause"]


@dataclass(frozen=True)
class Piece:
    """Words that stand in a row (any one of `alternatives`, folded), or a quantity of any one of the kinds named."""

    alternatives: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """At most this many characters (zh) or words (en) between two pieces."""

    most: int
    ordered: bool


@dataclass(frozen=True)
class Chain:
    """Pieces with the gaps between them; one gap fewer than pieces."""

    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Term:
    """All chains must stand in one sentence; `written` is the term as it is in the lexicon.

    Scope "row" asks for a table row; "clause" (of an `unless`) vetoes only what stands in the same clause.
    """

    written: str
    chains: tuple[Chain, ...]
    scope: Scope = ""

    def example(self) -> str:
        """Words of the first alternative of each piece: a text the term must fire on."""
        return " ".join(_example(piece) for chain in self.chains for piece in chain.pieces)


def parse_term(written: str) -> Term:
    """Read a term; raises LexiconError with the reason when it cannot be read.

    >>> parse_term("(员工|职工)培训 ..6 <people>").chains[0].pieces
    (Piece(alternatives=('员工培训', '职工培训'), quantities=()), Piece(alternatives=(), quantities=('people',)))
    >>> [len(chain.pieces) for chain in parse_term("safety ~8 train & employee").chains]
    [2, 1]
    >>> parse_term("row: turnover rate").scope
    'row'
    """
    scope = _SCOPE.match(written)
    clauses = re.split(r"\s&\s", written[scope.end() if scope else 0 :].strip())
    return Term(written, tuple(_parse_chain(clause, written) for clause in clauses), cast(Scope, scope[1]) if scope else "")


def _parse_chain(clause: str, written: str) -> Chain:
    if re.search(r"\([^()]*[^(|]<[a-z]+>|\([^()]*<[a-z]+>[^|)]", clause):
        raise LexiconError([f"{written!r}: in a group a quantity is an alternative of its own: (target|<year>), not (target for <year>)"])
    tokens = _GAP.split(_BESIDE_QUANTITY.sub(" ..1 ", clause))
    pieces = tuple(_parse_piece(text, written) for text in tokens[::3])
    gaps = tuple(Gap(int(most), mark == "..") for mark, most in zip(tokens[1::3], tokens[2::3], strict=True))
    return Chain(pieces, gaps)


def _parse_piece(text: str, written: str) -> Piece:
    text = text.strip()
    if group := _WITH_QUANTITIES.fullmatch(text):
        options = group[1].split("|")
        words = [option for option in options if not _QUANTITY.fullmatch(option)]
        kinds = tuple(option.strip("<>") for option in options if _QUANTITY.fullmatch(option))
        return Piece(_alternatives(f"({'|'.join(words)})", written) if words else (), kinds)
    if not text:
        raise LexiconError([f"{written!r}: there is nothing on one side of an operator"])
    if _QUANTITY.search(text) or re.search(r"(^|\s)(&|\.\.\d*|~\d*)(\s|$)", text) or "..." in text:
        raise LexiconError([f"{written!r}: operators and <quantities> need a space on both sides and a number"])
    if text.count("(") != text.count(")") or re.search(r"\([^)]*\(", text):
        raise LexiconError([f"{written!r}: brackets do not pair up (they cannot be nested)"])
    return Piece(_alternatives(text, written))


def _alternatives(text: str, written: str) -> tuple[str, ...]:
    # Folded once before it is taken apart: a term has up to thousands of combinations.
    choices = [[*map(_folded, group.split("|") if bare == "" else [bare])] for group, bare in _PART.findall(text)]
    total = math.prod(map(len, choices))
    if total > MOST_ALTERNATIVES:
        raise LexiconError([f"{written!r}: {total} combinations; write it as several terms"])
    words = (_tidy("".join(combination)) for combination in itertools.product(*choices))
    found = tuple(dict.fromkeys(word for word in words if word))
    if not found or any("|" in word for word in found):
        raise LexiconError([f"{written!r}: alternatives (a|b) need brackets around them and at least one word"])
    return found


def _folded(option: str) -> str:
    """The option folded, a space at its ends kept."""
    return f"{' ' * option[:1].isspace()}{fold_text(option)}{' ' * option[-1:].isspace()}"


def _tidy(word: str) -> str:
    word = word.strip()
    return fold_text(word) if " " in word else word


_QUANTITY_EXAMPLES = {
    "money": "120 万元 RMB 120 million",
    "percent": "12.5%",
    "people": "120 人 120 people",
    "times": "12 次 12 times",
    "hours": "12 小时 12 hours",
    "days": "12 天 12 days",
    "mass": "12.5 吨 12.5 tonnes",
    "energy": "12 千瓦时 12 kWh",
    "volume": "12 立方米 12 m3",
    "intensity": "1.2 吨/万元 1.2 kg/t",
    "area": "12 公顷 12 hectares",
    "grade": "AAA级 AAA",
    "ratio": "1:1",
    "number": "123",
    "year": "2019年 2019",
    "any": "12.5%",
}


def _example(piece: Piece) -> str:
    if piece.quantities:
        return _QUANTITY_EXAMPLES.get(piece.quantities[0], "12")
    return piece.alternatives[0].replace("=", "")
