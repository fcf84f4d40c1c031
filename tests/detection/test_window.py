from __future__ import annotations

from dataclasses import replace

import pytest

from csr_extract.detection.candidate import sentence
from csr_extract.detection.window import Window, window_of, years_of
from csr_extract.errors import InputError

WINDOW = Window(2018, 2019)


@pytest.mark.parametrize(
    ("text", "language", "admitted"),
    [
        ("In 2019 we trained 340 drivers.", "en", True),
        ("In 2012 we trained 340 drivers.", "en", False),
        ("From 2012 to 2019 output doubled.", "en", True),
        ("We train all drivers.", "en", True),
        ("Our mine has been certified to ISO 14001 since 2009.", "en", True),
        ("2012年公司捐赠300万元。", "zh", False),
        ("2018年公司捐赠300万元。", "zh", True),
        ("自2009年起公司推行环境管理体系。", "zh", True),
    ],
)
def test_evidence_that_speaks_of_other_years_only_is_left_out(text: str, language: str, admitted: bool) -> None:
    assert WINDOW.admits(sentence(text, language)) is admitted  # type: ignore[arg-type]


def test_a_row_serves_when_one_of_its_years_does() -> None:
    read = sentence("Donations | 2019: 4 | 2017: 3", "en")
    assert WINDOW.admits(replace(read, segment=replace(read.segment, years=(2019, 2017))))
    assert not WINDOW.admits(
        replace(read, segment=replace(read.segment, text="Donations | 3", years=(2017,)), tokens=sentence("Donations | 3", "en").tokens)
    )


def test_undated_sentences_speak_of_the_document_s_year() -> None:
    assert not WINDOW.admits(sentence("We train all drivers.", "en"), year=2011)


def test_years_of_a_sentence() -> None:
    assert years_of(sentence("Between 2017 and 2019 we hired 12 people.", "en")) == (2017, 2019)


@pytest.mark.parametrize(("first", "last", "told"), [("19", "", "write a year"), ("2020", "2018", "lies after")])
def test_a_window_that_cannot_be_is_refused(first: str, last: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        window_of(first, last)
