"""`csr-extract inspect`: what was read of a file, page by page, and in which order."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csr_extract.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from csr_extract.reading.document import Document, Page

NARROWEST = 120
SHOWN_ROWS = 12


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report (PDF, Word, HTML, Markdown, text).", show_default=False)],
    page: Annotated[
        int | None, typer.Option("--page", "-p", min=1, metavar="N", help="Print the segments of one page in order.", show_default=False)
    ] = None,
    png: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="With --page: draw the segments and their order over the picture of the page.", show_default=False
        ),
    ] = None,
    ocr: Annotated[
        bool | None,
        typer.Option("--ocr/--no-ocr", help="Read pages without a usable text layer from their pictures (as in rate).", show_default=False),
    ] = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Keep what was read for the next run.")] = True,
) -> None:
    """Show what the reader saw: pages, languages, columns, tables, unreadable pages, index rows, and what was left out.

    With --page the segments of that page in the order of reading; with --png also as a picture: sentences blue, headings red,
    table rows green, what stands in an index, contents or glossary grey.
    """
    from csr_extract.cli.reading import wants_ocr
    from csr_extract.reading.cache import DocumentCache, default_folder
    from csr_extract.reading.reader import read_document

    if png and page is None:
        raise InputError("--png draws one page: say which with --page N.")
    document = read_document(file, ocr=wants_ocr(ocr), cache=DocumentCache(default_folder()) if cache else None)
    if page is None:
        _print_document(document)
        return
    if page > len(document.pages):
        raise InputError(f"{file.name}: there is no page {page}; it has {len(document.pages)}.")
    _print_page(document.pages[page - 1], document)
    if png:
        _draw(file, document.pages[page - 1], png)


def _draw(file: Path, page: Page, png: Path) -> None:
    from csr_extract.outputs.write import write_bytes
    from csr_extract.reading.picture import segments_picture

    write_bytes(png, segments_picture(file, page))
    typer.echo(f"\npicture of page {page.number}: {png}")


def _print_document(document: Document) -> None:
    from rich.console import Console

    console = Console() if Console().is_terminal else Console(width=NARROWEST)
    console.print(f"{document.name}  {len(document.pages)} page{'' if len(document.pages) == 1 else 's'}  sha256 {document.digest[:16]}")
    console.print(_pages(document))
    problems = [
        f"page {page.number}: {page.problem}{' (read by OCR)' if page.source == 'ocr' else ''}" for page in document.pages if page.problem
    ]
    console.print(f"Pages without a usable text layer: {len(problems)}")
    for line in problems:
        console.print(f"  {line}", highlight=False)
    dropped = Counter(text for page in document.pages for text in page.dropped)
    console.print(f"Left out as running heads, feet and page numbers: {sum(dropped.values())}")
    for text, number in [(text, number) for text, number in dropped.most_common() if number > 1 and not text.isdigit()][:5]:
        console.print(f"  {number} x {text}", highlight=False, markup=False)
    _print_index(document, console)


def _print_index(document: Document, console: Console) -> None:
    from rich.text import Text

    by_standard = Counter(row.standard for row in document.index)
    told = ", ".join(f"{standard} {number}" for standard, number in by_standard.most_common())
    console.print(f"Rows of content indices: {len(document.index)}{f' ({told})' if told else ''}")
    for row in document.index[:SHOWN_ROWS]:
        where = f"printed page {', '.join(map(str, row.pages))}" if row.pages else ""
        console.print(Text(f"  p. {row.page}  {row.standard} {row.code}  {row.text[:60]}  {where}  {row.answer[:60]}".rstrip()))
    if len(document.index) > SHOWN_ROWS:
        console.print(f"  and {len(document.index) - SHOWN_ROWS} more")


def _pages(document: Document) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("page", "printed", "language", "columns", "tables", "headings", "sentences", "rows", "places", "problem"):
        table.add_column(name, justify="left" if name in ("language", "places", "problem") else "right")
    for page in document.pages:
        shapes = Counter(segment.shape for segment in page.segments)
        languages = Counter(segment.language for segment in page.segments)
        places = sorted({segment.place for segment in page.segments} - {"body"})
        table.add_row(
            str(page.number), ", ".join(page.labels), " ".join(language for language, _ in languages.most_common()),
            str(page.columns) if page.segments else "", str(page.tables or ""),
            *(str(shapes[shape] or "") for shape in ("heading", "sentence", "row")),
            " ".join(places), Text(page.problem or ""),
        )  # fmt: skip
    return table


def _print_page(page: Page, document: Document) -> None:
    printed = f", printed page {' and '.join(page.labels)}" if page.labels else ""
    problem = f", {page.problem}" if page.problem else ""
    told = f"{page.columns} column{'s' if page.columns > 1 else ''}, {page.tables} table{'' if page.tables == 1 else 's'}{problem}"
    typer.echo(f"{document.name} page {page.number}{printed}, {told}")
    for number, segment in enumerate(page.segments, 1):
        place = "" if segment.place == "body" else f" [{segment.place}]"
        typer.echo(f"{number:4d} {segment.shape:8s} {segment.language}{place}  {segment.text}")
    if page.dropped:
        typer.echo(f"left out: {' / '.join(page.dropped)}")
