"""What files without pages share: lines at hard breaks, bold lines that are headings, tables whose cells span rows or columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from csr_extract.reading.segment import Paragraph
from csr_extract.reading.table import is_head_row, row_text, value_like
from csr_extract.text import count_han, joined, squeezed

SENTENCE_END = re.compile(r"[。！？；，、.!?;:：,]['\"”’)）]?$")
_ITEM = re.compile(
    r"[•●■◆▪▶►❖◇○✓✔➢*·\-–—|\u2460-\u2473]|[(（]?([\da-z]{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]|第[一二三四五六七八九十\d]+"
)
_FIGURE = re.compile(r"[<>≈~+-]?\s?[$€£¥]?\s?\d[\d,.]*\s?(%|‰|[^\W\d_]{0,12}|[^\W\d_]+ [^\W\d_]+)\+?")


@dataclass(frozen=True)
class Cell:
    """A cell of a table as printed: how many columns and rows it spans, and whether it is marked as a head."""

    text: str
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass(frozen=True)
class Slot:
    """One place of the grid; `whole` is the text of the cell that covers it, `shown` is empty where the cell began further left."""

    shown: str
    whole: str
    head: bool = False
    wide: bool = False


def lines_paragraphs(text: str) -> Iterator[Paragraph]:
    """A paragraph for each line, but a break within a sentence is none.

    >>> [paragraph.lines[0] for paragraph in lines_paragraphs("We train\\nour staff.\\nAll of them.")]
    ['We train our staff.', 'All of them.']
    """
    held = ""
    for line in map(squeezed, text.split("\n")):
        if held and not (line and _runs_on(held, line)):
            yield Paragraph((held,))
            held = ""
        held = joined((held, line))
    if held:
        yield Paragraph((held,))


def _runs_on(line: str, following: str) -> bool:
    """Whether a sentence goes on in the next line: it has a small letter first, or the line is long and has no end."""
    if (SENTENCE_END.search(line) and line[-1] not in ",，、") or _ITEM.match(following):
        return False
    if re.match(r"[a-z]", following):
        return bool(re.search(r"[a-z\d,)]$", line))
    return len(line) >= (30 if count_han(line) > 15 else 60)


def heading_paragraph(text: str) -> Iterator[Paragraph]:
    """A heading, where there are words at all."""
    if text.strip():
        yield Paragraph((squeezed(text),), shape="heading")


def is_short_title(text: str) -> bool:
    """Whether a line that stands out in print reads like a heading: short, and no sentence.

    >>> is_short_title("职业健康与安全"), is_short_title("We cut emissions by 3%."), is_short_title("3,100")
    (True, False, False)
    """
    text = text.strip()
    longest = 30 if count_han(text) else 80
    return 1 < len(text) <= longest and not SENTENCE_END.search(text) and not _FIGURE.fullmatch(text) and "\n" not in text


def card_row(first: str, second: str) -> Paragraph | None:
    """A large figure and its caption as a row `caption | figure`, or None where the two are something else.

    >>> card_row("4,310", "employees worldwide").lines, card_row("Our people", "They are many.")
    (('employees worldwide | 4,310',), None)
    """
    first, second = squeezed(first), squeezed(second)
    if _FIGURE.fullmatch(second):
        first, second = second, first
    if not _FIGURE.fullmatch(first) or _FIGURE.fullmatch(second) or not re.search(r"[^\W\d_]", second) or len(second) > 80:
        return None
    return Paragraph((f"{second} | {first}",), shape="row", columns=1)


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table only frames text or sets it side by side: one column, or less than two rows of several cells, and those long."""
    several = [row for row in rows if sum(bool(cell.text.strip()) for cell in row) > 1]
    return not several or (len(several) < 2 and any(len(cell.text) > 120 for row in rows for cell in row))


def table_paragraphs(rows: Iterable[Sequence[Cell]]) -> Iterator[Paragraph]:
    """Rows as `label | unit | head: value`; a title across the whole table is a heading, a note across it a sentence."""
    heads: list[Slot] = []
    after_heads = False
    for row in grid(rows):
        shown = [slot.shown for slot in row]
        is_heads = is_head_row(shown) or _are_marked_heads(row)
        if is_heads:
            heads = _two_storeys(heads, row) if after_heads else row
        if len(row) > 1 and row[0].wide and not any(shown[1:]) and shown[0]:
            yield from _across(shown[0])
        elif any(shown):
            yield Paragraph((row_text(shown, [] if is_heads else [slot.whole for slot in heads]),), shape="row", columns=len(row) - 1)
        after_heads = is_heads


def _are_marked_heads(row: Sequence[Slot]) -> bool:
    """Whether a row of three columns or more is marked as heads, and is none of the first rows of data that converters mark so."""
    return len(row) > 2 and all(slot.head and len(slot.whole) <= 40 and not value_like(slot.whole) for slot in row)


def _across(text: str) -> Iterator[Paragraph]:
    yield from heading_paragraph(text) if is_short_title(text) else lines_paragraphs(text)


def _two_storeys(above: Sequence[Slot], below: list[Slot]) -> list[Slot]:
    """Heads below a head that spans several columns: `2021` over `Women` and `Men` are `2021 Women`, `2021 Men`."""
    if len(above) != len(below) or not any(slot.wide for slot in above):
        return below
    pairs = zip(above, below, strict=True)
    return [low if high.whole in ("", low.whole) else Slot(low.shown, f"{high.whole} {low.whole}".strip(), True) for high, low in pairs]


def grid(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Slot]]:
    """The rows of a table with every cell in its column; a cell that spans rows is repeated in each.

    >>> [[slot.shown for slot in row] for row in grid([[Cell("SO2", down=2), Cell("t")], [Cell("kg")]])]
    [['SO2', 't'], ['SO2', 'kg']]
    """
    hanging: dict[int, tuple[Slot, int]] = {}
    for row in rows:
        slots: list[Slot] = []
        for cell in row:
            _hang(slots, hanging)
            for place in range(cell.across):
                slot = Slot(cell.text if place == 0 else "", cell.text, cell.head, cell.across > 1)
                if cell.down > 1:
                    hanging[len(slots)] = (slot, cell.down - 1)
                slots.append(slot)
        _hang(slots, hanging)
        yield slots


def _hang(slots: list[Slot], hanging: dict[int, tuple[Slot, int]]) -> None:
    """Fill in the cells that hang down from rows above."""
    while len(slots) in hanging:
        slot, left = hanging.pop(len(slots))
        if left > 1:
            hanging[len(slots)] = (slot, left - 1)
        slots.append(slot)
