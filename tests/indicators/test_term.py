from __future__ import annotations

import pytest

from csr_extract.errors import LexiconError
from csr_extract.indicators.term import Gap, parse_term


def test_alternatives_are_combined() -> None:
    (chain,) = parse_term("(能源|节能)(管理|)体系").chains
    assert chain.pieces[0].alternatives == ("能源管理体系", "能源体系", "节能管理体系", "节能体系")


def test_gaps_keep_their_length_and_order() -> None:
    (chain,) = parse_term("train ..5 safety ~3 worker").chains
    assert chain.gaps == (Gap(5, True), Gap(3, False))


def test_terms_are_written_in_simplified_characters_or_not() -> None:
    assert parse_term("永續發展").chains == parse_term("永续发展").chains


@pytest.mark.parametrize("written", ["(a|b", "a ..3 ", "& b", "a|b", "a .. b", "((a|b)|c)", "x<people>"])
def test_a_term_that_cannot_be_read_is_named(written: str) -> None:
    with pytest.raises(LexiconError) as error:
        parse_term(written)
    assert written.strip() in str(error.value)


def test_too_many_combinations_are_refused() -> None:
    with pytest.raises(LexiconError, match="write it as several terms"):
        parse_term(" ".join("(a|b|c|d|e|f|g)" for _ in range(5)))
