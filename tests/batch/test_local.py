from __future__ import annotations

from pathlib import Path

from csr_extract.batch.local import Limits, examine_files
from csr_extract.errors import UnexpectedError
from tests.reading.make_pdf import make_pdf, two_columns


def test_one_bad_file_does_not_end_the_batch(tmp_path: Path, plain_report: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 cut short")
    locked = make_pdf(tmp_path / "locked.pdf", two_columns, password="x")
    outcomes = {outcome.path.name: outcome for outcome in examine_files([bad, plain_report, locked], jobs=2)}
    assert outcomes[plain_report.name].findings is not None
    assert "damaged or cut short" in str(outcomes["bad.pdf"].error)
    assert "locked with a password" in str(outcomes["locked.pdf"].error)


def test_a_file_that_takes_too_long_is_stopped_and_named(tmp_path: Path, plain_report: Path) -> None:
    endless = tmp_path / "endless.txt"
    endless.write_text("All employees were trained in 2009, and the training hours rose to 12,000 hours. " * 400_000, encoding="utf-8")
    outcomes = {outcome.path.name: outcome for outcome in examine_files([endless, plain_report], jobs=2, limits=Limits(timeout=12))}
    assert "stopped after 12 s" in str(outcomes["endless.txt"].error)
    assert "--timeout" in str(outcomes["endless.txt"].error)
    assert outcomes[plain_report.name].findings is not None


def test_a_bug_over_one_file_is_named_with_its_place() -> None:
    try:
        {}["pages"]
    except KeyError as error:
        told = str(UnexpectedError(Path("a.pdf"), error))
    assert told.startswith("a.pdf: the program stumbled over this file (KeyError: 'pages' in test_local.py:")
