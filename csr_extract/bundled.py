"""Where the files that come with the package lie: beside the code in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from csr_extract.errors import ResultError

_PACKAGE = Path(__file__).parent


def lexicon_folder() -> Path:
    """The folder `lexicons/`."""
    return _find("lexicons")


def model_folder() -> Path:
    """The folder `models/`."""
    return _find("models")


def labelled_folder() -> Path:
    """The folder of the labelled corpus."""
    return _find("corpus_samples") / "labelled"


def sample_folder() -> Path:
    """The folder of the sample reports."""
    return _find("corpus_samples") / "reports"


def _find(name: str) -> Path:
    for folder in (_PACKAGE.parent / name, _PACKAGE / "bundled_data" / name):
        if folder.is_dir():
            return folder
    raise ResultError(f"the installation is incomplete: the folder {name}/ is missing. Install csr-extract again.")
