from __future__ import annotations

from csr_extract.detection.candidate import net_for, sentence
from csr_extract.indicators.indicator import Indicator, Rule, Wording
from csr_extract.indicators.term import parse_term


def found(text: str, terms: str, unless: str = "") -> int:
    wording = Wording(terms=(parse_term(terms),), unless=(parse_term(unless),) if unless else ())
    item = Indicator("X1.1", "X1", 1, "management", "name", "名", "one", "zero", Rule(), {"en": wording, "zh": Wording()})
    return len([*net_for([item], "en").candidates(sentence(text, "en"))])


def test_a_row_term_counts_in_rows_only() -> None:
    assert found("Turnover rate | 2019: 4.1%", "row: turnover rate") == 1
    assert found("The turnover rate was 4.1%.", "row: turnover rate") == 0


def test_unless_vetoes_the_sentence_and_unless_in_the_clause_only_the_clause() -> None:
    text = "We train every driver in safety; suppliers hand in a form."
    assert found(text, "train ..6 safety", "supplier") == 0
    assert found(text, "train ..6 safety", "clause: supplier") == 1
    assert found("Our suppliers train drivers in safety.", "train ..6 safety", "clause: supplier") == 0
