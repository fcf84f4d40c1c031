from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product

import pytest

from csr_extract.language import Language
from csr_extract.reading.document import Document
from csr_extract.reading.reader import read_document
from tests.reading.made_pages import LANGUAGES, PAGES, Pen, Planted, Tally, lost, make, tally, text_of

Draw = Callable[[Pen], Planted]
Read = Callable[[Draw, Language], tuple[Planted, Document]]
MADE = pytest.mark.parametrize(
    ("draw", "language"), [*product(PAGES, LANGUAGES)], ids=lambda value: value if isinstance(value, str) else value.__name__
)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Makes and reads a page, once for all tests."""
    folder = tmp_path_factory.mktemp("made")

    def made_and_read(draw: Draw, language: Language) -> tuple[Planted, Document]:
        path = folder / f"{draw.__name__}-{language}.pdf"
        return make(path, draw, language), read_document(path)

    return cache(made_and_read)


HARD = {("full_width_between", "zh"), ("hanging_heads", "en"), ("hanging_heads", "zh"), ("justified", "en"), ("letter_spaced", "en")}


@MADE
def test_a_made_page_is_read_as_planted(read: Read, draw: Draw, language: Language) -> None:
    seed, document = read(draw, language)
    if (draw.__name__, language) in HARD:
        found = tally(seed, text_of(document), [segment.text for segment in document.segments])
        assert found.share >= 0.9, str(found)
        return
    problems = lost(seed, document)
    assert not problems, "\n".join([str(draw.__doc__), *problems])


def test_nearly_all_that_is_planted_is_found(read: Read) -> None:
    total = Tally()
    for draw, language in product(PAGES, LANGUAGES):
        seed, document = read(draw, language)
        total += tally(seed, text_of(document), [segment.text for segment in document.segments])
    assert total.share >= 0.99, str(total)


@MADE
def test_planted_words_are_many_and_differ(draw: Draw, language: Language) -> None:
    seed = draw(Pen(language))
    assert len(seed.terms) >= 8
    assert len(set(seed.terms)) == len(seed.terms)
