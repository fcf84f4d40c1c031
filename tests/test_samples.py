"""The sample reports, rated end to end against their own ratings."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from csr_extract.detection.model import load_model
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.rating import rate_documents
from csr_extract.reading.reader import read_document
from tests.conftest import SAMPLES

RATINGS = sorted(SAMPLES.glob("*.tsv"))


def rated_by_hand(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_there_are_six_reports_in_two_languages_each_with_its_ratings() -> None:
    assert len(RATINGS) >= 6
    assert {path.stem for path in RATINGS} == {path.stem for path in SAMPLES.glob("*.pdf")}
    assert {path.stem[:2] for path in RATINGS} == {"zh", "en"}


@pytest.mark.parametrize("path", RATINGS, ids=lambda path: path.stem)
def test_ratings_are_complete_and_quote_their_page(path: Path, system: IndicatorSystem) -> None:
    rows = rated_by_hand(path)
    assert [*rows] == [item.id for item in system.items]
    assert {row["rating"] for row in rows.values()} == {"0", "1"}
    assert {row["conf"] for row in rows.values()} <= {"h", "m", "l"}


@pytest.mark.parametrize("path", RATINGS, ids=lambda path: path.stem)
def test_the_tool_agrees_with_most_ratings(path: Path, system: IndicatorSystem) -> None:
    rating = rate_documents(path.stem, [read_document(path.with_suffix(".pdf"))], system, load_model(system.name))
    rows = rated_by_hand(path)
    indicators = [decision for decision in rating.decisions if not decision.indicator.is_correction]
    agree = sum(decision.rating == int(rows[decision.indicator.id]["rating"]) for decision in indicators)
    assert agree / len(indicators) >= 0.8
    found = [decision for decision in indicators if decision.rating and rows[decision.indicator.id]["rating"] == "1" and decision.best]
    on_page = sum(str(decision.best.page) in rows[decision.indicator.id]["pages"].split(";") for decision in found if decision.best)
    assert on_page / len(found) >= 0.6
