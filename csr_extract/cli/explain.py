"""`csr-extract explain`: why an indicator was rated as it was."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Annotated, Any

import typer

from csr_extract.errors import InputError, ResultError

SHOWN = 5


def explain(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --output folder of a run.", show_default=False)],
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="The company, or a part of its name.", show_default=False)],
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="An indicator's id, such as EN3.11.", show_default=False)],
    png: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the page of the best evidence as a picture, the evidence marked.", show_default=False),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="PATH", help="With --png: the report, or the folder it lies in.", show_default=False)
    ] = None,
) -> None:
    """Print why an indicator was rated 1 or 0: the rule, the terms searched, the evidence or the near misses with page and quote."""
    from csr_extract.outputs.json import read_json

    result = read_json(folder)
    rated = _company(result, company)
    decision = _decision(rated, indicator)
    _print(rated, decision, result)
    _print_evidence(decision)
    _print_terms(decision, result)
    if png:
        _draw(decision, png, report)


def _company(result: dict[str, Any], name: str) -> dict[str, Any]:
    companies: list[dict[str, Any]] = result["companies"]
    exact = [company for company in companies if company["company"] == name]
    found = exact or [company for company in companies if name.casefold() in company["company"].casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(company["company"] for company in found or companies)
    if found:
        raise ResultError(f"{name}: fits several companies ({names}). Write more of the name.")
    failed = next((failure for failure in result["failures"] if failure["company"] == name), None)
    if failed:
        raise ResultError(f"{name} was not rated: {failed['reason']}")
    raise ResultError(f"{name}: no such company in this run. There are {names or 'none'}.")


def _decision(company: dict[str, Any], indicator: str) -> dict[str, Any]:
    for decision in company["decisions"]:
        if decision["indicator"].casefold() == indicator.casefold():
            return dict(decision)
    raise ResultError(
        f"{indicator}: no such indicator. Ids run from {company['decisions'][0]['indicator']} to {company['decisions'][-1]['indicator']}."
    )


def _print(company: dict[str, Any], decision: dict[str, Any], result: dict[str, Any]) -> None:
    from csr_extract.indicators.system import load_system

    indicator = load_system(result["system"]["name"]).by_id[decision["indicator"]]
    typer.echo(f"{company['company']}  {indicator.id}  {indicator.name_en}  {indicator.name_zh}  ({indicator.kind})")
    typer.echo(
        f"rating {decision['rating']}, probability {decision['probability']:.2f}{', flagged for review' if decision['flagged'] else ''}"
    )
    typer.echo(f"because: {decision['because']}")
    typer.echo(f"\n1 if: {indicator.rate_1_if}\n0 if: {indicator.rate_0_if}")


def _print_terms(decision: dict[str, Any], result: dict[str, Any]) -> None:
    from csr_extract.indicators.system import load_system
    from csr_extract.language import LANGUAGES

    system = load_system(result["system"]["name"])
    indicator = system.by_id[decision["indicator"]]
    if result["system"]["lexicon_sha256"] != system.digest:
        typer.echo("\n(the lexicon has changed since this run; the terms below are today's)")
    for language in LANGUAGES:
        wording = indicator.wording[language]
        typer.echo(f"\nterms searched ({language}):")
        for term in wording.terms:
            typer.echo(f"  {term.written}")
        for term in wording.weak:
            typer.echo(f"  {term.written}   (a hint; two sentences needed)")


def _print_evidence(decision: dict[str, Any]) -> None:
    evidence = decision["evidence"]
    if not evidence:
        typer.echo("\nno sentence holds any of them")
        return
    typer.echo(f"\n{'evidence, best first' if decision['rating'] else 'near misses'}:")
    for found in evidence[:SHOWN]:
        figure = f", figure {found['figure']}" if found["figure"] else ""
        objections = f", but {'; '.join(found['objections'])}" if found["objections"] else ""
        typer.echo(
            f"\n  {found['document']} page {found['page']}, probability {found['probability']:.2f}: {_fired(found)}{figure}{objections}"
        )
        typer.echo(f"    {found['quote']}")
    if len(evidence) > SHOWN:
        typer.echo(f"\n  and {len(evidence) - SHOWN} more in results.json")


def _fired(found: dict[str, Any]) -> str:
    return f"{found['words']!r} by {found['term']!r}" if found["term"] else "it reads like evidence (no term of the lexicon stands in it)"


def _draw(decision: dict[str, Any], png: Path, report: Path | None) -> None:
    from csr_extract.outputs.write import write_bytes
    from csr_extract.reading.document import Box
    from csr_extract.reading.picture import page_picture

    if not decision["evidence"]:
        raise InputError(f"{decision['indicator']}: there is no evidence to draw.")
    best = decision["evidence"][0]
    file = _report_file(best["document"], report)
    write_bytes(png, page_picture(file, best["page"], [Box(*box) for box in best["boxes"]]))
    typer.echo(f"\npicture of page {best['page']} of {best['document']}: {png}")


def _report_file(name: str, report: Path | None) -> Path:
    if report is None:
        raise InputError("--png needs --report PATH, the report or the folder it lies in.")
    file = report if report.is_file() else next(iter(sorted(report.rglob(glob.escape(name)))), report / name)
    if not file.is_file():
        raise InputError(f"{name} is not in {report}. Give the folder the report was rated from.")
    return file
