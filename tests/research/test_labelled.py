from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.bundled import labelled_folder
from csr_extract.errors import LexiconError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.language import LANGUAGES
from csr_extract.research.labelled import counts, read_labelled

HEADS = "indicator\tlanguage\tlabel\tkind\talso\theading\ttext\n"


def written(folder: Path, *rows: str) -> Path:
    (folder / "a.tsv").write_text(HEADS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_a_sentence_proves_its_indicator_and_others(system: IndicatorSystem, tmp_path: Path) -> None:
    rows = ("SO2.37\ten\t1\tfigure\tRM5.7; SO1.4\tPeople\tTurnover was 8%.", "SO2.37\ten\t0\tsibling\tSO2.36\t\tStaff are content.")
    one, other = read_labelled(written(tmp_path, *rows), system)
    assert one.proves == {"SO2.37", "RM5.7", "SO1.4"} and one.heading == "People"
    assert other.proves == {"SO2.36"}


def test_all_problems_are_told_at_once(system: IndicatorSystem, tmp_path: Path) -> None:
    rows = (
        "SO9.9\ten\t1\twords\t\t\tSome text here.",
        "SO2.37\tfr\t1\tplanned\t\t\tSome other text.",
        "SO2.37\ten\t1\twords",
        "EN1.1\ten\t1\twords\t\t\tWe care.",
        "EN1.1\ten\t0\tvague\t\t\tWe care.",
    )
    with pytest.raises(LexiconError) as told:
        read_labelled(written(tmp_path, *rows), system)
    text = str(told.value)
    for part in (
        "line 2: there is no indicator 'SO9.9'",
        "line 3: language is 'fr'",
        "'1' with kind 'planned'",
        "line 4",
        "stands in the corpus twice",
    ):
        assert part in text


def test_the_corpus_that_comes_along_has_forty_sentences_and_more_for_each_indicator(system: IndicatorSystem) -> None:
    sentences = read_labelled(labelled_folder(), system)
    found = counts(sentences, [indicator.id for indicator in system.indicators])
    for indicator in system.indicators:
        assert sum(sum(found[indicator.id, language]) for language in LANGUAGES) >= 40, indicator.id
        assert all(min(found[indicator.id, language]) >= 8 for language in LANGUAGES), indicator.id
