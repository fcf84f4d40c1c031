"""Options about reading that several commands take."""

from __future__ import annotations

from csr_extract.errors import InputError
from csr_extract.language import LANGUAGES, Language


def wants_ocr(asked: bool | None) -> bool:
    """Whether pictures are read: as asked, or where the extra is installed; raises OcrMissingError when asked for without it."""
    from csr_extract.reading.ocr import OcrMissingError, is_available

    if asked and not is_available():
        raise OcrMissingError
    return is_available() if asked is None else asked


def language_named(name: str) -> Language:
    """The language of an option; raises InputError."""
    for language in LANGUAGES:
        if name == language:
            return language
    raise InputError(f"--lang {name}: write en or zh.")
