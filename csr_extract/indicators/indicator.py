"""What is looked for: one indicator with its rule and its words in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from csr_extract.indicators.term import Term
from csr_extract.language import Language

Kind = Literal["management", "performance", "negative", "positive", "leading"]
Needs = Literal["words", "figure"]


@dataclass(frozen=True)
class Wording:
    """The words of one indicator in one language, and the examples that prove them."""

    terms: tuple[Term, ...] = ()
    weak: tuple[Term, ...] = ()
    exclude: tuple[Term, ...] = ()
    unless: tuple[Term, ...] = ()
    must_hit: tuple[str, ...] = ()
    must_miss: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What the words need beside them to count; see docs/lexicon.md."""

    needs: Needs = "words"
    units: frozenset[str] = frozenset()
    coverage: bool = False
    zero: bool = False
    nonzero: bool = False
    plan: bool = False
    structure: str | None = None


@dataclass(frozen=True)
class Indicator:
    """One third-level indicator or correction item. `id` is its name everywhere: files, outputs, verdicts."""

    id: str
    topic: str
    number: int
    kind: Kind
    name_en: str
    name_zh: str
    rate_1_if: str
    rate_0_if: str
    rule: Rule
    wording: Mapping[Language, Wording] = field(repr=False, hash=False)
    points: int = 0

    @property
    def is_correction(self) -> bool:
        """Whether it corrects the score instead of being part of it."""
        return self.kind in ("negative", "positive", "leading")
