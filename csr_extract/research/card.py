"""The model card: what a model was trained on, what for, and how well it does on reports it never saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import cross_val_predict

from csr_extract.indicators.system import IndicatorSystem
from csr_extract.language import LANGUAGES
from csr_extract.research.evaluate import Agreement, Compared, Evaluation, interval
from csr_extract.research.labelled import Sentence, counts
from csr_extract.research.train import FOLDS, Example, HeldOut, Trained

WORST = 10


def card_of(trained: Trained, sentences: Sequence[Sentence], examples: Sequence[Example], system: IndicatorSystem) -> str:
    """The model card in Markdown."""
    held = evaluation_of(trained.held_out, trained, system)
    rules = evaluation_of(trained.by_rules, trained, system)
    return "\n".join(
        [
            f"# Model card: {trained.model.name}, {system.name}",
            "",
            *_purpose(),
            *_trained_on(trained, sentences, system),
            *_corpus_scores(examples),
            *_agreement(held, rules),
            *_calibration(held),
            *_worst(held, system),
            *_limits(),
        ]
    )


def evaluation_of(decided: Iterable[HeldOut], trained: Trained, system: IndicatorSystem) -> Evaluation:
    """Decisions on rated reports beside their ratings."""
    ratings = {report.name: report.ratings for report in trained.reports}
    compared = [
        Compared(
            one.name,
            name,
            ratings[one.name][name].rating,
            decision.rating,
            decision.probability,
            decision.flagged,
            ratings[one.name][name].pages,
            decision.best.page if decision.best else None,
        )
        for one in decided
        for name, decision in one.decisions.items()
    ]
    is_correction = {item.id for item in system.corrections}
    return Evaluation(
        tuple(one for one in compared if one.indicator not in is_correction),
        tuple(one for one in compared if one.indicator in is_correction),
        system,
    )


def _purpose() -> Iterator[str]:
    yield "What it is for: weighing the sentences that the lexicon finds in a CSR or annual report (Chinese, English), proposing"
    yield "sentences the lexicon has no term for, and deciding each indicator with a calibrated probability. It is not for other kinds"
    yield "of text, nor for rating people."
    yield "Stored as plain numbers (`.npz` without pickled values, JSON): loading it runs no code."
    yield ""


def _trained_on(trained: Trained, sentences: Sequence[Sentence], system: IndicatorSystem) -> Iterator[str]:
    per_indicator = counts(sentences, [item.id for item in system.indicators])
    totals = [sum(sum(per_indicator[item.id, language]) for language in LANGUAGES) for item in system.indicators]
    yield "## Trained on"
    yield ""
    yield f"- Labelled corpus: {len(sentences)} sentences written for this project ({sum(s.language == 'zh' for s in sentences)} Chinese,"
    yield f"  {sum(s.language == 'en' for s in sentences)} English; {sum(s.label for s in sentences)} evidence, the others near misses);"
    yield f"  for an indicator at least {min(totals)}, in the median {int(np.median(totals))}. No sentence of a real report is in it."
    yield f"- Lexicon {system.name} {system.version}, its own examples as further sentences."
    yield f"- {len(trained.reports)} real reports rated in full by careful readers (language models, one report each):"
    yield f"  {', '.join(report.name for report in trained.reports)}."
    yield "  Fitted to their ratings: the weights of evidence and decision, how usual each indicator is, and the doubtful band. Not"
    yield "  the text classifiers."
    yield ""


def _corpus_scores(examples: Sequence[Example]) -> Iterator[str]:
    values, labels = np.array([e.values for e in examples]), np.array([e.label for e in examples])
    guessed = cross_val_predict(LogisticRegression(max_iter=2000), values, labels, cv=FOLDS, method="predict_proba")[:, 1]
    yield "## On the corpus, cross-validated"
    yield ""
    right, area, precision = np.mean((guessed >= 0.5) == labels), roc_auc_score(labels, guessed), average_precision_score(labels, guessed)
    yield f"Is the sentence evidence for its indicator, by rules and words ({FOLDS} folds; words scored by a model that never saw the"
    yield f"sentence): right {right:.3f}, ROC AUC {area:.3f}, average precision {precision:.3f}"
    yield f"({len(labels)} sentences, {labels.mean():.0%} evidence)."
    yield ""


def _agreement(held: Evaluation, rules: Evaluation) -> Iterator[str]:
    yield "## Agreement with readers"
    yield ""
    yield "Each report is decided by weights fitted to the other reports. The lexicon was written with some of these reports in view;"
    yield "see docs/detection.md."
    yield ""
    yield "| | decisions | agreement | kappa | precision | recall | page right | flagged | agreement unflagged |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield _row("lexicon alone", rules.over_all)
    yield _row("with the classifier, report left out", held.over_all)
    for grouping in ("language", "element", "kind", "document"):
        for name, agreement in sorted(held.by(grouping).items()):
            yield _row(f"{grouping} {name}", agreement)
    for name, agreement in sorted(held.of_corrections().items()):
        yield _row(f"correction items, {name}", agreement)
    yield ""
    if found := interval(held.decisions, lambda agreement: agreement.share):
        yield f"95 % interval of the agreement over documents: {found[0]:.3f} to {found[1]:.3f}."
        yield ""


def _row(name: str, of: Agreement) -> str:
    values = (of.share, of.kappa, of.precision, of.recall, of.page_hits, of.flagged, of.calm)
    return f"| {name} | {len(of.decisions)} | {' | '.join('n/a' if value is None else f'{value:.3f}' for value in values)} |"


def _calibration(held: Evaluation) -> Iterator[str]:
    yield f"## Calibration (report left out; Brier score {held.over_all.brier:.3f})"
    yield ""
    yield "| probability | mean | share rated 1 | decisions |"
    yield "|---|---|---|---|"
    for low, mean, share, number in held.over_all.reliability:
        yield f"| {low:.1f} to {low + 0.1:.1f} | {mean:.2f} | {share:.2f} | {number} |"
    yield ""


def _worst(held: Evaluation, system: IndicatorSystem) -> Iterator[str]:
    yield "## Least agreement"
    yield ""
    ranked = sorted(held.by("indicator").items(), key=lambda pair: (pair[1].share, pair[0]))[:WORST]
    for name, agreement in ranked:
        missed = sum(one.rated > one.said for one in agreement.decisions)
        false = sum(one.rated < one.said for one in agreement.decisions)
        yield f"- {name} {system.by_id[name].name_en}: {agreement.share:.2f} ({missed} missed, {false} false of {len(agreement.decisions)})"
    yield ""


def _limits() -> Iterator[str]:
    yield "## Limits"
    yield ""
    yield "- Readers were language models with the codebook, not a panel of human experts; two readings of one report agree on 98 %."
    yield "- Few reports of each industry and period; the corpus is written, not sampled. Retrain on your own corrections."
    yield "- Leading practice is only ever proposed for a person to confirm."
    yield ""
