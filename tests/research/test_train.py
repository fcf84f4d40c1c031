"""Training on a small made-up corpus and three made-up rated reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.detection.model import Model, read_model
from csr_extract.errors import ResultError
from csr_extract.rating import rate_documents
from csr_extract.reading.document import Document, Page, Segment
from csr_extract.research.card import card_of
from csr_extract.research.gold import Rating
from csr_extract.research.labelled import Sentence
from csr_extract.research.train import Example, TextTrainer, Trained, corpus_examples, rated_report, train
from tests.detection.made_system import SYSTEM

LABELS = tuple(indicator.id for indicator in SYSTEM.items)
POLICY = ("policy", "charter", "programme", "system", "framework", "council")
LEAVERS = ("leavers", "resignations", "departures", "quits", "exits", "attrition")


def sentences() -> tuple[Sentence, ...]:
    made = []
    for number in range(60):
        place = ("mill", "mine", "depot", "branch", "farm")[number % 5]
        policy, leavers = POLICY[number % 6], LEAVERS[number % 6]
        made.append(Sentence("EN1.1", "en", 1, "words", (), "", f"An environmental {policy} binds the {place} number {number}."))
        made.append(Sentence("EN1.1", "en", 0, "vague", (), "", f"The {place} number {number} loves the environment."))
        made.append(Sentence("SO2.37", "en", 1, "figure", (), "", f"The {place} counted {number + 3} {leavers} among its staff."))
        made.append(Sentence("SO2.37", "en", 0, "vague", (), "", f"Staff of the {place} number {number} like their work."))
    made += [
        Sentence(name, "en", 1, "words", (), "", f"{word} in case {n}.")
        for name, word in (("NEG9", "Fined"), ("LEAD1", "Admired"))
        for n in range(6)
    ]
    return tuple(made)


def report(name: str, *texts: str) -> Document:
    return Document(name, name, tuple(Page(number, (Segment(text, number, "en"),)) for number, text in enumerate(texts, 1)))


REPORTS = {
    "en-a": (
        report("en-a", "Our environmental charter guides every branch.", "We counted 40 departures among our staff."),
        {"EN1.1": 1, "SO2.37": 2},
    ),
    "en-b": (report("en-b", "Our environmental policy guides every mine.", "Staff like their work."), {"EN1.1": 1}),
    "en-c": (report("en-c", "The depot loves the environment.", "The turnover rate was 8%."), {"SO2.37": 2}),
}


def trained() -> tuple[Trained, list[Example]]:
    trainer = TextTrainer("en", sentences(), LABELS)
    texts = {"en": trainer.fit(range(len(trainer.sentences)))}
    corpus = corpus_examples({"en": trainer}, SYSTEM)
    ratings = {
        name: {label: Rating(int(label in ones), frozenset({ones[label]} if label in ones else ())) for label in LABELS}
        for name, (_, ones) in REPORTS.items()
    }
    reports = [rated_report(name, document, ratings[name], texts, SYSTEM) for name, (document, _) in REPORTS.items()]
    return train("small", texts, corpus, reports, SYSTEM), corpus


@pytest.fixture(scope="module")
def small() -> tuple[Trained, list[Example]]:
    return trained()


def test_sentences_the_lexicon_has_no_term_for_are_found(small: tuple[Trained, list[Example]]) -> None:
    model = small[0].model
    document = report("en-d", "An environmental framework binds the farm.", "We counted 12 resignations among our staff.")
    with_model = rate_documents("d", [document], SYSTEM, model)
    found = {decision.indicator.id: decision for decision in with_model.decisions}
    alone = {decision.indicator.id: decision.rating for decision in rate_documents("d", [document], SYSTEM).decisions}
    assert alone == {"EN1.1": 0, "SO2.37": 0, "NEG9": 0, "LEAD1": 0}
    best = found["SO2.37"].best
    assert best is not None and best.candidate.term is None and best.page == 2
    assert found["SO2.37"].probability > found["NEG9"].probability


def test_each_report_is_decided_by_weights_that_never_saw_it(small: tuple[Trained, list[Example]]) -> None:
    held = small[0].held_out
    assert [one.name for one in held] == [*REPORTS]
    assert all(set(one.decisions) == set(LABELS) for one in held)


def test_training_twice_gives_the_same_bytes(small: tuple[Trained, list[Example]], tmp_path: Path) -> None:
    small[0].model.save(tmp_path / "one")
    trained()[0].model.save(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_stored_model_rates_as_the_fitted_one(small: tuple[Trained, list[Example]], tmp_path: Path) -> None:
    model: Model = small[0].model
    model.save(tmp_path)
    (tmp_path / "text-zh.npz").write_bytes((tmp_path / "text-en.npz").read_bytes())
    again = read_model(tmp_path)
    document = REPORTS["en-a"][0]
    ratings = [
        [(d.rating, round(d.probability, 2)) for d in rate_documents("a", [document], SYSTEM, used).decisions] for used in (model, again)
    ]
    assert ratings[0] == ratings[1]


def test_a_missing_or_foreign_model_is_refused_with_the_cure(small: tuple[Trained, list[Example]], tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="--no-classifier"):
        read_model(tmp_path)
    small[0].model.save(tmp_path)
    (tmp_path / "text-zh.npz").write_bytes((tmp_path / "text-en.npz").read_bytes())
    weights = tmp_path / "weights.json"
    weights.write_text(weights.read_text(encoding="utf-8").replace('"hint"', '"guess"'), encoding="utf-8")
    with pytest.raises(ResultError, match="Train it again"):
        read_model(tmp_path)


def test_the_card_says_what_was_trained_on_and_how_well_it_does(small: tuple[Trained, list[Example]]) -> None:
    result, corpus = small
    card = card_of(result, sentences(), corpus, SYSTEM)
    for part in ("252 sentences", "en-a", "lexicon alone", "report left out", "Calibration", "Limits"):
        assert part in card
