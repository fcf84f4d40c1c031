"""What a run prints at its end: the ranking, the failures, and where the results are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from csr_extract.errors import count

if TYPE_CHECKING:
    from csr_extract.outputs.result import Result

NARROWEST = 140
MOST_TOLD = 8


def print_result(result: Result, output: Path, files: int, left_out: Sequence[Path]) -> None:
    """Print to stdout; plain text where it is not a terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=NARROWEST)
    if result.companies:
        console.print(_ranking(result))
    if result.failures:
        console.print(_failures(result))
    if any(not company.industry_named for company in result.companies):
        console.print(
            "No industry was named for some companies: the general matrix (all elements weigh the same) was used. See --industry.",
            soft_wrap=True,
        )
    for line in _pages_told(result):
        console.print(Text(line), soft_wrap=True)
    if left_out:
        console.print(
            Text(f"Not in the manifest, so not rated: {', '.join(path.name for path in left_out[:5])}{' ...' if len(left_out) > 5 else ''}")
        )
    rated = count(result.companies, "company").replace("companys", "companies")
    console.print(Text(f"{rated} rated from {files - len(result.failures)} of {files} files. Results: {output}"), soft_wrap=True)


def _ranking(result: Result) -> Table:
    table = Table(title="Ranking", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("rank", justify="right")
    table.add_column("company", overflow="fold")
    for name in ("final", *(element.id for element in result.system.elements), "corr."):
        table.add_column(name, justify="right")
    table.add_column("stage")
    table.add_column("industry")
    table.add_column("flagged", justify="right")
    for company in result.companies:
        score = company.score
        table.add_row(
            str(result.ranks[company.company]),
            Text(company.company),
            f"{score.final:.1f}",
            *(_shown(score.elements[element.id]) for element in result.system.elements),
            f"{score.correction:+.0f}",
            f"{score.stage.name_en} {score.stage.name_zh}",
            Text(" + ".join(industry.id for industry in company.industries) + ("" if company.industry_named else " *")),
            str(sum(decision.flagged for decision in company.rating.decisions)),
        )
    return table


def _pages_told(result: Result) -> Iterator[str]:
    """What is to be said of pages without a usable text layer."""
    findings = [found for company in result.companies for found in company.rating.findings]
    for pages, what in (("ocr_pages", "read by OCR"), ("unreadable_pages", "not read: a 0 there may be a page nobody could read")):
        told = [f"{found.document} {_runs(getattr(found, pages))}" for found in findings if getattr(found, pages)]
        if told:
            more = f" and {len(told) - MOST_TOLD} more files" if len(told) > MOST_TOLD else ""
            yield f"Pages without a usable text layer, {what}: {'; '.join(told[:MOST_TOLD])}{more}"


def _runs(pages: Sequence[int]) -> str:
    """Page numbers with runs closed, as in `3, 7-9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _failures(result: Result) -> Table:
    table = Table(title=f"Not rated: {count(result.failures, 'file')}", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("document", overflow="fold")
    table.add_column("reason", overflow="fold")
    for failure in result.failures:
        table.add_row(Text(failure.document), Text(failure.reason))
    return table
