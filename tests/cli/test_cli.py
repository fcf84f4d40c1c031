from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.reading.make_pdf import make_pdf, table, two_columns


def run(*arguments: str | Path, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    import os

    environment = os.environ | {"PYTHONIOENCODING": encoding, "COLUMNS": "120"}
    command = [sys.executable, "-m", "csr_extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding=encoding, errors="replace", cwd=ROOT, env=environment, check=False)


@pytest.fixture
def reports(tmp_path: Path, plain_report: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "红隼公司.txt").write_bytes(plain_report.read_bytes())
    make_pdf(folder / "mill.pdf", lambda pdf: table(pdf, ruled=True))
    return folder


def test_a_folder_with_bad_files_is_rated_and_the_bad_are_named(reports: Path, tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "whole.pdf", two_columns, pages=3).read_bytes()
    (reports / "truncated.pdf").write_bytes(whole[: len(whole) // 2])
    (reports / "empty.pdf").write_bytes(b"")
    make_pdf(reports / "locked.pdf", two_columns, password="x")
    (reports / "word.pdf").write_bytes(b"PK\x03\x04word/document.xml" + b"\0" * 50)
    done = run("rate", reports, "--output", tmp_path / "out", "--jobs", "2")
    assert done.returncode == 3, done.stderr
    assert "红隼公司" in done.stdout and "mill" in done.stdout
    with (tmp_path / "out" / "failures.csv").open(encoding="utf-8-sig", newline="") as lines:
        reasons = {row["document"]: row["reason"] for row in csv.DictReader(lines)}
    assert set(reasons) == {"empty.pdf", "locked.pdf", "truncated.pdf", "word.pdf"}
    assert "password" in reasons["locked.pdf"] and "Rename it to word.docx" in reasons["word.pdf"]
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["company"] for row in csv.DictReader(lines)} == {"红隼公司", "mill"}


def test_two_runs_give_identical_files(reports: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("rate", reports, "--output", tmp_path / name, "--industry", "steel").returncode == 0
    digests = [{f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (tmp_path / name).iterdir()} for name in ("a", "b")]
    assert digests[0] == digests[1]
    assert {"decisions.csv", "scores.csv", "corrections.csv", "results.json", "results.xlsx", "ranking.svg", "failures.csv"} == set(
        digests[0]
    )


def test_explain_tells_why(reports: Path, tmp_path: Path) -> None:
    assert run("rate", reports, "--output", tmp_path / "out").returncode == 0
    one = run("explain", tmp_path / "out", "红隼", "EN1.1")
    assert one.returncode == 0, one.stderr
    assert "rating 1" in one.stdout and "page 1" in one.stdout and "certified to ISO 14001 at all four mills" in one.stdout
    zero = run("explain", tmp_path / "out", "红隼", "so2.37")
    assert "rating 0" in zero.stdout and "near misses" in zero.stdout and "only a plan" in zero.stdout
    drawn = run("explain", tmp_path / "out", "mill", "EN2.4", "--png", tmp_path / "page.png", "--report", reports)
    assert drawn.returncode == 0, drawn.stderr
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rate", "nowhere", "-o", "x"], "there is no such file or folder"),
        (["rate", "{reports}", "-o", "{out}", "--industry", "alchemy"], "no such industry"),
        (["rate", "{reports}", "-o", "{out}", "--industry", "power;oil;mining;steel"], "one to three industries"),
        (["rate", "{reports}", "-o", "{out}", "--companies", "nowhere.csv"], "there is no such file or folder"),
        (["explain", "{out}", "a", "b"], "Give the --output folder"),
        (["rate", "{empty}", "-o", "{out}"], "there are no reports here"),
        (["rate", "-o", "{out}"], "or --demo for the sample reports"),
        (["rate", "--demo", "{reports}", "-o", "{out}"], "leave out PATH"),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(reports: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "empty").mkdir()
    filled = [a.format(reports=reports, out=tmp_path / "out", empty=tmp_path / "empty") for a in arguments]
    done = run(*filled)
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr


def test_a_manifest_with_several_industries(reports: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "companies.csv"
    manifest.write_text(
        "company,document,industry\n红隼集团,红隼公司.txt,mining;machinery;wholesale\n红隼集团,mill.pdf,\n", encoding="utf-8-sig"
    )
    done = run("rate", reports, "--output", tmp_path / "out", "--companies", manifest)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["industry"] == "mining;machinery;wholesale" and row["documents"] == "红隼公司.txt;mill.pdf"


def test_a_console_that_cannot_show_chinese_does_not_end_the_run(reports: Path, tmp_path: Path) -> None:
    assert run("rate", reports, "--output", tmp_path / "out", encoding="ascii").returncode == 0


def test_help_needs_no_heavy_import() -> None:
    code = "import sys; from csr_extract.cli import main; print([m for m in ('spacy', 'sklearn', 'pdfplumber', 'matplotlib', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bundled_lexicon_is_sound() -> None:
    done = run("lexicon", "check")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 problems in 167 indicators and correction items" in done.stdout
