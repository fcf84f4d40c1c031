from __future__ import annotations

import csv
from pathlib import Path

import pytest

from csr_extract.cli.evaluate import evaluate
from csr_extract.cli.reading import language_named
from csr_extract.errors import InputError
from csr_extract.outputs.csv import as_csv
from csr_extract.outputs.table import Table

HEADS = ("company", "document", "indicator", "rating", "probability", "flagged", "because", "page", "quote")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    rows = [("en-a", "en-a.pdf", name, int(name == "EN1.1"), 0.9, 0, "so", 3, "words") for name in ("EN1.1", "EN1.2", "NEG1")]
    (tmp_path / "decisions.csv").write_bytes(as_csv(Table("decisions", HEADS, tuple(rows))))
    return tmp_path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    rows = "EN1.1\t1\t3;4\th\ttheir words\nEN1.2\t1\t5\tm\tmore words\nNEG1\t0\t\th\t\n"
    (folder / "en-a.tsv").write_text(f"id\trating\tpages\tconf\tquote\n{rows}", encoding="utf-8")
    return folder


def test_agreement_is_printed_and_disagreements_listed_with_both_quotes(run: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(run, [gold], by="all", disagreements=True)
    told = capsys.readouterr().out
    assert "2 decisions on 1 documents" in told and "element EN" in told and "corrections, negative" in told
    assert "en-a EN1.2: readers 1 (m), run 0" in told and "readers: more words" in told
    with (run / "disagreements.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["indicator"] for row in csv.DictReader(lines)] == ["EN1.2"]


def test_an_unknown_group_or_a_run_without_ratings_is_told(run: Path, gold: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="known groups are language"):
        evaluate(run, [gold], by="colour")
    (gold / "en-a.tsv").rename(gold / "en-b.tsv")
    with pytest.raises(InputError, match="none of the run's companies"):
        evaluate(run, [gold], by="all")


def test_a_language_is_en_or_zh() -> None:
    assert language_named("zh") == "zh"
    with pytest.raises(InputError, match="write en or zh"):
        language_named("fr")
