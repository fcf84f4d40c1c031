from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from csr_extract import errors


@pytest.mark.parametrize(
    "error",
    [
        errors.PasswordError(Path("a.pdf")),
        errors.LexiconError(["one", "two"]),
        errors.TimeLimitError(Path("a.pdf"), 3),
        errors.ManifestError(Path("companies.csv"), ["line 2: no document"]),
    ],
)
def test_an_error_crosses_processes_with_its_message(error: errors.CsrExtractError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (errors.PasswordError(Path("a.pdf")), "Save an unlocked copy"),
        (errors.EmptyFileError(Path("a.pdf")), "download it again"),
        (errors.NoTextError(Path("a.pdf"), 3), "csr-extract[ocr]"),
        (errors.TimeLimitError(Path("a.pdf"), 3), "--timeout"),
    ],
)
def test_an_error_names_the_file_and_the_cure(error: errors.CsrExtractError, cure: str) -> None:
    assert str(error).startswith("a.pdf: ")
    assert cure in str(error)
