"""A small indicator system of two indicators and a correction item, for tests that need no real one."""

from __future__ import annotations

from pathlib import Path

from csr_extract.indicators.indicator import Indicator, Kind, Rule, Wording
from csr_extract.indicators.system import IndicatorSystem, SourceKind
from csr_extract.indicators.term import parse_term
from csr_extract.language import LANGUAGES


def item(name: str, term: str, kind: Kind = "management", rule: Rule | None = None) -> Indicator:
    wording = {language: Wording(terms=(parse_term(term),)) for language in LANGUAGES}
    return Indicator(name, name[:2], 1, kind, term, term, "one", "zero", rule or Rule(), wording)


ALL = ["management", "performance", "negative", "positive", "leading"]
SYSTEM = IndicatorSystem(
    name="cass-2011",
    version="1",
    folder=Path(),
    elements=(),
    topics=(),
    indicators=(item("EN1.1", "environmental policy"), item("SO2.37", "turnover rate", "performance")),
    corrections=(item("NEG9", "fined", "negative"), item("LEAD1", "leading practice", "leading")),
    stages=(),
    digest="",
    sources=(SourceKind("csr", "", "", ALL), SourceKind("web", "", "", ALL), SourceKind("news", "", "", ["negative"])),
)
