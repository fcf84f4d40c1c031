"""Documents as they were read, kept for the next run: found by the bytes of the file, the reader's version and whether OCR was used."""

from __future__ import annotations

import os
import platform
import re
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from csr_extract.bundled import lexicon_folder
from csr_extract.reading.document import Document

LIMIT = 2 * 2**30  # bytes
SWEEP_SHARE = 64  # the folder is measured about once for each 64th of the limit that is written
LEVEL = 3  # of zlib: a sixth of the size; 6 takes twice as long and saves an eighth of that
ABANDONED = 3600  # seconds after which an unfinished file has lost its writer
ENDING, UNFINISHED = ".document", ".unfinished"
LIBRARIES = (
    "jusText", "lxml", "lxml_html_clean", "markdown-it-py", "numpy", "onnxruntime", "opencv-python", "opencv-python-headless", "pillow",
    "pdfminer.six", "pdfplumber", "pypdfium2", "python-docx", "rapidocr", "trafilatura",
)  # fmt: skip
SOURCES = ("text.py", "language.py", "indicators/lexicon.py")
LEXICONS = ("places.toml", "traditional.txt")

_PACKAGE = Path(__file__).parent.parent
_VERSION = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class DocumentCache:
    """Documents in a folder of one's own, of about `limit` bytes at most; those of older readers, then those longest unused go first.

    Processes may share the folder. What cannot be written is not kept, what is damaged counts as absent: neither is an error.
    """

    folder: Path
    limit: int = LIMIT

    def get(self, digest: str, name: str, ocr: bool) -> Document | None:
        """The document with this SHA-256 (hex) as this reader read it, under the name `name`; None where it is not kept."""
        key = _key(digest, name, ocr)
        path = self._path(key)
        try:
            packed = path.read_bytes()
        except OSError:
            return None
        document = _unpacked(packed, key)
        if not document:
            _drop(path)
            return None
        with suppress(OSError):
            os.utime(path)  # used just now
        return replace(document, name=name)

    def put(self, document: Document, ocr: bool) -> None:
        """Keep a document, if the disk lets us; now and then drop what exceeds the limit."""
        key = _key(document.digest, document.name, ocr)
        with suppress(OSError, UnicodeEncodeError):  # the latter: half a surrogate pair from a broken font
            packed = _packed(document, key)
            _write(self._path(key), packed)
            if _is_time_to_sweep(key, len(packed), self.limit):
                self._sweep()

    def size(self) -> int:
        """Bytes of all that is kept, for all versions of the reader."""
        return sum(file.size for file in self._files())

    def clear(self) -> int:
        """Drop all that is kept and nothing else; tells how many documents that were."""
        dropped = [file for file in self._files() if _drop(file.path)]
        self._drop_empty_folders()
        return sum(file.path.suffix == ENDING for file in dropped)

    def _path(self, key: str) -> Path:
        return self.folder / reader_version() / (key + ENDING)

    def _files(self) -> Iterator[_File]:
        for folder in self._version_folders():
            yield from _files_in(folder)

    def _version_folders(self) -> list[Path]:
        """Folders of all versions; only what is named as ours is ever looked at, as the folder may hold what is not."""
        with suppress(OSError):
            return [path for path in self.folder.iterdir() if _VERSION.fullmatch(path.name) and path.is_dir()]
        return []

    def _sweep(self) -> None:
        """Drop unfinished files without a writer, then the oldest documents until the rest fits the limit."""
        kept, unfinished = _parted(self._files())
        for file in unfinished:
            if file.used < time.time() - ABANDONED:
                _drop(file.path)
        excess = sum(file.size for file in kept) - self.limit
        for file in sorted(kept, key=_worth):
            if excess <= 0:
                break
            excess -= file.size if _drop(file.path) else 0
        self._drop_empty_folders()

    def _drop_empty_folders(self) -> None:
        for folder in self._version_folders():
            with suppress(OSError):
                folder.rmdir()


def default_folder() -> Path:
    """Where documents are kept: the folder in the environment variable CSR_EXTRACT_CACHE, else one in the user's folder of caches."""
    import platformdirs

    if chosen := os.environ.get("CSR_EXTRACT_CACHE"):
        return Path(chosen).expanduser()
    return Path(platformdirs.user_cache_dir("csr-extract", appauthor=False))


@cache
def reader_version() -> str:
    """16 hex digits that change with all that shapes a document: code of reading, its lexicons, the libraries that read, Python."""
    digest = sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"{library} {_installed(library)}\n".encode())
    for path in _sources():
        digest.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _sources() -> tuple[Path, ...]:
    lexicons = lexicon_folder()
    reading = sorted((_PACKAGE / "reading").rglob("*.py"))
    return (*reading, *(_PACKAGE / name for name in SOURCES), *(lexicons / name for name in LEXICONS))


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


@dataclass(frozen=True)
class _Entry:
    """What a file holds; its key shows that it stands where it was put."""

    key: str
    document: Document


@dataclass(frozen=True)
class _File:
    """A file of the cache: its bytes, and when it was last used in seconds since 1970."""

    path: Path
    size: int
    used: float


def _key(digest: str, name: str, ocr: bool) -> str:
    """64 hex digits. The name counts by its ending alone, which chooses the reader."""
    parts = (reader_version(), digest, Path(name).suffix.lower(), "ocr" if ocr else "text")
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _packed(document: Document, key: str) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(_Entry(key, document)), LEVEL)


def _unpacked(packed: bytes, key: str) -> Document | None:
    """The document, or None where the bytes are damaged or belong elsewhere (zlib's checksum tells a flipped bit)."""
    try:
        entry = _decoder().decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError, ValueError):
        return None
    return entry.document if entry.key == key else None


@cache
def _decoder() -> msgspec.msgpack.Decoder[_Entry]:
    return msgspec.msgpack.Decoder(_Entry)


def _write(path: Path, packed: bytes) -> None:
    """Write all or nothing; others see the file only once it is whole. Reports may be confidential, so only the user can read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(suffix=UNFINISHED, dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _is_time_to_sweep(key: str, size: int, limit: int) -> bool:
    """Whether to measure the folder: by the chance of the key, the likelier the more was written.

    >>> _is_time_to_sweep("00" * 32, 1, 2**30), _is_time_to_sweep("ff" * 32, 2**20, 2**30), _is_time_to_sweep("ff" * 32, 2**25, 2**30)
    (True, False, True)
    """
    return int(key[:8], 16) / 2**32 * limit <= size * SWEEP_SHARE


def _files_in(folder: Path) -> Iterator[_File]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((ENDING, UNFINISHED)):
                with suppress(FileNotFoundError):
                    told = entry.stat(follow_symlinks=False)
                    yield _File(Path(entry.path), told.st_size, told.st_mtime)


def _parted(files: Iterable[_File]) -> tuple[list[_File], list[_File]]:
    """Documents, and files that are not finished."""
    found = list(files)
    return [file for file in found if file.path.suffix == ENDING], [file for file in found if file.path.suffix != ENDING]


def _worth(file: _File) -> tuple[bool, float]:
    """Least for what is dropped first: documents of other readers, then those longest unused."""
    return file.path.parent.name == reader_version(), file.used


def _drop(path: Path) -> bool:
    """Whether the file could be removed, or was already."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
