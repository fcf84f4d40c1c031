"""Running heads and printed page numbers."""

from __future__ import annotations

from csr_extract.reading.fragment import Fragment
from csr_extract.reading.running import is_running, page_labels, running_heads

A4 = (595.0, 842.0)
SPREAD = (1190.0, 842.0)


def foot(text: str, left: float = 280.0) -> Fragment:
    return Fragment(text, left, 24.0, left + 6 * len(text), 36.0)


def test_numbers_that_count_up_are_the_printed_pages() -> None:
    pages = [[foot(str(number)), foot("2019", 40)] for number in range(7, 13)]
    assert page_labels(pages, [A4] * 6) == [(str(number),) for number in range(7, 13)]


def test_the_number_may_stand_in_the_running_foot() -> None:
    pages = [[foot(f"{number} | Orvik Report 2019")] for number in range(3, 9)]
    assert page_labels(pages, [A4] * 6)[0] == ("3",)


def test_a_spread_has_two() -> None:
    pages = [[foot(str(number), 40), foot(str(number + 1), 1100)] for number in range(10, 20, 2)]
    assert page_labels(pages, [SPREAD] * 5)[:2] == [("10", "11"), ("12", "13")]


def test_figures_that_do_not_count_up_are_none() -> None:
    pages = [[foot(text)] for text in ("12", "55", "8", "71", "30", "9")]
    assert page_labels(pages, [A4] * 6) == [()] * 6


def test_figures_at_one_height_on_many_pages_are_no_running_head() -> None:
    pages = [[foot(f"{number},{number}00"), foot("100%", 400), foot("Orvik Report", 40)] for number in range(1, 9)]
    heads = running_heads(pages, [842.0] * 8)
    assert is_running(foot("Orvik Report", 40), 842, heads)
    assert not is_running(foot("228,670"), 842, heads) and not is_running(foot("100%", 400), 842, heads)


def test_where_the_page_is_known_another_number_is_a_figure() -> None:
    assert is_running(foot("12"), 842, frozenset(), ("12",))
    assert not is_running(foot("53"), 842, frozenset(), ("12",))
    assert is_running(foot("53"), 842, frozenset(), ()) and not is_running(foot("53"), 842, frozenset(), (), alone=False)
