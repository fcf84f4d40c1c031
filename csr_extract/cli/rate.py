"""`csr-extract rate`: a folder of reports in, rated and scored companies out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csr_extract.errors import EXIT_SOME_FAILED, InputError

if TYPE_CHECKING:
    from csr_extract.batch.job import Job
    from csr_extract.batch.local import Limits, Outcome, Reading
    from csr_extract.outputs.result import Result


def rate(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the results; made if missing.", show_default=False)
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Reports (PDF, Word, HTML, Markdown, text), or folders of them.", show_default=False),
    ] = None,
    companies: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Manifest with columns company, document, kind, industry, year: several documents make one company.",
            show_default=False,
        ),
    ] = None,
    industry: Annotated[
        str,
        typer.Option(metavar="NAME", help="Industry of companies for which the manifest names none; a;b for several.", show_default=False),
    ] = "",
    industry_weights: Annotated[
        str,
        typer.Option(
            metavar="W,W...", help="Weights of several industries, most sensitive first, instead of 6:4 or 5:3:2.", show_default=False
        ),
    ] = "",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Files read at the same time; 0 means one per processor.")] = 0,
    timeout: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="Time one file may take before it is stopped and named.")] = 600,
    memory: Annotated[
        int, typer.Option(min=0, metavar="MIB", help="Memory the process of a file may take before it is ended; 0 bounds nothing.")
    ] = 6144,
    ocr: Annotated[
        bool | None,
        typer.Option(
            "--ocr/--no-ocr",
            help="Read pages without a usable text layer from their pictures. By default where the extra csr-extract[ocr] is installed.",
            show_default=False,
        ),
    ] = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Keep what was read of each file for the next run.")] = True,
    first: Annotated[
        str,
        typer.Option(
            "--from", metavar="YEAR", help="First year of the rating window; evidence that speaks only of other years is left out."
        ),
    ] = "",
    last: Annotated[str, typer.Option("--to", metavar="YEAR", help="Last year of the rating window.")] = "",
    classifier: Annotated[
        bool, typer.Option("--classifier/--no-classifier", help="Let the trained classifier weigh what the lexicon finds.")
    ] = True,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of the reasons: en or zh.")] = "en",
    count_awards: Annotated[
        bool, typer.Option("--count-awards", help="Give +1 for each sentence that names an award, not for each subject with one.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Rate the six sample reports of fictional companies that come along.")] = False,
) -> None:
    """Rate reports and write the results to a folder.

    Each file is a company named by its file, unless --companies says otherwise. Writes decisions.csv (148 indicators and 19
    correction items per company, each with page and quote), scores.csv, results.json, results.xlsx, ranking.svg and failures.csv.
    Exit code 0; 3 when some files could not be rated (they are named, and the others are rated);
    2 when the command cannot be carried out as written.
    """
    from csr_extract.batch.job import check_files, documents_of, find_files, jobs_of, read_manifest
    from csr_extract.batch.local import Limits, Reading
    from csr_extract.bundled import sample_folder
    from csr_extract.cli.reading import language_named, wants_ocr
    from csr_extract.detection.model import load_model
    from csr_extract.detection.window import window_of
    from csr_extract.indicators.system import load_system
    from csr_extract.outputs.result import result_of
    from csr_extract.outputs.write import check_folder
    from csr_extract.reading.cache import default_folder
    from csr_extract.scoring.industry import find_industries

    if demo and (paths or companies):
        raise InputError("--demo rates the sample reports alone; leave out PATH and --companies, or leave out --demo.")
    if demo:
        paths, companies = sorted(sample_folder().glob("*.pdf")), sample_folder() / "companies.csv"
    if not paths:
        raise InputError("name the reports or folders to rate: csr-extract rate PATH... --output DIR (or --demo for the sample reports).")
    files = find_files(paths)
    check_files(files, paths)
    planned = read_manifest(companies, files, industry) if companies else jobs_of(files, industry)
    shares = _weights(industry_weights)
    for job in planned:
        _check_industries(find_industries(job.industry), shares)
    check_folder(output)
    system = load_system()
    language, window = language_named(lang), window_of(first, last)
    model = load_model(system.name) if classifier else None
    reading = Reading(wants_ocr(ocr), default_folder() if cache else None, window, classifier)
    wanted = documents_of(planned)
    outcomes = _examine(wanted, planned, jobs or None, Limits(timeout, memory), reading, system.name)
    result = result_of(planned, outcomes, system, model=model, count_awards=count_awards, shares=shares, language=language)
    _write(result, output)
    _report(result, output, len(wanted), _left_out(files, wanted))
    if result.failures:
        raise typer.Exit(EXIT_SOME_FAILED)


def _weights(text: str) -> list[float] | None:
    try:
        weights = [float(part) for part in text.split(",")] if text else []
        return [weight / sum(weights) for weight in weights] or None
    except (ValueError, ZeroDivisionError):
        raise InputError(f"--industry-weights {text}: write numbers set apart by commas, as in 5,3,2.") from None


def _check_industries(industries: Sequence[object], shares: list[float] | None) -> None:
    """Say at once, not after the files were read, when a company's industries cannot be weighed."""
    from csr_extract.scoring.score import shares_of

    shares_of(industries, shares if len(industries) > 1 else None)  # type: ignore[arg-type]


def _examine(
    files: Sequence[Path], planned: Sequence[Job], jobs: int | None, limits: Limits, reading: Reading, system: str
) -> dict[Path, Outcome]:
    from csr_extract.batch.local import examine_files
    from csr_extract.cli.progress import progress_over

    kinds = {path: job.kind(path) for job in planned for path in job.documents}
    years = {path: year for job in planned for path, year in job.years.items()}
    outcomes = examine_files(files, kinds=kinds, years=years, jobs=jobs, limits=limits, reading=reading, system=system)
    return {outcome.path: outcome for outcome in progress_over(files, outcomes)}


def _write(result: Result, output: Path) -> None:
    from csr_extract.outputs.chart import write_ranking
    from csr_extract.outputs.csv import write_csv
    from csr_extract.outputs.json import write_json
    from csr_extract.outputs.xlsx import write_xlsx

    write_csv(result, output)
    write_json(result, output)
    write_xlsx(result, output)
    write_ranking(result, output)


def _left_out(files: Sequence[Path], wanted: Sequence[Path]) -> list[Path]:
    known = {path.resolve() for path in wanted}
    return [file for file in files if file.resolve() not in known]


def _report(result: Result, output: Path, files: int, left_out: list[Path]) -> None:
    from csr_extract.cli.ranking import print_result

    print_result(result, output, files, left_out)
