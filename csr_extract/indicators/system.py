"""The indicator system: elements, topics, indicators, correction items and stages, read from TOML and checked."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, get_args

from csr_extract.bundled import lexicon_folder
from csr_extract.errors import LexiconError
from csr_extract.indicators.indicator import Indicator, Kind, Rule, Wording
from csr_extract.indicators.term import Term, parse_term
from csr_extract.language import LANGUAGES, Language

DEFAULT_SYSTEM = "cass-2011"
QUANTITY_KINDS = frozenset(
    ("money", "percent", "people", "times", "hours", "days", "mass", "energy")
    + ("volume", "intensity", "area", "grade", "ratio", "number", "year", "any")
)
STRUCTURES = frozenset({"years", "report", "web"})
_INDICATOR_KEYS = frozenset(
    ("id", "topic", "number", "kind", "name_en", "name_zh", "rate_1_if", "rate_0_if")
    + ("needs", "units", "coverage", "zero", "nonzero", "plan", "structure", "zh", "en", "points")
)
_SWITCHES = ("coverage", "zero", "nonzero", "plan")
_WORDING_KEYS = frozenset(["terms", "weak", "exclude", "unless", "must_hit", "must_miss"])


@dataclass(frozen=True)
class Topic:
    """A second-level indicator."""

    id: str
    element: str
    name_en: str
    name_zh: str


@dataclass(frozen=True)
class Element:
    """A first-level indicator: one of the four responsibilities."""

    id: str
    name_en: str
    name_zh: str


@dataclass(frozen=True)
class SourceKind:
    """A kind of document, and the kinds of indicator it may prove."""

    kind: str
    name_en: str
    name_zh: str
    counts_for: list[str]


@dataclass(frozen=True)
class Stage:
    """A development stage: scores from `least` (inside) up; `least_is_inside` is False where the boundary belongs to the stage below."""

    id: str
    name_en: str
    name_zh: str
    least: float | None = None
    least_is_inside: bool = True


@dataclass(frozen=True, eq=False)
class IndicatorSystem:
    """Everything that is rated, in codebook order."""

    name: str
    version: str
    folder: Path
    elements: tuple[Element, ...]
    topics: tuple[Topic, ...]
    indicators: tuple[Indicator, ...]
    corrections: tuple[Indicator, ...]
    stages: tuple[Stage, ...]
    digest: str
    sources: tuple[SourceKind, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Indicator]:
        """Indicators and correction items by id."""
        return {indicator.id: indicator for indicator in self.items}

    @property
    def items(self) -> tuple[Indicator, ...]:
        """All indicators, then all correction items."""
        return self.indicators + self.corrections

    def counts(self, source: str, indicator: Indicator) -> bool:
        """Whether a document of that kind may prove the indicator."""
        return any(known.kind == source and indicator.kind in known.counts_for for known in self.sources)

    def topics_of(self, element: str) -> tuple[Topic, ...]:
        """The topics of an element, in order."""
        return tuple(topic for topic in self.topics if topic.element == element)

    def indicators_of(self, topic: str) -> tuple[Indicator, ...]:
        """The indicators of a topic, in order."""
        return tuple(indicator for indicator in self.indicators if indicator.topic == topic)


def load_system(name: str = DEFAULT_SYSTEM) -> IndicatorSystem:
    """Load and validate an indicator system, once a process; raises LexiconError with all problems of all files at once."""
    return _loaded(name)


@lru_cache(maxsize=4)
def _loaded(name: str) -> IndicatorSystem:
    return read_system(lexicon_folder() / name)


def read_system(folder: Path) -> IndicatorSystem:
    """Read the indicator system in a folder; raises LexiconError."""
    problems: list[str] = []
    head = read_toml(folder / "system.toml", problems)
    indicators = [*_read_items(sorted((folder / "indicators").glob("*.toml")), "indicator", problems)]
    corrections = [*_read_items([folder / "corrections.toml"], "correction", problems)]
    topics = tuple(_made(Topic, row, "system.toml", problems) for row in head.get("topic", []))
    elements = tuple(_made(Element, row, "system.toml", problems) for row in head.get("element", []))
    stages = tuple(_made(Stage, row, "system.toml", problems) for row in head.get("stage", []))
    sources = tuple(_made(SourceKind, row, "system.toml", problems) for row in head.get("source", []))
    if problems:
        raise LexiconError(problems)
    order = {topic.id: place for place, topic in enumerate(topics)}
    problems += [f"{item.id}: its topic {item.topic!r} is not in system.toml" for item in indicators if item.topic not in order]
    problems += _duplicates(item.id for item in [*indicators, *corrections])
    if len(indicators) != head.get("count", len(indicators)):
        problems.append(f"system.toml announces {head['count']} indicators, the files hold {len(indicators)}")
    if problems:
        raise LexiconError(problems)
    indicators.sort(key=lambda item: (order[item.topic], item.number))
    return IndicatorSystem(
        name=head["name"],
        version=head["version"],
        folder=folder,
        elements=elements,
        topics=topics,
        indicators=tuple(indicators),
        corrections=tuple(corrections),
        stages=stages,
        digest=digest_of(folder),
        sources=sources,
    )


def digest_of(folder: Path) -> str:
    """SHA-256 (hex) over the names and contents of all lexicon files, the shared ones above the folder included."""
    files = sorted([*folder.rglob("*.toml"), *folder.parent.glob("*.toml"), *folder.parent.glob("*.txt")])
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read_toml(path: Path, problems: list[str]) -> dict[str, Any]:
    """The content of a TOML file; a problem is added to the list, and the content is then empty."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{path.name}: the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: not valid TOML in UTF-8: {error}")
    return {}


def read_indicator_file(path: Path, problems: list[str]) -> tuple[Indicator, ...]:
    """The indicators or correction items of one file, for checking a file by itself."""
    indicators = tuple(_read_items([path], "indicator", problems))
    return indicators or tuple(_read_items([path], "correction", problems if not problems else []))


def _read_items(paths: Iterable[Path], table: str, problems: list[str]) -> Iterator[Indicator]:
    for path in paths:
        for row in read_toml(path, problems).get(table, []):
            where = f"{path.name}: {row.get('id', 'an indicator without id')}"
            if item := _read_item(row, where, problems):
                yield item


def _read_item(row: dict[str, Any], where: str, problems: list[str]) -> Indicator | None:
    needed = ("id", "topic", "number", "kind", "name_en", "name_zh", "rate_1_if", "rate_0_if")
    if missing := [key for key in needed if key not in row]:
        problems.append(f"{where}: {', '.join(missing)} missing")
        return None
    problems += [f"{where}: unknown key {key!r}" for key in sorted(set(row) - _INDICATOR_KEYS)]
    if row["kind"] not in get_args(Kind):
        problems.append(f"{where}: unknown kind {row['kind']!r}; known are {', '.join(get_args(Kind))}")
    return Indicator(
        **{key: row[key] for key in needed},
        rule=_read_rule(row, where, problems),
        wording={language: _read_wording(row.get(language, {}), f"{where} {language}", problems) for language in LANGUAGES},
        points=row.get("points", 0),
    )


def _read_rule(row: dict[str, Any], where: str, problems: list[str]) -> Rule:
    needs, units, structure = row.get("needs", "words"), frozenset(row.get("units", [])), row.get("structure")
    if needs not in ("words", "figure"):
        problems.append(f"{where}: needs is {needs!r}, not 'words' or 'figure'")
    if unknown := units - QUANTITY_KINDS:
        problems.append(f"{where}: unknown units {', '.join(sorted(unknown))}")
    if needs == "figure" and not units:
        problems.append(f"{where}: needs a figure, but no units are named")
    if structure is not None and structure not in STRUCTURES:
        problems.append(f"{where}: unknown structure {structure!r}; known are {', '.join(sorted(STRUCTURES))}")
    problems += [f"{where}: {key} is {row[key]!r}, not true or false" for key in _SWITCHES if not isinstance(row.get(key, False), bool)]
    switches = {key: bool(row.get(key, False)) for key in _SWITCHES}
    return Rule(needs=needs, units=units, structure=structure, **switches)


def _read_wording(row: dict[str, Any], where: str, problems: list[str]) -> Wording:
    problems += [f"{where}: unknown key {key!r}" for key in sorted(set(row) - _WORDING_KEYS)]
    if single := [key for key, value in row.items() if isinstance(value, str)]:
        problems.append(f"{where}: {', '.join(single)}: write a list, even of one")
        return Wording()
    parsed = {key: tuple(parse_terms(row.get(key, []), where, problems)) for key in ("terms", "weak", "exclude", "unless")}
    return Wording(**parsed, must_hit=tuple(row.get("must_hit", [])), must_miss=tuple(row.get("must_miss", [])))


def parse_terms(written: Iterable[str], where: str, problems: list[str]) -> Iterator[Term]:
    """Parse terms; those that cannot be read, or name an unknown quantity, become problems."""
    for text in written:
        try:
            term = parse_term(text)
        except LexiconError as error:
            problems += [f"{where}: {problem}" for problem in error.problems]
            continue
        kinds = {kind for chain in term.chains for piece in chain.pieces for kind in piece.quantities}
        problems += [f"{where}: {text!r}: unknown quantity <{kind}>" for kind in sorted(kinds - QUANTITY_KINDS)]
        yield term


def _made(of: Any, row: dict[str, Any], where: str, problems: list[str]) -> Any:
    try:
        return of(**row)
    except TypeError as error:
        problems.append(f"{where}: {row.get('id', row)}: {error}")
        return None


def _duplicates(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [f"{name}: the id is used twice" for name in ids if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


def wording_of(indicator: Indicator, language: Language) -> Wording:
    """The words of an indicator in a language; empty where the language is missing."""
    return indicator.wording.get(language, Wording())
