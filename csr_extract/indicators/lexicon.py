"""What all indicators share: cue words and units of measurement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from csr_extract.bundled import lexicon_folder
from csr_extract.errors import LexiconError
from csr_extract.indicators.system import QUANTITY_KINDS, parse_terms, read_toml
from csr_extract.indicators.term import Term
from csr_extract.language import LANGUAGES, Language

CUE_KINDS = ("plan", "done", "none_happened", "not_disclosed", "law", "condition", "other_party", "coverage")
PLACE_KINDS = (
    "index_head",
    "contents_head",
    "glossary_head",
    "assurance_head",
    "feedback_head",
    "report_title",
    "web_title",
    "plan_head",
    "index_code",
)


@dataclass(frozen=True)
class Units:
    """Units of quantity by kind, and what turns a number into none."""

    by_kind: Mapping[str, tuple[str, ...]]
    before: tuple[str, ...]
    multiples: tuple[str, ...]
    grades: tuple[str, ...]
    not_quantity: Mapping[Language, tuple[str, ...]]


@lru_cache(maxsize=1)
def load_cues() -> Mapping[Language, Mapping[str, tuple[Term, ...]]]:
    """Cue terms by language and kind; raises LexiconError with all problems."""
    problems: list[str] = []
    content = read_toml(lexicon_folder() / "cues.toml", problems)
    problems += _wrong_keys(content, CUE_KINDS, "cues.toml")
    cues = {
        language: {kind: tuple(parse_terms(content.get(kind, {}).get(language, []), f"cues.toml {kind}", problems)) for kind in CUE_KINDS}
        for language in LANGUAGES
    }
    if problems:
        raise LexiconError(problems)
    return cues


@lru_cache(maxsize=1)
def load_places() -> Mapping[str, tuple[str, ...]]:
    """Regular expressions (on folded text) that tell the places of a document apart, by kind; raises LexiconError."""
    problems: list[str] = []
    content = read_toml(lexicon_folder() / "places.toml", problems)
    problems += _wrong_keys(content, PLACE_KINDS, "places.toml")
    if problems:
        raise LexiconError(problems)
    return {kind: tuple(content[kind]["patterns"]) for kind in PLACE_KINDS}


@lru_cache(maxsize=1)
def load_units() -> Units:
    """Units of all languages; raises LexiconError with all problems."""
    problems: list[str] = []
    content = read_toml(lexicon_folder() / "units.toml", problems)
    multiples, excluded = content.pop("multiples", {}), content.pop("not_a_quantity", {})
    grades = content.pop("grade", {}).get("patterns", [])
    problems += [f"units.toml: unknown kind of quantity {kind!r}" for kind in sorted(set(content) - QUANTITY_KINDS)]
    if problems:
        raise LexiconError(problems)
    return Units(
        by_kind={kind: tuple(row.get("zh", []) + row.get("en", [])) for kind, row in content.items()},
        before=tuple(content.get("money", {}).get("before", [])),
        multiples=tuple(multiples.get("zh", []) + multiples.get("en", [])),
        grades=tuple(grades),
        not_quantity={language: tuple(excluded.get(f"{language}_before", [])) for language in LANGUAGES},
    )


def _wrong_keys(content: Mapping[str, Any], known: tuple[str, ...], where: str) -> list[str]:
    return [
        *(f"{where}: unknown table {key!r}" for key in sorted(set(content) - set(known))),
        *(f"{where}: table {key!r} is missing" for key in known if key not in content),
    ]
