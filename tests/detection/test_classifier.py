from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from csr_extract.detection.candidate import ReadSegment, net_for, sentence
from csr_extract.detection.classifier import Classifier, EvidenceModel
from csr_extract.detection.evidence import Evidence, RuleJudge
from csr_extract.detection.feature import FEATURES
from csr_extract.detection.textmodel import TextModel
from tests.detection.made_system import SYSTEM

LABELS = tuple(indicator.id for indicator in SYSTEM.items)


def classifier(**weights: float) -> Classifier:
    """A classifier that knows one word, `leaver`, as evidence for SO2.37, and weighs features as told."""
    scores = sparse.csc_matrix(np.array([[0.0, 5.0, 0.0, 0.0]], dtype=np.float32))
    text = TextModel(LABELS, ("leaver",), np.ones(1, np.float32), scores, np.full(4, -3.0, np.float32))
    return Classifier({"en": text}, EvidenceModel(tuple(weights.get(name, 0.0) for name in FEATURES), 0.0))


def weighed(model: Classifier, *texts: str) -> list[Evidence]:
    reads: list[ReadSegment] = [sentence(text, "en") for text in texts]
    net, judge = net_for(SYSTEM.items, "en"), RuleJudge()
    return [*model.weigh([judge(candidate) for read in reads for candidate in net.candidates(read)], reads, SYSTEM)]


def test_words_alone_may_propose_a_sentence() -> None:
    found = weighed(classifier(words=1.0), "We counted forty leavers among our staff.", "The weather was mild all the year.")
    (proposed,) = found
    assert proposed.candidate.indicator.id == "SO2.37" and proposed.candidate.term is None
    assert proposed.words == 2.0 and proposed.probability == pytest.approx(0.8808, abs=1e-4)
    assert proposed.rule < 0.1


def test_a_sentence_with_a_term_is_not_proposed_again() -> None:
    found = weighed(classifier(strong=2.0), "The turnover rate counts all leavers of the year.")
    assert [(evidence.candidate.indicator.id, evidence.candidate.fired) for evidence in found] == [("SO2.37", "turnover rate")]
    assert found[0].probability == pytest.approx(0.8808, abs=1e-4)


def test_what_the_rules_object_reaches_the_classifier() -> None:
    plan, done = "We will set up an environmental policy.", "We set up an environmental policy."
    model = classifier(strong=2.0, but_plan=-4.0)
    assert weighed(model, plan)[0].probability < 0.2 < weighed(model, done)[0].probability


def test_weights_must_fit_the_features() -> None:
    with pytest.raises(ValueError, match="features are"):
        EvidenceModel((1.0,), 0.0)
