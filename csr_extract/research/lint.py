"""The whole check of a lexicon: everything that is wrong in any of its files, at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from csr_extract.errors import LexiconError, MissingPathError
from csr_extract.indicators.indicator import Indicator
from csr_extract.indicators.lexicon import load_cues, load_places, load_units
from csr_extract.indicators.system import load_system, read_indicator_file, read_system
from csr_extract.research.example import example_problems
from csr_extract.scoring.industry import read_industries


def check_lexicon(paths: Sequence[Path]) -> tuple[list[str], int]:
    """Problems of the files or system folders given (the bundled system where none are), and how many items were checked."""
    if not paths:
        return _check_system(load_system().folder)
    problems: list[str] = []
    items: list[Indicator] = []
    checked = 0
    for path in paths:
        if not path.exists():
            raise MissingPathError(path)
        if path.is_dir():
            found, number = _check_system(path)
            problems += found
            checked += number
        else:
            items += read_indicator_file(path, problems)
    return problems + example_problems(items), checked + len(items)


def _check_system(folder: Path) -> tuple[list[str], int]:
    problems: list[str] = []
    for load in (load_cues, load_places, load_units):
        try:
            load()
        except LexiconError as error:
            problems += error.problems
    try:
        system = read_system(folder)
    except LexiconError as error:
        return [*problems, *error.problems], 0
    try:
        read_industries(system)
    except LexiconError as error:
        problems += error.problems
    return problems + example_problems(system.items), len(system.items)
