"""`csr-extract lexicon`: looking after the indicator system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from csr_extract.errors import EXIT_SOME_FAILED, count

app = typer.Typer(help="Check the indicator system and its words.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _lexicon() -> None:
    """Check the indicator system and its words."""


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]", help="Indicator files, or the folder of an indicator system. Default: the bundled one.", show_default=False
        ),
    ] = None,
) -> None:
    """List every problem of every file: format, missing language, ids used twice, terms and examples that do not hold.

    Exit code 0 when there is none, 3 when there are some.
    """
    from csr_extract.research.lint import check_lexicon

    problems, indicators = check_lexicon(paths or [])
    for problem in problems:
        typer.echo(problem)
    typer.echo(f"{count(problems, 'problem')} in {indicators} indicators and correction items")
    if problems:
        raise typer.Exit(EXIT_SOME_FAILED)
