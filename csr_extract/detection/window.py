"""The rating window: which years a sentence or row speaks of, and whether any of them counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csr_extract.detection.candidate import ReadSegment
from csr_extract.errors import InputError

_STANDING = re.compile(
    r"(since|from|in force|effective|established|founded|introduced in|dating (back|from)|as early as"
    r"|自|从|始于|起|创立|成立|创办)\W{0,3}$",
    re.IGNORECASE,
)
_STANDING_AFTER = re.compile(r"\s?(年|年度)?\s?(\d{1,2}月)?(\d{1,2}日)?(起|以来|至今|开始|onwards?)")


@dataclass(frozen=True)
class Window:
    """Years from first to last, both inside.

    >>> Window(2018, 2019).holds(2019), Window(2018, 2019).holds(2017)
    (True, False)
    """

    first: int
    last: int

    def holds(self, year: int) -> bool:
        """Whether a year lies inside."""
        return self.first <= year <= self.last

    def admits(self, read: ReadSegment, year: int | None = None) -> bool:
        """Whether a segment may serve: it names a year inside, or none, or one since when something stands.

        `year` is that of the document, of which undated sentences speak.
        """
        years = years_of(read)
        if not years:
            return year is None or self.holds(year)
        return any(self.holds(named) for named in years)


def years_of(read: ReadSegment) -> tuple[int, ...]:
    """The years a segment speaks of; none where it tells since when something stands ("since 2005", 自2005年起)."""
    text = read.tokens.folded.text
    named = set(read.segment.years)
    for quantity in read.quantities:
        if quantity.kind != "year" or quantity.value is None:
            continue
        if _STANDING.search(text[: quantity.span.start]) or _STANDING_AFTER.match(text, quantity.number_end or quantity.span.end):
            return ()
        named.add(int(quantity.value))
    return tuple(sorted(named))


def window_of(first: str, last: str) -> Window | None:
    """The window between two years as a person writes them; None where neither is given. Raises InputError.

    >>> window_of("2018", ""), window_of("", "")
    (Window(first=2018, last=2100), None)
    """
    if not first and not last:
        return None
    window = Window(_year(first, "--from") if first else 1900, _year(last, "--to") if last else 2100)
    if window.first > window.last:
        raise InputError(f"--from {first} lies after --to {last}. Write the earlier year first.")
    return window


def _year(text: str, option: str) -> int:
    if re.fullmatch(r"(19|20)\d\d(-\d\d(-\d\d)?)?", text):
        return int(text[:4])
    raise InputError(f"{option} {text}: write a year, as in 2019.")
