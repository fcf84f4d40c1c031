"""Which indicators a code of a reporting standard answers for, so that a report's own content index can be held against what was found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from csr_extract.bundled import lexicon_folder
from csr_extract.errors import LexiconError
from csr_extract.indicators.system import DEFAULT_SYSTEM, load_system, read_toml

Codes = Mapping[tuple[str, str], tuple[str, ...]]


@lru_cache(maxsize=4)
def load_standards(system: str = DEFAULT_SYSTEM) -> Codes:
    """Ids of indicators by (standard, code), as in `IndexRow`; raises LexiconError with all problems."""
    problems: list[str] = []
    content = read_toml(lexicon_folder() / system / "standards.toml", problems)
    known = load_system(system).by_id
    codes = {(standard, code): tuple(ids) for standard, table in content.items() for code, ids in table.items()}
    problems += [
        f"standards.toml: {standard} {code}: there is no indicator {name!r}"
        for (standard, code), ids in codes.items()
        for name in ids
        if name not in known
    ]
    if problems:
        raise LexiconError(problems)
    return codes
