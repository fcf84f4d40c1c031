"""A file in, a Document out: the one door to all readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from csr_extract.errors import DamagedFileError, EmptyFileError, MissingPathError, UnknownTypeError, WrongTypeError
from csr_extract.reading.document import Document, Page
from csr_extract.text import printable


def read_document(path: Path) -> Document:
    """Read a report; raises InputError with what to do when it cannot be read.

    PDF, HTML, Markdown and plain text are known by their ending, and their first bytes must agree.
    """
    if not path.is_file():
        raise MissingPathError(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedFileError(path, f"the file cannot be read ({error.strerror})") from error
    check_type(path, data)
    pages, paged = _READERS[path.suffix.lower()](path, data)
    if not paged and not any(page.segments for page in pages):
        raise EmptyFileError(path)
    return Document(printable(path.name), hashlib.sha256(data).hexdigest(), pages, paged)


def count_pages(path: Path) -> int:
    """Pages of a file, quickly and without complaint: text counts as a page per 3,000 bytes, what cannot be opened as one."""
    from csr_extract.reading.pdf import count_pdf_pages

    if path.suffix.lower() == ".pdf":
        return count_pdf_pages(path)
    return max(1, path.stat().st_size // 3000)


def known_endings() -> tuple[str, ...]:
    """Endings of the files that can be read, in lower case."""
    return tuple(_READERS)


def check_type(path: Path, data: bytes) -> None:
    """Raise an InputError where the bytes are not of the type that the ending says."""
    ending = path.suffix.lower()
    if ending not in _READERS:
        raise UnknownTypeError(path, known_endings())
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFileError(path)
    found = _type_of(data)
    if ending == ".pdf" and found != ".pdf":
        if found:
            raise WrongTypeError(path, f"a {found[1:]} file", _cure(path, found))
        raise DamagedFileError(path, "this is not a PDF (it does not begin with %PDF)")
    if ending != ".pdf" and found in (".pdf", ".docx", ".zip", ".doc"):
        raise WrongTypeError(path, f"a {found[1:]} file", _cure(path, found))


def _cure(path: Path, found: str) -> str:
    if found in _READERS:
        return f"Rename it to {path.stem}{found}."
    return "Open it in the program it was made with, save it as PDF, and rate that."


def _type_of(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return ".docx" if b"word/" in data else ".zip"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return ".doc"
    head = data[:512].lstrip().lower()
    return ".html" if head.startswith((b"<!doctype html", b"<html")) else None


def _read_pdf(path: Path, data: bytes) -> tuple[tuple[Page, ...], bool]:
    from csr_extract.reading.pdf import read_pdf

    return read_pdf(path, data), True


def _read_html(path: Path, data: bytes) -> tuple[tuple[Page, ...], bool]:
    from csr_extract.reading.html import read_html
    from csr_extract.reading.plain import decode

    return read_html(decode(path, data)), False


def _read_markdown(path: Path, data: bytes) -> tuple[tuple[Page, ...], bool]:
    from csr_extract.reading.html import read_markdown
    from csr_extract.reading.plain import decode

    return read_markdown(decode(path, data)), False


def _read_plain(path: Path, data: bytes) -> tuple[tuple[Page, ...], bool]:
    from csr_extract.reading.plain import decode, read_plain

    return read_plain(decode(path, data)), False


_READERS: Mapping[str, Callable[[Path, bytes], tuple[tuple[Page, ...], bool]]] = {
    ".pdf": _read_pdf,
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_plain,
}
