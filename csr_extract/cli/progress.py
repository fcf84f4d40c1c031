"""A progress bar with files, pages and time left; silent where there is no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from csr_extract.batch.local import Outcome


def progress_over(files: Sequence[Path], outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Pass outcomes on, showing on stderr how far they have come."""
    from csr_extract.reading.reader import count_pages

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from outcomes
        return
    pages = {path: count_pages(path) for path in files}
    columns = (
        TextColumn("rating"),
        BarColumn(),
        TextColumn("{task.fields[files]}/{task.fields[of]} files"),
        TextColumn("{task.completed:.0f}/{task.total:.0f} pages"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("rating", total=sum(pages.values()), files=0, of=len(files))
        for number, outcome in enumerate(outcomes, 1):
            bar.update(task, advance=pages[outcome.path], files=number)
            yield outcome
