"""A trained model on disk: text classifiers, the weights that pool their scores with the rules', and those of the decision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from csr_extract.bundled import model_folder
from csr_extract.detection.classifier import Classifier, EvidenceModel
from csr_extract.detection.decision import DECISION_FEATURES, DecisionModel, Thresholds
from csr_extract.detection.feature import FEATURES
from csr_extract.detection.textmodel import TextModel
from csr_extract.errors import ResultError
from csr_extract.language import LANGUAGES

WEIGHTS = "weights.json"
FORMAT = "1"


@dataclass(frozen=True, eq=False)
class Model:
    """Everything that was trained, and what it is called in results."""

    name: str
    classifier: Classifier
    decision: DecisionModel

    def save(self, folder: Path) -> None:
        """Write text-LANGUAGE.npz and weights.json."""
        folder.mkdir(parents=True, exist_ok=True)
        for language, text in self.classifier.texts.items():
            text.save(folder / f"text-{language}.npz")
        content = {
            "format": FORMAT,
            "name": self.name,
            "evidence": {"weights": _named(FEATURES, self.classifier.evidence.weights), "bias": self.classifier.evidence.bias},
            "decision": {
                "weights": _named(DECISION_FEATURES, self.decision.weights),
                "bias": self.decision.bias,
                "thresholds": asdict(self.decision.thresholds),
                "usual": dict(self.decision.usual),
            },
        }
        (folder / WEIGHTS).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _named(names: tuple[str, ...], weights: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(names, weights, strict=True))


@lru_cache(maxsize=2)
def load_model(system: str) -> Model:
    """The model that comes along for an indicator system; raises ResultError where there is none or it is of another version."""
    return read_model(model_folder() / system)


def read_model(folder: Path) -> Model:
    """Read a model's folder; raises ResultError with the cure."""
    try:
        content = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
        texts = {language: TextModel.load(folder / f"text-{language}.npz") for language in LANGUAGES}
    except (OSError, ValueError, KeyError) as error:
        raise ResultError(
            f"{folder}: there is no usable model here ({error}). Train one (csr-extract train), or use --no-classifier."
        ) from error
    if content.get("format") != FORMAT:
        raise ResultError(f"{folder}: a model of format {content.get('format')!r}, this version reads {FORMAT!r}. Train it again.")
    evidence, decision = content["evidence"], content["decision"]
    return Model(
        content["name"],
        Classifier(texts, EvidenceModel(_ordered(FEATURES, evidence["weights"], folder), evidence["bias"])),
        DecisionModel(
            _ordered(DECISION_FEATURES, decision["weights"], folder),
            decision["bias"],
            decision["usual"],
            Thresholds(**decision["thresholds"]),
        ),
    )


def _ordered(names: tuple[str, ...], weights: Mapping[str, float], folder: Path) -> tuple[float, ...]:
    if set(names) != set(weights):
        raise ResultError(
            f"{folder}: the model was trained for other features than this version computes. Train it again (csr-extract train)."
        )
    return tuple(weights[name] for name in names)
