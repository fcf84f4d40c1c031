"""The whole path on the real reports with ratings, against readers' ratings. Tuned on these: the figure is no promise for others."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest


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
    lines = {line[:34].strip(): line[34:].split() for line in table.splitlines()}
    figure = {
        name: {key: float(value) for key, value in zip(words[::2], words[1::2], strict=False) if key in ("agree", "kappa")}
        for name, words in lines.items()
    }
    assert figure["all"]["agree"] >= 0.83 and figure["all"]["kappa"] >= 0.66
    assert min(figure["language zh"]["agree"], figure["language en"]["agree"]) >= 0.80


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
