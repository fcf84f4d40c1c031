from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csr_extract.text import Span, fold, joined, shortened, squeezed


def test_traditional_characters_and_full_width_fold_to_one_form() -> None:
    assert fold("範疇一：溫室氣體ＣＯ２").text == "范畴一:温室气体CO2"


def test_a_span_leads_back_to_the_print() -> None:
    printed = "推進 溫室\n氣體 減排"
    folded = fold(printed)
    start = folded.text.index("温室气体")
    span = folded.printed(Span(start, start + 4))
    assert printed[span.start : span.end] == "溫室\n氣體"


def test_possessives_and_hyphens_do_not_part_words() -> None:
    assert fold("the company's low-carbon plan for workers' safety").text == "the company low carbon plan for workers safety"


def test_circled_numbers_stay_marks() -> None:
    assert "2" not in fold("培训②").text


@given(st.text(max_size=60))
def test_every_folded_character_has_a_place_in_print(printed: str) -> None:
    folded = fold(printed)
    assert len(folded.text) == len(folded.origins)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= place < len(printed) for place in folded.origins)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(printed: str) -> None:
    once = fold(fold(printed).text).text
    assert fold(once).text == once


def test_lines_are_joined_as_a_reader_would() -> None:
    assert joined(["non-", "Executive", "direc-", "tors"]) == "non- Executive directors"
    assert joined(["可持续", "发展"]) == "可持续发展"


def test_one_line_and_no_longer_than_asked() -> None:
    assert squeezed(" a \n b ") == "a b"
    assert shortened("abcdefgh", 5) == "abcd…"
