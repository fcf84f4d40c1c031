"""The lines of a block as paragraphs, headings and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from csr_extract.reading.document import Box
from csr_extract.reading.fragment import Fragment, Line, lines_of
from csr_extract.reading.segment import Paragraph
from csr_extract.reading.table import is_head_row, row_text, value_like
from csr_extract.text import count_han, is_han

HEADING_SIZE = 1.15
_BULLET = re.compile(
    r"^([•●■◆▪▶►❖◇○✓✔➢]|[-–*]\s|[（(]?[一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、．]|[一二三四五六七八九十]{1,2}、|Q:|问：)"
)
_NUMBERED = re.compile(
    r"^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章节]|\d{1,2}(\.\d{1,2}){1,3}\s|\d{1,2}[、.．])\s?[^\d\W]"
)
_SENTENCE_END = re.compile(r"[。！？!?.；;：:]['\"”’)）]?$")


def row_lines(fragments: Sequence[Fragment]) -> int:
    """How many lines of a page look like rows of a table."""
    return sum(_is_row(line) for line in lines_of(fragments))


def _is_row(line: Line) -> bool:
    values = sum(value_like(fragment.text) for fragment in line[1:])
    return len(line) >= 2 and values >= 1 and not value_like(line[0].text) and len(line[0].text) <= 90


def _labelled(lines: Sequence[Line]) -> list[Line]:
    """Lines of values alone, joined with the one or two lines of words to their left between which they are centred."""
    made: list[Line] = []
    taken: set[int] = set()
    for number, line in enumerate(lines):
        if number in taken:
            continue
        if _only_values(line):
            near = [place for place in (number - 1, number + 1) if _is_label(lines, place, line) and place not in taken]
            if near:
                taken.update(near)
                words = [fragment for place in near for fragment in lines[place]]
                label = Fragment(
                    " ".join(fragment.text for fragment in words), min(f.left for f in words), min(f.bottom for f in words),
                    max(f.right for f in words), max(f.top for f in words),
                )  # fmt: skip
                if near[0] < number and made:
                    made.pop()
                made.append((label, *line))
                continue
        made.append(line)
    return made


def _only_values(line: Line) -> bool:
    return all(value_like(fragment.text) for fragment in line[1:]) and (
        value_like(line[0].text) or (len(line) > 2 and len(line[0].text) < 16)
    )


def _only_words(line: Line) -> bool:
    return len(line) == 1 and not value_like(line[0].text)


def _is_label(lines: Sequence[Line], place: int, line: Line) -> bool:
    if not 0 <= place < len(lines) or not _only_words(lines[place]):
        return False
    label = lines[place][0]
    return label.right <= line[0].left + 2 and abs(label.middle - line[0].middle) < 0.95 * max(label.size, line[0].size)


def block_paragraphs(block: Sequence[Fragment], body: float) -> Iterator[Paragraph]:
    """Paragraphs and rows of a block; `body` is the size of the page's text, to tell headings by."""
    lines = _labelled(lines_of(block))
    right = max((fragment.right for fragment in block), default=0.0)
    held: list[Line] = []
    heads: Line = ()
    for number, line in enumerate(lines):
        follows = [*lines[number + 1 : number + 4]]
        if _is_row(line) or (len(line) >= 3 and _names_columns(line) and any(map(_is_row, follows))):
            yield from _prose(held, body)
            held = []
            if _names_columns(line):
                heads = line
                yield _row(line, ())
            else:
                yield _row(line, heads)
        else:
            if held and _breaks(held[-1], line, right):
                yield from _prose(held, body)
                held = []
            held.append(line)
    yield from _prose(held, body)


def _names_columns(line: Line) -> bool:
    return is_head_row([fragment.text for fragment in line])


def _row(line: Line, heads: Line) -> Paragraph:
    cells = [fragment.text for fragment in line]
    names = ["", *(_head_above(fragment, heads) for fragment in line[1:])]
    box = Box(line[0].box.left, min(f.box.bottom for f in line), line[-1].box.right, max(f.box.top for f in line))
    return Paragraph((row_text(cells, names),), (box,), "row", sum(map(value_like, cells)))


def _head_above(cell: Fragment, heads: Line) -> str:
    """The head whose place overlaps the cell's, the nearest middle where several do."""
    across = (cell.left + cell.right) / 2
    near = [head for head in heads if head.left - 12 <= cell.right and cell.left <= head.right + 12]
    return min(near, key=lambda head: abs((head.left + head.right) / 2 - across)).text if near else ""


def _breaks(last: Line, line: Line, right: float) -> bool:
    """Whether a new paragraph begins with this line."""
    size = max(last[0].size, line[0].size)
    if abs(last[0].size - line[0].size) > 0.12 * size or last[0].bottom - line[0].top > 0.9 * size:
        return True
    if _BULLET.match(line[0].text):
        return True
    ended = bool(_SENTENCE_END.search(last[-1].text))
    short = last[-1].right < right - 3 * size
    return (ended and (short or line[0].left > last[0].left + 1.2 * size)) or (
        short and last[-1].right < right - 0.4 * (right - last[0].left) and _starts(line)
    )


def _starts(line: Line) -> bool:
    first = line[0].text[0]
    return first.isupper() or is_han(first)


def _prose(lines: Sequence[Line], body: float) -> Iterator[Paragraph]:
    if not lines:
        return
    texts = tuple(" ".join(fragment.text for fragment in line) for line in lines)
    boxes = tuple(
        Box(line[0].box.left, min(f.box.bottom for f in line), line[-1].box.right, max(f.box.top for f in line)) for line in lines
    )
    yield Paragraph(texts, boxes, "heading" if _is_heading(lines, texts, body) else "sentence")


def _is_heading(lines: Sequence[Line], texts: Sequence[str], body: float) -> bool:
    length = sum(len(text) * (2 if count_han(text) else 1) for text in texts)
    if length > 120 or len(lines) > 3 or re.search(r"[。；;,，:：]$", texts[-1]) or not any(c.isalpha() for c in texts[0]):
        return False
    if lines[0][0].size > HEADING_SIZE * body:
        return True
    return len(lines) == 1 and length <= 64 and bool(_NUMBERED.match(texts[0]) or (texts[0].isupper() and len(texts[0]) > 5))
