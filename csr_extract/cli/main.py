"""The command line. Each command lives in a module of its own, and imports what is heavy only when it runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from csr_extract import __version__
from csr_extract.cli import evaluate, explain, inspect, lexicon, rate, train
from csr_extract.errors import EXIT_USAGE, CsrExtractError

app = typer.Typer(
    name="csr-extract",
    help="Rate corporate social responsibility reports by the China CSR Development Index: "
    "PDFs in, 148 ratings with page and quote, scores and a ranking out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("rate")(rate.rate)
app.command("explain")(explain.explain)
app.command("inspect")(inspect.inspect)
app.command("evaluate")(evaluate.evaluate)
app.command("train")(train.train)
app.add_typer(lexicon.app, name="lexicon")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"csr-extract {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Options of all commands."""


def main() -> None:
    """Run the command line; an error for the person is a sentence on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console in GBK must not end a run
    try:
        app()
    except CsrExtractError as error:
        typer.echo(f"csr-extract: {error}", err=True)
        raise SystemExit(EXIT_USAGE) from error
