"""What is to be rated: companies and their documents, from paths or from a manifest."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csr_extract.errors import InputError, ManifestError, MissingPathError
from csr_extract.reading.document import DocumentKind
from csr_extract.reading.reader import known_endings
from csr_extract.text import printable

COLUMNS = ("company", "document", "kind", "industry", "year")
KINDS: Mapping[str, DocumentKind] = {
    **dict.fromkeys(("csr", "esg", "sustainability", "integrated", "tcfd"), "csr"),
    "annual": "annual",
    "web": "web",
    "website": "web",
    "news": "news",
}


@dataclass(frozen=True)
class Job:
    """A company with its documents. `industry` is as written by the person, empty where none was named.

    `kinds` and `years` tell the kind and year of a document, where the manifest does.
    """

    company: str
    documents: tuple[Path, ...]
    industry: str = ""
    year: str = ""
    kinds: Mapping[Path, DocumentKind] = field(default_factory=dict, hash=False)
    years: Mapping[Path, int] = field(default_factory=dict, hash=False)

    def kind(self, document: Path) -> DocumentKind:
        """The kind of a document: as named, else a web page where it is HTML, else a report."""
        return self.kinds.get(document) or ("web" if document.suffix.lower() in (".html", ".htm") else "csr")


def documents_of(jobs: Iterable[Job]) -> list[Path]:
    """The documents of all jobs, each once, in the order of their paths."""
    return sorted({document for job in jobs for document in job.documents})


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files named, and files in folders named (at any depth), each once, in the order of their names.

    In folders, hidden files and files of types that hold no report are passed over. Raises MissingPathError.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise MissingPathError(path)
        for file in _inside(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return tuple(sorted(found.values(), key=lambda file: (file.name, str(file))))


def _inside(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and (file.suffix.lower() in known_endings() or file.suffix.lower() in (".docx", ".doc")):
            yield file


def jobs_of(files: Sequence[Path], industry: str = "") -> tuple[Job, ...]:
    """Without a manifest each file is a company, named by the file; files of one name keep their ending or folder."""
    names: dict[str, list[Path]] = {}
    for file in files:
        names.setdefault(file.stem, []).append(file)
    return tuple(
        Job(printable(stem if len(same) == 1 else _longer_name(file, same)), (file,), industry)
        for stem, same in names.items()
        for file in same
    )


def _longer_name(file: Path, same: Sequence[Path]) -> str:
    if len({other.name for other in same}) == len(same):
        return file.name
    return f"{file.parent.name}/{file.name}" if len({(o.parent.name, o.name) for o in same}) == len(same) else str(file)


def read_manifest(manifest: Path, files: Sequence[Path], industry: str = "") -> tuple[Job, ...]:
    """Jobs from companies.csv (columns company, document, and if wanted kind, industry, year), one row a document.

    Documents are file names among the files given, or paths from the manifest's folder. Raises ManifestError with all problems.
    """
    rows = [*_rows(manifest)]
    by_name: dict[str, list[Path]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    problems: list[str] = []
    companies: dict[str, list[tuple[Path, dict[str, str]]]] = {}
    for line, row in rows:
        document = _document(manifest, line, row, by_name, problems)
        problems += _wrong_words(line, row)
        if not row["company"]:
            problems.append(f"line {line}: no company")
        elif document:
            companies.setdefault(row["company"], []).append((document, row))
    problems += _twice(companies)
    if not rows:
        problems.append("there are no rows below the heads")
    if problems:
        raise ManifestError(manifest, problems)
    return tuple(_job(company, found, industry) for company, found in companies.items())


def _wrong_words(line: int, row: Mapping[str, str]) -> Iterator[str]:
    if row["kind"] and row["kind"].lower() not in KINDS:
        yield f"line {line}: kind is {row['kind']!r}; known are {', '.join(KINDS)}"
    if row["year"] and not re.fullmatch(r"(19|20)\d\d", row["year"]):
        yield f"line {line}: year is {row['year']!r}, not a year such as 2019"


def _rows(manifest: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not manifest.is_file():
        raise MissingPathError(manifest)
    try:
        text = manifest.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = manifest.read_text(encoding="gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines(), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    heads = [head.strip().lower() for head in reader.fieldnames or []]
    if missing := [column for column in ("company", "document") if column not in heads]:
        raise ManifestError(manifest, [f"the column {column} is missing (columns: {', '.join(COLUMNS)})" for column in missing])
    reader.fieldnames = heads
    for line, row in enumerate(reader, 2):
        values = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if any(values.values()):
            yield line, values


def _document(manifest: Path, line: int, row: dict[str, str], by_name: dict[str, list[Path]], problems: list[str]) -> Path | None:
    name = row["document"].replace("\\", "/")
    if not name:
        problems.append(f"line {line}: no document")
        return None
    beside = manifest.parent / name
    matching = by_name.get(Path(name).name, []) if "/" not in name else [beside] if beside.is_file() else []
    if len(matching) > 1:
        problems.append(f"line {line}: {name} lies in {len(matching)} folders; give its path from the manifest's folder")
        return None
    if matching:
        return matching[0]
    if beside.is_file():
        return beside
    problems.append(f"line {line}: {name} is neither among the files given nor beside the manifest")
    return None


def _twice(companies: dict[str, list[tuple[Path, dict[str, str]]]]) -> Iterator[str]:
    for company, found in companies.items():
        files = [file.resolve() for file, _ in found]
        yield from (f"{company}: {file.name} is listed twice" for file in sorted({f for f in files if files.count(f) > 1}))
        named = {row["industry"] for _, row in found if row["industry"]}
        if len(named) > 1:
            listed = ", ".join(sorted(named))
            yield f"{company}: its rows name different industries ({listed}); several industries of one company are written a;b"


def _job(company: str, found: Sequence[tuple[Path, dict[str, str]]], industry: str) -> Job:
    named = next((row["industry"] for _, row in found if row["industry"]), industry)
    year = max((row["year"] for _, row in found), default="")
    kinds = {file: KINDS[row["kind"].lower()] for file, row in found if row["kind"]}
    years = {file: int(row["year"]) for file, row in found if row["year"]}
    return Job(company, tuple(file for file, _ in found), named, year, kinds, years)


def check_files(files: Sequence[Path], asked: Sequence[Path]) -> None:
    """Raise an InputError when there is nothing to rate."""
    if not files:
        places = ", ".join(map(str, asked))
        raise InputError(f"{places}: there are no reports here. Known types are {', '.join(known_endings())}.")
