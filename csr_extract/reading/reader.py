"""A file in, a Document out: the one door to all readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csr_extract.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedWordError,
    MissingPathError,
    TooLargeError,
    UnknownTypeError,
    WrongTypeError,
)
from csr_extract.reading.content_index import index_rows
from csr_extract.reading.document import Document, Page
from csr_extract.text import printable

if TYPE_CHECKING:
    from csr_extract.reading.cache import DocumentCache

MOST_BYTES = 500 * 2**20
FEWEST_BEHIND_COVER = 6
LONGEST_COVER = 400


def read_document(path: Path, *, ocr: bool = False, cache: DocumentCache | None = None) -> Document:
    """Read a report; raises InputError with what to do when it cannot be read.

    PDF, HTML, Word, Markdown and plain text are known by their ending, and their first bytes must agree. `ocr` reads the pages of a PDF
    whose text layer fails from their pictures (needs the extra csr-extract[ocr]); a `cache` gives back what was read before.
    """
    if not path.is_file():
        raise MissingPathError(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TooLargeError(path, f"{path.stat().st_size / 2**20:,.0f} MiB", f"{MOST_BYTES / 2**20:,.0f} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise DamagedFileError(path, f"the file cannot be read ({error.strerror})") from error
    check_type(path, data)
    name, digest = printable(path.name), hashlib.sha256(data).hexdigest()
    if cache and (known := cache.get(digest, name, ocr)):
        return known
    document = _document(path, data, name, digest, ocr)
    if cache:
        cache.put(document, ocr)
    return document


def _document(path: Path, data: bytes, name: str, digest: str, ocr: bool) -> Document:
    ending = path.suffix.lower()
    pages = _READERS[ending](path, data, ocr)
    if ending != ".pdf" and not any(page.segments for page in pages):
        raise EmptyFileError(path)
    document = Document(name, digest, _with_cover(pages), ending == ".pdf")
    return replace(document, index=index_rows(document.segments, _last_label(pages)))


def _with_cover(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages, the segments of the first marked as the cover where it holds a few words alone."""
    if len(pages) < FEWEST_BEHIND_COVER or sum(len(segment.text) for segment in pages[0].segments) > LONGEST_COVER:
        return pages
    return (replace(pages[0], segments=tuple(replace(segment, place="cover") for segment in pages[0].segments)), *pages[1:])


def _last_label(pages: Iterable[Page]) -> int | None:
    """The highest page number printed in a document."""
    return max((int(label) for page in pages for label in page.labels), default=None)


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
    if ending == ".docx" and found != ".docx":
        raise EncryptedWordError(path) if found == ".doc" else DamagedFileError(path, "this is not a Word file (.docx)")
    if ending not in (".pdf", ".docx") and found in (".pdf", ".docx", ".zip", ".doc"):
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


def _read_pdf(path: Path, data: bytes, ocr: bool) -> tuple[Page, ...]:
    from csr_extract.reading.pdf import read_pdf

    return read_pdf(path, data, ocr=ocr)


def _read_html(path: Path, data: bytes, _ocr: bool) -> tuple[Page, ...]:
    from csr_extract.reading.html import decode_html, read_html

    return read_html(decode_html(path, data))


def _read_docx(path: Path, data: bytes, _ocr: bool) -> tuple[Page, ...]:
    from csr_extract.reading.docx import read_docx

    return read_docx(path, data)


def _read_markdown(path: Path, data: bytes, _ocr: bool) -> tuple[Page, ...]:
    from csr_extract.reading.html import read_markdown
    from csr_extract.reading.plain import decode

    return read_markdown(decode(path, data))


def _read_plain(path: Path, data: bytes, _ocr: bool) -> tuple[Page, ...]:
    from csr_extract.reading.plain import decode, read_plain

    return read_plain(decode(path, data))


_READERS: Mapping[str, Callable[[Path, bytes, bool], tuple[Page, ...]]] = {
    ".pdf": _read_pdf,
    ".docx": _read_docx,
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_plain,
}
