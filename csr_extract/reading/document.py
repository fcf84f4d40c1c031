"""What was read: a document, its pages, their segments, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csr_extract.language import Language

Shape = Literal["sentence", "row", "heading"]
Place = Literal["body", "index", "contents", "glossary", "assurance"]


@dataclass(frozen=True)
class Box:
    """A rectangle on a page in PDF points, origin at the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Segment:
    """A sentence, heading or table row. `text` is the print; a row is `label | unit | head: value | ...`."""

    text: str
    page: int
    language: Language
    shape: Shape = "sentence"
    place: Place = "body"
    heading: str = ""
    boxes: tuple[Box, ...] = ()
    columns: int = 0


@dataclass(frozen=True)
class Page:
    """One page; `number` counts from 1 as in the file. `problem` says why it could not be read, if so."""

    number: int
    segments: tuple[Segment, ...]
    width: float = 0.0
    height: float = 0.0
    problem: str | None = None


@dataclass(frozen=True)
class Document:
    """A file as read. `digest` is the SHA-256 (hex) of its bytes."""

    name: str
    digest: str
    pages: tuple[Page, ...]
    paged: bool = True

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in reading order."""
        return tuple(segment for page in self.pages for segment in page.segments)

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that could not be read."""
        return tuple(page.number for page in self.pages if page.problem)
