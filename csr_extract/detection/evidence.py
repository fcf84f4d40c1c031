"""What a candidate is worth: how probable it is that a careful reader would accept the sentence as proof, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from csr_extract.detection.candidate import Candidate
from csr_extract.detection.cue import Cue, clause_of
from csr_extract.detection.quantity import Quantity, counts_as
from csr_extract.detection.reason import OBJECTIONS, ObjectionKind
from csr_extract.language import Language
from csr_extract.reading.document import Place
from csr_extract.text import Span, fold_text

FIGURE_WITHIN: dict[Language, int] = {"zh": 45, "en": 28}
SHORTEST_ANSWER: dict[Language, int] = {"zh": 20, "en": 45}
DENIED_WITHIN: dict[Language, int] = {"zh": 4, "en": 3}


@dataclass(frozen=True)
class Objection:
    """Why a candidate proves less than its words say, and the share of its probability that the rules leave it."""

    kind: ObjectionKind
    left: float

    @property
    def reason(self) -> str:
        """The reason in English words."""
        return OBJECTIONS[self.kind]["en"]


@dataclass(frozen=True)
class Evidence:
    """A judged candidate. `figure` is the print of the quantity (or coverage word) that supports it.

    `rule` is what the lexicon alone gives, `words` the log-odds of the text classifier (None without one).
    """

    candidate: Candidate
    probability: float
    objections: tuple[Objection, ...] = ()
    figure: str = ""
    rule: float = 0.0
    words: float | None = None

    @property
    def page(self) -> int:
        """The page it stands on."""
        return self.candidate.segment.page

    @property
    def quote(self) -> str:
        """The sentence or row as printed."""
        return self.candidate.segment.text

    @property
    def objection(self) -> Objection | None:
        """The strongest objection."""
        return min(self.objections, key=lambda objection: objection.left, default=None)

    @property
    def reason(self) -> str:
        """The strongest objection in English words; empty where there is none."""
        return self.objection.reason if self.objection else ""


@dataclass(frozen=True)
class RuleJudge:
    """Judges by the lexicon's rules alone: a strong or weak term, less what speaks against it."""

    strong: float = 0.9
    weak: float = 0.32
    by_words: float = 0.05

    def __call__(self, candidate: Candidate) -> Evidence:
        """The evidence a candidate makes."""
        cues = candidate.read.cues
        figure = _figure(candidate, cues)
        objections = (*_missing_figure(candidate, figure), *_cue_objections(candidate, cues), *_place_objections(candidate))
        probability = self.by_words if candidate.term is None else self.strong if candidate.strong else self.weak
        for objection in objections:
            probability *= objection.left
        probability = round(probability, 6)
        return Evidence(candidate, probability, objections, figure or "", rule=probability)


def _missing_figure(candidate: Candidate, figure: str | None) -> Iterator[Objection]:
    if candidate.indicator.rule.needs != "figure" or figure is not None:
        return
    if candidate.strong and any(_serves_in_cell(quantity, candidate) for quantity in candidate.read.quantities_below):
        yield Objection("figure_below", 0.65)
    else:
        yield Objection("no_figure", 0.05)


def _figure(candidate: Candidate, cues: Sequence[Cue]) -> str | None:
    """The print of the nearest quantity, coverage word or stated none that the rule accepts."""
    rule, tokens = candidate.indicator.rule, candidate.read.tokens
    if rule.needs != "figure":
        return None
    near = [(_distance(candidate, quantity), quantity) for quantity in candidate.read.quantities if _serves(quantity, candidate)]
    if near:
        distance, nearest = min(near, key=lambda pair: pair[0])
        if candidate.segment.shape == "row" or distance <= FIGURE_WITHIN[tokens.language]:
            return _print(candidate, nearest.span)
    kinds = {kind for kind, allowed in (("coverage", rule.coverage), ("none_happened", rule.zero)) if allowed}
    for cue in cues:
        if cue.kind in kinds and _gap(candidate, cue.start, cue.end) <= FIGURE_WITHIN[tokens.language]:
            return _print(candidate, tokens.span(cue.start, cue.end))
    return None


def _serves(quantity: Quantity, candidate: Candidate) -> bool:
    if candidate.indicator.rule.nonzero and quantity.value == 0:
        return False
    if candidate.segment.shape == "row":
        return _serves_in_cell(quantity, candidate) and quantity.span.start >= _label_end(candidate)
    return any(counts_as(quantity.kind, unit) for unit in candidate.indicator.rule.units)


def _serves_in_cell(quantity: Quantity, candidate: Candidate) -> bool:
    """In a table a bare number serves too: its unit stands elsewhere."""
    return any(counts_as(quantity.kind, unit) for unit in candidate.indicator.rule.units | {"number"})


def _label_end(candidate: Candidate) -> int:
    cut = candidate.read.tokens.folded.text.find("|")
    return max(cut, 0)


def _distance(candidate: Candidate, quantity: Quantity) -> int:
    tokens = candidate.read.tokens
    here = tokens.span(candidate.start, candidate.end)
    if quantity.span.overlaps(here):
        return 0
    first, second = sorted((here, quantity.span))
    if tokens.language == "zh":
        return second.start - first.end
    return sum(first.end <= span.start < second.start for span in tokens.spans)


def _gap(candidate: Candidate, start: int, end: int) -> int:
    if start < candidate.end and candidate.start < end:
        return 0
    return start - candidate.end if start >= candidate.end else candidate.start - end


def _print(candidate: Candidate, span: Span) -> str:
    printed = candidate.read.tokens.folded.printed(span)
    return candidate.segment.text[printed.start : printed.end].strip()


_CUE_REASONS = {
    "plan": Objection("plan", 0.15),
    "not_disclosed": Objection("not_disclosed", 0.1),
    "law": Objection("law", 0.2),
    "condition": Objection("condition", 0.45),
    "other_party": Objection("other_party", 0.2),
}


def _cue_objections(candidate: Candidate, cues: Sequence[Cue]) -> Iterator[Objection]:
    begin, finish = clause_of(candidate.read.tokens, candidate.start, candidate.end)
    beside = [cue for cue in cues if begin <= cue.start < finish and not _own_word(cue, candidate)]
    kinds = {cue.kind for cue in beside if _speaks_of(cue, candidate)}
    if candidate.read.is_under_plan and "done" not in {cue.kind for cue in beside}:
        kinds.add("plan")
    if candidate.indicator.rule.plan or "done" in {cue.kind for cue in beside}:
        kinds.discard("plan")
    yield from (_CUE_REASONS[kind] for kind in sorted(kinds & _CUE_REASONS.keys()))
    if _denied(candidate, cues):
        yield Objection("denied", 0.1)


def _speaks_of(cue: Cue, candidate: Candidate) -> bool:
    """A plan or condition rules what follows it; a gap in disclosure may stand on either side."""
    return cue.start < candidate.end or cue.kind == "not_disclosed"


def _denied(candidate: Candidate, cues: Sequence[Cue]) -> bool:
    rule = candidate.indicator.rule
    if rule.zero or rule.needs == "figure":
        return False
    reach = DENIED_WITHIN[candidate.read.tokens.language]
    return any(cue.kind == "none_happened" and 0 <= candidate.start - cue.end <= reach for cue in cues)


def _own_word(cue: Cue, candidate: Candidate) -> bool:
    """Whether a cue is one of the term's own words ("target" in a term about targets), not one that stands in its gaps.

    What is done together with other companies is done.
    """
    inside = candidate.start <= cue.start and cue.end <= candidate.end
    if inside and cue.kind == "other_party":
        return True
    return inside and (candidate.term is None or not candidate.term.chains or cue.words.lower() in _folded_term(candidate.term.written))


@lru_cache(maxsize=50_000)
def _folded_term(written: str) -> str:
    return fold_text(written).lower()


def _answers(candidate: Candidate) -> bool:
    """Whether an entry of an index, or a text beside the contents, gives the fact itself: a whole sentence, or a figure with its unit."""
    text, language = candidate.segment.text, candidate.read.tokens.language
    if candidate.indicator.rule.needs == "words":
        return bool(re.search(r"[.。]$", text)) and len(text) > SHORTEST_ANSWER[language]
    units = candidate.indicator.rule.units - {"number"}
    return any(counts_as(quantity.kind, unit) for quantity in candidate.read.quantities for unit in units)


_PLACE_REASONS: dict[Place, Objection] = {
    "index": Objection("index", 0.1),
    "contents": Objection("contents", 0.1),
    "glossary": Objection("glossary", 0.2),
    "feedback": Objection("feedback", 0.2),
}


def _place_objections(candidate: Candidate) -> Iterator[Objection]:
    objection = _PLACE_REASONS.get(candidate.segment.place)
    if objection and not (candidate.segment.place in ("index", "contents") and _answers(candidate)):
        yield objection
    if candidate.segment.shape == "heading":
        yield Objection("heading", 0.6)
