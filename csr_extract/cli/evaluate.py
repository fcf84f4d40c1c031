"""`csr-extract evaluate`: how well a run agrees with careful readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from csr_extract.research.evaluate import Agreement, Evaluation


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --output folder of a run.", show_default=False)],
    gold: Annotated[
        list[Path],
        typer.Option(
            "--gold",
            metavar="FOLDER",
            help="Folder of ratings, NAME.tsv with id, rating, pages, conf; may be given twice.",
            show_default=False,
        ),
    ],
    by: Annotated[
        str, typer.Option(metavar="GROUP", help="Group to list: language, element, topic, kind, document, indicator, or all.")
    ] = "all",
    disagreements: Annotated[bool, typer.Option("--disagreements", help="List every disagreement with both quotes.")] = False,
) -> None:
    """Compare a run with readers' ratings: agreement, kappa, page hits, calibration, flags.

    Intervals are bootstrapped over documents. Also writes evaluation.csv (all figures) and disagreements.csv to the run's folder.
    """
    from csr_extract.errors import InputError
    from csr_extract.indicators.system import load_system
    from csr_extract.outputs.csv import read_decisions
    from csr_extract.research.evaluate import GROUPINGS, compare
    from csr_extract.research.figures import write_evaluation
    from csr_extract.research.gold import read_gold

    if by not in (*GROUPINGS, "all"):
        raise InputError(f"--by {by}: known groups are {', '.join(GROUPINGS)}, all.")
    evaluation = compare(read_decisions(folder), read_gold(gold), load_system())
    if not evaluation.decisions:
        raise InputError(
            f"{folder}: none of the run's companies has ratings in the folders given (NAME.tsv, NAME as the company or file is called)."
        )
    _print(evaluation, [*GROUPINGS[:-1]] if by == "all" else [by])
    if disagreements:
        _print_disagreements(evaluation)
    written = write_evaluation(evaluation, folder)
    typer.echo(f"\nwritten: {', '.join(map(str, written))}")


def _print(evaluation: Evaluation, groupings: list[str]) -> None:
    from csr_extract.research.evaluate import interval

    over_all = evaluation.over_all
    documents = len({one.document for one in evaluation.decisions})
    typer.echo(f"{len(evaluation.decisions)} decisions on {documents} documents (95 % intervals over documents)\n")
    typer.echo(f"{'':34s} {'n':>5s}  agree  kappa  prec.  recall F1     page   flagged  agree unflagged")
    typer.echo(_line("all", over_all))
    for name, figure in (("agreement", lambda a: a.share), ("kappa", lambda a: a.kappa), ("agreement unflagged", lambda a: a.calm)):
        if found := interval(evaluation.decisions, figure):
            typer.echo(f"  {name}: {found[0]:.3f} to {found[1]:.3f}")
    for grouping in groupings:
        typer.echo("")
        for name, agreement in sorted(evaluation.by(grouping).items()):
            typer.echo(_line(f"{grouping} {name}", agreement))
    if evaluation.corrections:
        typer.echo("")
        for name, agreement in sorted(evaluation.of_corrections().items()):
            typer.echo(_line(f"corrections, {name}", agreement))
    typer.echo(f"\ncalibration (Brier {over_all.brier:.3f}): probability, mean, share rated 1 by readers, number")
    for low, mean, share, number in over_all.reliability:
        typer.echo(f"  {low:.1f}-{low + 0.1:.1f}  {mean:.2f}  {share:.2f}  {number}")


def _line(name: str, agreement: Agreement) -> str:
    values = (agreement.kappa, agreement.precision, agreement.recall, agreement.f1, agreement.page_hits)
    shown = "  ".join("  n/a" if value is None else f"{value:.3f}" for value in values)
    calm = "n/a" if agreement.calm is None else f"{agreement.calm:.3f}"
    return f"{name[:34]:34s} {len(agreement.decisions):5d}  {agreement.share:.3f}  {shown}  {agreement.flagged:.3f}    {calm}"


def _print_disagreements(evaluation: Evaluation) -> None:
    typer.echo("")
    for one in evaluation.disagreements():
        verdicts = f"readers {one.rated} ({one.confidence}), run {one.said} (p {one.probability:.2f})"
        typer.echo(f"{one.document} {one.indicator}: {verdicts}, {one.because}")
        typer.echo(f"    readers: {one.readers or 'no quote kept'}")
        typer.echo(f"    run, page {one.page}: {one.quote or 'nothing'}")
