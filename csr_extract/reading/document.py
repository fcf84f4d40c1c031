"""What was read: a document, its pages, their segments, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csr_extract.language import Language

Shape = Literal["sentence", "row", "heading"]
Place = Literal["body", "cover", "index", "contents", "glossary", "assurance", "feedback"]
Source = Literal["text", "ocr"]
DocumentKind = Literal["csr", "annual", "web", "news"]


@dataclass(frozen=True)
class Box:
    """A rectangle on a page in PDF points, origin at the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Segment:
    """A sentence, heading or table row. `text` is the print; a row is `label | unit | head: value | ...`.

    `columns` counts the values of a row, `years` are the years for which it gives them.
    """

    text: str
    page: int
    language: Language
    shape: Shape = "sentence"
    place: Place = "body"
    heading: str = ""
    boxes: tuple[Box, ...] = ()
    columns: int = 0
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class IndexRow:
    """A row of a content index: the code of a standard, and where its answer stands.

    `pages` are page numbers as printed in the report; `answer` is what the row itself tells: a figure, a sentence or a reason for omission.
    """

    standard: str
    code: str
    text: str
    page: int
    pages: tuple[int, ...] = ()
    answer: str = ""


@dataclass(frozen=True)
class Page:
    """One page; `number` counts from 1 as in the file.

    `labels` are the page numbers printed on it (two on a spread), `problem` says why its text layer could not be read, if so, and
    `source` how its words were read all the same. `columns` counts the columns of prose side by side, `tables` the tables;
    `dropped` holds the running heads and page numbers that were left out.
    """

    number: int
    segments: tuple[Segment, ...]
    width: float = 0.0
    height: float = 0.0
    problem: str | None = None
    source: Source = "text"
    labels: tuple[str, ...] = ()
    columns: int = 1
    tables: int = 0
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file as read. `digest` is the SHA-256 (hex) of its bytes; `index` holds the rows of its content indices."""

    name: str
    digest: str
    pages: tuple[Page, ...]
    paged: bool = True
    index: tuple[IndexRow, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in reading order."""
        return tuple(segment for page in self.pages for segment in page.segments)

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Numbers of the pages whose text could not be read, nor was by OCR."""
        return tuple(page.number for page in self.pages if page.problem and page.source == "text")

    @property
    def ocr_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that were read from their pictures."""
        return tuple(page.number for page in self.pages if page.source == "ocr")

    def labelled(self, label: str) -> Page | None:
        """The page on which a page number is printed."""
        return next((page for page in self.pages if label in page.labels), None)
