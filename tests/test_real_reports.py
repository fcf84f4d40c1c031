"""The whole path on the real reports with ratings, against readers' ratings. Tuned on these: the figure is no promise for others."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def rated(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("dev")
    command = [sys.executable, "-m", "csr_extract", "rate", str(shared / "reports" / "dev"), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return output


def test_agreement_with_the_readers(rated: Path, shared: Path) -> None:
    command = [
        sys.executable,
        str(shared / "tools" / "score_ratings.py"),
        str(rated / "decisions.csv"),
        str(shared / "reports" / "dev" / "gold"),
    ]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(table)
    lines_all = next(line for line in table.splitlines() if line.startswith("all "))
    lines = {line[:34].strip(): re.search(r"agree (\S+)  kappa (\S+)", line) for line in table.splitlines()}
    figure = {name: (float(found[1]), float(found[2])) for name, found in lines.items() if found and "n/a" not in found[2]}
    agree, kappa = figure["all"]
    assert agree >= 0.93 and kappa >= 0.86
    assert min(figure["language zh"][0], figure["language en"][0]) >= 0.91
    assert min(figure[f"element {element}"][0] for element in ("RM", "EC", "SO", "EN")) >= 0.88
    pages, calm, flagged = (float(re.search(rf"{name}\s+(\S+)", lines_all)[1]) for name in ("page", "agree unflagged", "flagged"))  # type: ignore[index]
    assert pages >= 0.85 and calm >= 0.96 and flagged <= 0.20


def test_agreement_on_the_other_rated_reports(shared: Path, tmp_path: Path) -> None:
    ratings = ROOT / "corpus_samples" / "ratings"
    with (ratings / "documents.tsv").open(encoding="utf-8", newline="") as lines:
        digests = {row["sha256"]: row["name"] for row in csv.DictReader(lines, delimiter="\t")}
    pool = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in (shared / "reports" / "pool").iterdir()}
    files = [pool[digest] for digest in digests]
    command = [sys.executable, "-m", "csr_extract", "rate", *map(str, files), "--output", str(tmp_path), "--no-ocr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "decisions.csv").open(encoding="utf-8-sig", newline="") as lines:
        said = {(row["company"], row["indicator"]): row["rating"] for row in csv.DictReader(lines)}
    agree = []
    for name in digests.values():
        with (ratings / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines, delimiter="\t") if not row["id"].startswith(("NEG", "POS", "LEAD"))]
        agree += [said[name, row["id"]] == row["rating"] for row in rows]
    assert sum(agree) / len(agree) >= 0.92


def test_quotes_of_ones_stand_on_their_pages(rated: Path, shared: Path) -> None:
    """A sample of the quotes is looked up with another program's text of the page."""
    import pypdf

    with (rated / "decisions.csv").open(encoding="utf-8-sig", newline="") as lines:
        ones = [
            row
            for row in csv.DictReader(lines)
            if row["rating"] == "1" and row["document"] == "en-nvidia-2022.pdf" and "|" not in row["quote"]
        ]
    reader = pypdf.PdfReader(shared / "reports" / "dev" / "en-nvidia-2022.pdf")
    letters = {page: "".join(filter(str.isalnum, reader.pages[page - 1].extract_text())) for page in {int(row["page"]) for row in ones}}
    found = [any(part in letters[int(row["page"])] for part in _parts(row["quote"])) for row in ones]
    assert len(found) > 40
    assert sum(found) >= 0.9 * len(found)


def _parts(quote: str) -> list[str]:
    """Runs of letters of the quote; the other program may order or join lines otherwise."""
    words = ["".join(filter(str.isalnum, word)) for word in quote.split()]
    return ["".join(words[start : start + 4]) for start in range(0, max(1, len(words) - 3), 3)]
