"""`csr-extract train`: fit the classifier to the labelled corpus and to rated reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the model; made if missing.", show_default=False)
    ],
    gold: Annotated[
        list[Path],
        typer.Option(
            "--gold",
            metavar="FOLDER",
            help="Folder of ratings (NAME.tsv: id, rating, pages, conf); may be given twice.",
            show_default=False,
        ),
    ],
    reports: Annotated[
        list[Path],
        typer.Option(
            "--reports", metavar="FOLDER", help="Folder of the rated reports, at any depth; may be given twice.", show_default=False
        ),
    ],
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The labelled corpus (*.tsv) instead of the one that comes along.", show_default=False),
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What the model is called in results.")] = "classifier",
) -> None:
    """Train a model: text classifiers on the corpus, the weights of evidence and decision on corpus and rated reports.

    Writes text-zh.npz, text-en.npz, weights.json and card.md (what it was trained on, and how well it does on reports it never saw: each
    rated report is decided once by a model fitted without it). The same input gives the same bytes.
    """
    from csr_extract.bundled import labelled_folder
    from csr_extract.indicators.system import load_system
    from csr_extract.outputs.write import check_folder, write_bytes
    from csr_extract.reading.cache import DocumentCache, default_folder
    from csr_extract.reading.reader import read_document
    from csr_extract.research.card import card_of
    from csr_extract.research.gold import DOCUMENTS, out_of_view, read_gold, reports_of
    from csr_extract.research.labelled import read_labelled
    from csr_extract.research.train import corpus_examples, corpus_of, rated_report, text_trainers
    from csr_extract.research.train import train as fit

    check_folder(output)
    system = load_system()
    sentences = read_labelled(corpus or labelled_folder(), system)
    ratings = read_gold(gold)
    listed = [folder / DOCUMENTS for folder in gold if (folder / DOCUMENTS).is_file()]
    files, unseen = reports_of(ratings, reports, listed), out_of_view(listed)
    typer.echo(f"{len(sentences)} sentences, {len(files)} of {len(ratings)} rated reports found")
    trainers = text_trainers(corpus_of(sentences, system), system)
    texts = {language: trainer.fit(range(len(trainer.sentences))) for language, trainer in trainers.items()}
    cache = DocumentCache(default_folder())
    rated = []
    for title, file in sorted(files.items()):
        rated.append(rated_report(title, read_document(file, cache=cache), ratings[title], texts, system, in_view=title not in unseen))
        typer.echo(f"  {title}")
    typer.echo("fitting")
    examples = corpus_examples(trainers, system)
    trained = fit(name, texts, examples, rated, system)
    trained.model.save(output)
    write_bytes(output / "card.md", card_of(trained, sentences, examples, system).encode("utf-8"))
    typer.echo(f"written: {output}. See card.md there for how well it does.")
