"""The labelled corpus: sentences written for this project, each with the indicator it proves, or only seems to."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from csr_extract.detection.candidate import ReadSegment
from csr_extract.detection.token import tokenize
from csr_extract.errors import LexiconError
from csr_extract.indicators.system import IndicatorSystem
from csr_extract.language import LANGUAGES, Language
from csr_extract.reading.document import Segment

COLUMNS = ("indicator", "language", "label", "kind", "also", "heading", "text")
KINDS_OF_EVIDENCE = ("words", "figure", "row", "none", "coverage", "item")
KINDS_OF_MISS = ("sibling", "vague", "planned", "denied", "law", "other", "conditional", "homonym", "index", "question")


@dataclass(frozen=True)
class Sentence:
    """A sentence, or table row, and whether it proves `indicator` (`label`); `also` are other indicators that it proves.

    `kind` tells how it proves it (`KINDS_OF_EVIDENCE`), or why it only seems to (`KINDS_OF_MISS`).
    """

    indicator: str
    language: Language
    label: int
    kind: str
    also: tuple[str, ...]
    heading: str
    text: str

    @property
    def proves(self) -> frozenset[str]:
        """All indicators it proves."""
        return frozenset(self.also) | (frozenset((self.indicator,)) if self.label else frozenset())

    def read(self) -> ReadSegment:
        """The sentence as a segment on page 1."""
        shape = "row" if " | " in self.text else "sentence"
        segment = Segment(self.text, 1, self.language, shape=shape, heading=self.heading)  # type: ignore[arg-type]
        heading = tokenize(self.heading, self.language) if self.heading else None
        return ReadSegment("corpus", segment, tokenize(self.text, self.language), heading)


def read_labelled(folder: Path, system: IndicatorSystem) -> tuple[Sentence, ...]:
    """All sentences of the corpus files (*.tsv) in a folder; raises LexiconError with all problems at once."""
    problems: list[str] = []
    sentences = tuple(sentence for path in sorted(folder.glob("*.tsv")) for sentence in _read_file(path, system, problems))
    twice = [text for text, number in Counter(sentence.text for sentence in sentences).items() if number > 1]
    problems += [f"{text[:60]}: stands in the corpus twice" for text in twice]
    if not sentences and not problems:
        problems.append(f"{folder}: there are no corpus files (*.tsv) here")
    if problems:
        raise LexiconError(problems)
    return sentences


def _read_file(path: Path, system: IndicatorSystem, problems: list[str]) -> Iterator[Sentence]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            problems.append(f"{path.name}: its columns are not {', '.join(COLUMNS)}")
            return
        for number, row in enumerate(reader, 2):
            wrong = [*_problems_of(row, system)]
            problems += [f"{path.name} line {number}: {problem}" for problem in wrong]
            if not wrong:
                yield _sentence(row)


def _sentence(row: dict[str, str]) -> Sentence:
    also = tuple(filter(None, (part.strip() for part in row["also"].split(";"))))
    return Sentence(
        row["indicator"], cast(Language, row["language"]), int(row["label"]), row["kind"], also, row["heading"].strip(), row["text"].strip()
    )


def _problems_of(row: dict[str, str], system: IndicatorSystem) -> Iterator[str]:
    if any(value is None for value in row.values()) or None in row:
        yield f"it has not {len(COLUMNS)} fields"
        return
    named = [row["indicator"], *filter(None, (part.strip() for part in row["also"].split(";")))]
    yield from (f"there is no indicator {name!r}" for name in named if name not in system.by_id)
    if row["language"] not in LANGUAGES:
        yield f"language is {row['language']!r}"
    kinds = {"1": KINDS_OF_EVIDENCE, "0": KINDS_OF_MISS}.get(row["label"], ())
    if row["kind"] not in kinds:
        yield f"label {row['label']!r} with kind {row['kind']!r}"
    if len(row["text"].strip()) < 4:
        yield "there is no text"


def counts(sentences: Iterable[Sentence], indicators: Sequence[str]) -> dict[tuple[str, Language], tuple[int, int]]:
    """Sentences written for each indicator and language: those that prove it, and the near misses."""
    found = Counter((sentence.indicator, sentence.language, sentence.label) for sentence in sentences)
    return {(name, language): (found[name, language, 1], found[name, language, 0]) for name in indicators for language in LANGUAGES}
