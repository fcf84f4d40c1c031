"""The weights of elements and topics in an industry, keyed by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csr_extract.indicators.system import IndicatorSystem
from csr_extract.scoring.ahp import equal_weights
from csr_extract.scoring.industry import Industry


@dataclass(frozen=True)
class Weights:
    """Element weights sum to 1; topic weights sum to 1 within their element. `consistency` holds each matrix's CR."""

    elements: Mapping[str, float]
    topics: Mapping[str, Mapping[str, float]]
    consistency: Mapping[str, float]


def weights_of(industry: Industry, system: IndicatorSystem) -> Weights:
    """The weights that an industry's judgements give; topics weigh the same where they are not judged."""
    topics: dict[str, Mapping[str, float]] = {}
    consistency = {"elements": industry.elements.consistency_ratio}
    for element in system.elements:
        names = [topic.id for topic in system.topics_of(element.id)]
        judged = industry.topics.get(element.id)
        topics[element.id] = judged.weights if judged else equal_weights(names)
        if judged:
            consistency[element.id] = judged.consistency_ratio
    return Weights(industry.elements.weights, topics, consistency)
