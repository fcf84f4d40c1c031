"""Ratings by careful readers, and the reports they belong to."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from csr_extract.errors import InputError, MissingPathError
from csr_extract.language import Language

Confidence = Literal["h", "m", "l"]
DOCUMENTS = "documents.tsv"


@dataclass(frozen=True)
class Rating:
    """A reader's rating: 0 or 1, up to four pages of evidence, how sure (h, m, l), and a quote where one was kept."""

    rating: int
    pages: frozenset[int] = frozenset()
    confidence: Confidence = "h"
    quote: str = ""


Gold = Mapping[str, Mapping[str, Rating]]


def read_gold(folders: Iterable[Path]) -> dict[str, dict[str, Rating]]:
    """Ratings by document and indicator from folders of NAME.tsv (id, rating, pages, conf, and if kept quote); raises InputError."""
    gold = {path.stem: _read(path) for folder in folders for path in _files(folder)}
    if not gold:
        raise InputError("there are no ratings (NAME.tsv) in the folders given.")
    return gold


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise MissingPathError(folder)
    return [path for path in sorted(folder.glob("*.tsv")) if path.name != DOCUMENTS]


def _read(path: Path) -> dict[str, Rating]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if missing := {"id", "rating", "pages", "conf"} - set(reader.fieldnames or ()):
            raise InputError(
                f"{path}: the columns {', '.join(sorted(missing))} are missing. A file of ratings has id, rating, pages, conf."
            )
        rows = {row["id"]: row for row in reader}
    if wrong := [name for name, row in rows.items() if row["rating"] not in ("0", "1")]:
        raise InputError(f"{path}: the rating of {wrong[0]} is {rows[wrong[0]]['rating']!r}, not 0 or 1.")
    return {name: _rating(row) for name, row in rows.items()}


def _rating(row: Mapping[str, str]) -> Rating:
    pages = frozenset(int(part) for part in (row["pages"] or "").replace(",", ";").split(";") if part.strip().isdigit())
    return Rating(int(row["rating"]), pages, cast(Confidence, row["conf"] or "h"), row.get("quote") or "")


def reports_of(gold: Gold, folders: Iterable[Path], listed: Iterable[Path] = ()) -> dict[str, Path]:
    """The file of each rated document, by its name; one whose digest in `listed` (documents.tsv files) is another is left out."""
    files = [
        path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix.lower() not in (".tsv", ".py")
    ]
    digests = {row["name"]: row["sha256"] for table in listed for row in _table(table)}
    by_name = {path.stem: path for path in files}
    wanted = {name: path for name in gold if (path := by_name.get(name))}
    return {name: path for name, path in wanted.items() if name not in digests or _digest(path) == digests[name]}


def out_of_view(listed: Iterable[Path]) -> frozenset[str]:
    """The documents whose ratings nobody saw who wrote the lexicon (column in_view of documents.tsv is 0)."""
    return frozenset(row["name"] for table in listed for row in _table(table) if row.get("in_view") == "0")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [*csv.DictReader(lines, delimiter="\t")]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def language_of_document(name: str) -> Language:
    """The language of a rated document, which its name begins with."""
    return "zh" if name.startswith("zh") else "en"
