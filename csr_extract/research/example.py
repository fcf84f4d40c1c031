"""Firing the lexicon on its own examples: every must-hit a 1, every must-miss a 0, every term on its own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from csr_extract.detection.candidate import Net, net_for, sentence
from csr_extract.detection.decision import decide
from csr_extract.detection.evidence import RuleJudge
from csr_extract.detection.matcher import TermMatcher
from csr_extract.detection.quantity import find_quantities, token_ranges
from csr_extract.detection.token import tokenize
from csr_extract.indicators.indicator import Indicator
from csr_extract.indicators.system import wording_of
from csr_extract.indicators.term import Term
from csr_extract.language import LANGUAGES, Language
from csr_extract.text import shortened


def example_problems(indicators: Sequence[Indicator]) -> list[str]:
    """All problems of the indicators' words and examples, in order."""
    return [problem for language in LANGUAGES for indicator in indicators for problem in _problems_of(indicator, language)] + shared_terms(
        indicators
    )


def rating_of(text: str, indicator: Indicator, language: Language, net: Net | None = None) -> int:
    """The rating that one sentence by itself gives an indicator; 1 too where a leading practice is proposed."""
    net = net or net_for([indicator], language)
    judge = RuleJudge()
    decision = decide(indicator, [judge(candidate) for candidate in net.candidates(sentence(text, language))])
    return decision.rating or int("proposed" in decision.flags)


def shared_terms(indicators: Sequence[Indicator]) -> list[str]:
    """Strong terms that two indicators with the same needs share to the letter."""
    owners: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        for language in LANGUAGES:
            for term in dict.fromkeys(wording_of(indicator, language).terms):
                owners[language, term.written].append(indicator)
    return [
        f"{' and '.join(owner.id for owner in sharing)} {language}: share the term {written!r}; give one of them more context"
        for (language, written), sharing in owners.items()
        if len({owner.rule.needs for owner in sharing}) < len(sharing)
    ]


def _problems_of(indicator: Indicator, language: Language) -> Iterator[str]:
    where = f"{indicator.id} {language}"
    wording = wording_of(indicator, language)
    yield from (f"{where}: no {key}" for key in ("terms", "must_hit", "must_miss") if not getattr(wording, key))
    net = net_for([indicator], language)
    for text in wording.must_hit:
        if not rating_of(text, indicator, language, net):
            yield f"{where}: gives 0 on its must_hit {shortened(text, 120)!r} ({_why(text, indicator, language, net)})"
    for text in wording.must_miss:
        if rating_of(text, indicator, language, net):
            yield f"{where}: gives 1 on its must_miss {shortened(text, 120)!r} ({_why(text, indicator, language, net)})"
    for term in wording.terms + wording.weak:
        if not fires_on_itself(term, language):
            yield f"{where}: the term {term.written!r} does not fire on its own words"


def fires_on_itself(term: Term, language: Language) -> bool:
    """Whether a term fires on its own first alternatives, set one after the other."""
    tokens = tokenize(term.example(), language)
    quantities = find_quantities(tokens.folded.text, language)
    return any(True for _ in TermMatcher(language, [(None, term)]).find(tokens, lambda kind: token_ranges(quantities, kind, tokens)))


def _why(text: str, indicator: Indicator, language: Language, net: Net) -> str:
    judge = RuleJudge()
    return decide(indicator, [judge(candidate) for candidate in net.candidates(sentence(text, language))]).because
