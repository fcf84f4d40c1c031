"""Industries: what their topics weigh, which indicators do not apply, how sensitive they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import process

from csr_extract.errors import ConsistencyError, IndustryError, LexiconError
from csr_extract.indicators.system import DEFAULT_SYSTEM, IndicatorSystem, load_system, read_toml
from csr_extract.scoring.ahp import Judgements, judgements_from

GENERAL = "general"


@dataclass(frozen=True)
class Industry:
    """An industry. Sensitivities are 1 (low) to 5 (high); `not_applicable` maps indicators to the reason why."""

    id: str
    name_en: str
    name_zh: str
    sectors: tuple[str, ...]
    aliases: tuple[str, ...]
    environmental_sensitivity: int
    customer_sensitivity: int
    elements: Judgements
    topics: Mapping[str, Judgements]
    not_applicable: Mapping[str, str]

    @property
    def sensitivity(self) -> int:
        """Environmental and customer sensitivity together; the higher, the more weight among several industries."""
        return self.environmental_sensitivity + self.customer_sensitivity

    @property
    def is_general(self) -> bool:
        """Whether it stands in where no industry was named."""
        return self.id == GENERAL


@lru_cache(maxsize=4)
def load_industries(name: str = DEFAULT_SYSTEM) -> Mapping[str, Industry]:
    """The industries of an indicator system by id; raises LexiconError with all problems at once."""
    return read_industries(load_system(name))


def read_industries(system: IndicatorSystem) -> Mapping[str, Industry]:
    """Read industries.toml beside a system; raises LexiconError."""
    problems: list[str] = []
    content = read_toml(system.folder / "industries.toml", problems)
    found = [industry for row in content.get("industry", []) if (industry := _read(row, system, problems))]
    if not any(industry.is_general for industry in found):
        problems.append(f"industries.toml: there is no industry {GENERAL!r}")
    if problems:
        raise LexiconError(problems)
    return {industry.id: industry for industry in found}


def find_industries(names: str | Iterable[str], known: Mapping[str, Industry] | None = None) -> tuple[Industry, ...]:
    """Industries by id, name or alias, in either language; several in one text are set apart by ; or +.

    Raises IndustryError that lists what is known and what comes near.
    """
    known = load_industries() if known is None else known
    parts = [
        part.strip()
        for text in ([names] if isinstance(names, str) else names)
        for part in text.replace("+", ";").replace("；", ";").split(";")
    ]
    return tuple({found.id: found for part in parts if part for found in [_find(part, known)]}.values()) or (known[GENERAL],)


def _find(name: str, known: Mapping[str, Industry]) -> Industry:
    names = {
        alias.casefold(): industry
        for industry in known.values()
        for alias in (industry.id, industry.name_en, industry.name_zh, *industry.aliases)
    }
    if found := names.get(name.casefold()):
        return found
    near = process.extractOne(name.casefold(), names.keys(), score_cutoff=70)
    hint = f" Did you mean {names[near[0]].id}?" if near else ""
    raise IndustryError(f"{name}: no such industry.{hint} Known are {', '.join(known)}.")


def _read(row: dict[str, Any], system: IndicatorSystem, problems: list[str]) -> Industry | None:
    where = f"industries.toml: {row.get('id', 'an industry without id')}"
    try:
        elements = judgements_from(row["judgements"], [element.id for element in system.elements], where).checked(f"{where} elements")
        topics = {
            element: judgements_from(pairs, [topic.id for topic in system.topics_of(element)], f"{where} {element}").checked(
                f"{where} {element}"
            )
            for element, pairs in row.get("topic_judgements", {}).items()
        }
        return Industry(
            id=row["id"],
            name_en=row["name_en"],
            name_zh=row["name_zh"],
            sectors=tuple(row.get("sectors", [])),
            aliases=tuple(row.get("aliases", [])),
            environmental_sensitivity=_level(row["environmental_sensitivity"]),
            customer_sensitivity=_level(row["customer_sensitivity"]),
            elements=elements,
            topics=topics,
            not_applicable=_not_applicable(row.get("not_applicable", []), system, where, problems),
        )
    except KeyError as error:
        problems.append(f"{where}: {error.args[0]} is missing")
    except (LexiconError, ConsistencyError) as error:
        problems += error.problems if isinstance(error, LexiconError) else [str(error)]
    except ValueError as error:
        problems.append(f"{where}: {error}")
    return None


def _level(value: object) -> int:
    if isinstance(value, int) and 1 <= value <= 5:
        return value
    raise ValueError(f"a sensitivity is a whole number from 1 to 5, not {value!r}")


def _not_applicable(rows: Sequence[Mapping[str, Any]], system: IndicatorSystem, where: str, problems: list[str]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for row in rows:
        for indicator in row.get("indicators", []):
            if indicator not in system.by_id:
                problems.append(f"{where}: {indicator} does not exist")
            reasons[indicator] = row.get("reason", "")
            if not reasons[indicator]:
                problems.append(f"{where}: say why {indicator} does not apply (reason)")
    return reasons
