"""Pages of our own whose text and reading order are known, to measure readers of PDF on.

Each page plants words that occur nowhere else on it; a reader finds one if it stands whole, once, and in its turn. Sentences should stand
whole as well, rows of tables with their values, items of lists apart. Chinese is set in a font made here, whose signs are mere boxes: places
and text are those of any Chinese font, and none need be installed.

`python -m tests.reading.made_pages` compares our reader with two plain ones; `python -m tests.reading.made_pages NAME zh FILE` writes a page.
"""

from __future__ import annotations

import atexit
import io
import itertools
import random
import re
import shutil
import sys
import tempfile
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]
from fpdf import FPDF
from PIL import Image
from pypdf.generic import NameObject, NumberObject, RectangleObject

from csr_extract.language import Language
from csr_extract.reading.document import Document
from csr_extract.reading.reader import read_document
from csr_extract.text import HAN, HAN_OR_MARK

STEP = 14.0
HIGH = 841.89
PARAGRAPH_END = "\n\n"


@dataclass(frozen=True)
class Planted:
    """What a reader should find in a made file.

    `terms` are words in reading order; `sentences` should stand whole in one segment; each of `rows` is a label and its values, to stand in
    one segment and without another row's label; each of `items` is the terms of one item of a list, to stand in one segment without another
    item's. `dropped` are texts to be left out, and `labels` the page numbers printed.
    """

    terms: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[tuple[str, ...], ...] = ()
    dropped: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Lines of text, empty where a paragraph ends, and the terms and sentences planted in them."""

    lines: tuple[str, ...]
    terms: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def planted(
    *blocks: Block,
    rows: Sequence[tuple[str, ...]] = (),
    items: Sequence[Block] = (),
    dropped: tuple[str, ...] = (),
    labels: tuple[str, ...] = (),
) -> Planted:
    """What is planted by blocks in reading order."""
    terms = tuple(term for block in blocks for term in block.terms)
    sentences = tuple(sentence for block in blocks for sentence in block.sentences)
    return Planted(terms, sentences, tuple(rows), tuple(item.terms for item in items), dropped, labels)


@dataclass(frozen=True)
class Piece:
    """Part of a line with a style of its own; `rise` is how many points it stands above the line."""

    text: str
    size: float = 10.0
    rise: float = 0.0
    font: str = "plain"


@dataclass(frozen=True)
class Row:
    """A row of a table: the lines of its label, its unit, its values."""

    label: tuple[str, ...]
    unit: str
    values: tuple[str, ...]
    term: str

    def printed(self, language: Language) -> tuple[str, ...]:
        """Label, unit and values as cells, the label on one line."""
        return (("" if language == "zh" else " ").join(self.label), self.unit, *self.values)


# ---------------------------------------------------------------- measuring


def score(terms: Sequence[str], text: str) -> tuple[int, int]:
    """How many of the terms stand in the text whole, once, and in order; and how many there are.

    >>> score(["alderbrook", "quillmarsh", "starfold"], "the quillmarsh mill, alder brook, starfold and alderbrook")
    (2, 3)
    """
    out = set(missed(terms, text))
    return sum(term not in out for term in terms), len(terms)


def missed(terms: Sequence[str], text: str) -> tuple[str, ...]:
    """The terms that are broken, doubled, or out of order: all but the longest run of them in the order planted.

    >>> missed(["alderbrook", "quillmarsh", "starfold"], "quillmarsh, starfold, then alderbrook")
    ('alderbrook',)
    """
    evened = _evened(text)
    places = [(place, term) for term in terms if (place := _only_place(_evened(term), evened)) is not None]
    kept = {places[number][1] for number in _longest_rise([place for place, _ in places])}
    return tuple(term for term in terms if term not in kept)


def score_sentences(sentences: Sequence[str], text: str) -> tuple[int, int]:
    """How many of the sentences stand in the text whole, letter by letter and space by space; and how many there are.

    >>> score_sentences(["The mill is old.", "It runs."], "The mill\\nis old.\\n\\nIt\\n\\nruns.")
    (1, 2)
    """
    evened = _evened(text)
    return sum(_evened(sentence) in evened for sentence in sentences), len(sentences)


def score_rows(rows: Sequence[Sequence[str]], segments: Sequence[str]) -> tuple[int, int]:
    """How many rows stand in one segment, label first and values in order, with no other row's label there; and how many there are.

    >>> score_rows([("Soot", "t", "1.4"), ("Dust", "t", "2.1")], ["Soot | t | 2007: 1.4", "Dust | t", "2.1"])
    (1, 2)
    """
    return sum(_stands(row, rows, segments) for row in rows), len(rows)


def score_items(items: Sequence[Sequence[str]], segments: Sequence[str]) -> tuple[int, int]:
    """How many items of a list stand whole in one segment that holds none of another's terms; and how many there are."""
    return sum(_stands(item, items, segments) for item in items), len(items)


def _stands(cells: Sequence[str], rows: Sequence[Sequence[str]], segments: Sequence[str]) -> bool:
    others = [_evened(row[0]) for row in rows if row is not cells]
    holding = [evened for segment in segments if _first_place(_evened(cells[0]), evened := _evened(segment)) is not None]
    return len(holding) == 1 and _in_order(cells, holding[0]) and not any(_first_place(other, holding[0]) is not None for other in others)


def _in_order(cells: Sequence[str], text: str) -> bool:
    reach = 0
    for cell in map(_evened, cells):
        found = _pattern(cell).search(text, reach)
        if not found:
            return False
        reach = found.end()
    return True


def _first_place(term: str, text: str) -> int | None:
    found = _pattern(term).search(text)
    return found.start() if found else None


def _only_place(term: str, text: str) -> int | None:
    found = [match.start() for match in _pattern(term).finditer(text)]
    return found[0] if len(found) == 1 else None


def _pattern(term: str) -> re.Pattern[str]:
    """The term, not as part of a longer word or figure."""
    before = r"(?<!\d)(?<!\d[.,])" if term[0].isdigit() else r"(?<![A-Za-z])" if term[0].isascii() else ""
    after = r"(?!\d)(?![.,]\d)" if term[-1].isdigit() else r"(?![A-Za-z])" if term[-1].isascii() else ""
    return re.compile(before + re.escape(term) + after)


def _evened(text: str) -> str:
    """The text with one kind of space: ends of lines vanish beside Chinese characters, as does space between those and Latin letters.

    >>> _evened("温室\\r\\n气体 CO₂ and  more"), _evened("温 室")
    ('温室气体CO2 and more', '温 室')
    """
    parts = text.replace("\r\n", "\n").split(PARAGRAPH_END)
    lined = (re.sub(rf"(?<=[{HAN_OR_MARK}])\n|\n(?=[{HAN_OR_MARK}])", "", part) for part in parts)
    spaced = (re.sub(r"\s+", " ", unicodedata.normalize("NFKC", part)).strip() for part in lined)
    return PARAGRAPH_END.join(re.sub(rf"(?<=[{HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{HAN}])", "", part) for part in spaced)


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Indices of a longest rising part of the values."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length:] = [value, *tails[length + 1 :]]
        ends[length:] = [number, *ends[length + 1 :]]
    made: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        made.append(place)
        place = before[place]
    return made[::-1]


# ---------------------------------------------------------------- words

SENTENCES: dict[Language, tuple[str, ...]] = {
    "en": (
        "The {} works drew less water in the dry months than it did in any year before.",
        "Neighbours of the {} yard were asked what they think of the noise at night, and so were those of the {} sheds.",
        "A new filter at {} holds back most of the dust that the old kilns used to send over the town.",
        "Our people at {} chose two of their own to sit with the board when it talks about safety.",
        "The school near {} was given tools for a workshop, and the one at {} was given books.",
        "Whoever buys from {} may ask where the wool was shorn and who was paid for it.",
        "We told the town of {} early that the line would close, and helped all hands to find a place at {} or elsewhere.",
        "Of the scrap that leaves {} more than half is melted again and sold as wire.",
        "The auditors came to {} twice and found the books of the harbour dues in good order.",
        "Trees were set along the dam of {} in autumn, and the hedges of {} were left to the birds.",
    ),
    "zh": (
        "{}项目在枯水期减少了取水量，比以往任何一年都低。",
        "公司向{}周边居民询问了夜间噪声的影响，也走访了{}附近的住户。",
        "{}车间换上了新的除尘装置，过去飘向镇上的粉尘大部分被留了下来。",
        "在{}工作的同事选出两名代表，参加董事会关于安全的讨论。",
        "我们为{}旁边的学校添置了工具，并为{}的孩子们送去了图书。",
        "凡是向{}采购的客户，都可以查到羊毛的来处与牧民所得的报酬。",
        "生产线关停之前，我们提早告知{}的职工，并帮助他们转到{}等处上岗。",
        "离开{}的边角料中有一半以上重新熔炼，制成线材出售。",
        "审计人员两次来到{}，认为港口费用的账目清楚。",
        "秋天我们沿着{}的堤坝种树，{}的灌木丛则留给了鸟儿。",
    ),
}
LISTS: dict[Language, str] = {"en": "Visits were paid to {}, {}, {}, {} and {} in spring.", "zh": "春天走访了{}、{}、{}、{}和{}。"}
HEADINGS: dict[Language, tuple[str, ...]] = {
    "en": ("Care for {}", "Air and water at {}", "Work in {}", "The people of {}"),
    "zh": ("{}的治理", "{}的空气与水", "{}的劳动", "{}的居民"),
}
LABELS: dict[Language, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("Fresh water drawn at {}", "m3"),
        ("Soot and dust of {}", "t"),
        ("Waste handed over for reuse by", "the {} depot", "t"),
        ("People trained in {}", "people"),
        ("Power bought for {}", "MWh"),
        ("Gifts to {}", "EUR"),
        ("Suppliers visited near {}", "sites"),
    ),
    "zh": (
        ("{}取水量", "吨"),
        ("{}烟尘排放", "吨"),
        ("交由外部单位再利用的边角废料", "（{}仓库）", "吨"),
        ("{}培训人次", "人次"),
        ("{}外购电力", "兆瓦时"),
        ("{}捐赠支出", "万元"),
        ("{}走访供应商", "家"),
    ),
}
DIGITS: dict[Language, tuple[str, str, str]] = {
    "en": ("At {} we counted ", " lost days and ", " injuries in the year."),
    "zh": ("{}全年损失工时", "小时，发生工伤", "起。"),
}
DROP_CAP: dict[Language, str] = {
    "en": "{} is where the mill began, and the people there still bring their wool to its door.",
    "zh": "{}是工厂起步的地方，附近的牧民至今把羊毛送到这里。",
}
HEADS: dict[Language, tuple[str, ...]] = {
    "en": ("Indicator", "Unit", "2007", "2008", "2009"),
    "zh": ("指标", "单位", "2007年", "2008年", "2009年"),
}
FIRST: dict[Language, tuple[str, ...]] = {
    "en": ("alder", "quill", "star", "larch", "otter", "plover", "thistle", "sedge", "marl", "hazel", "bracken", "cinder"),
    "zh": ("青岚", "白榆", "松汀", "远汐", "澄湾", "苇塘", "石磬", "云栈", "霜桥", "柏屿", "竹溪", "砚山"),
}
SECOND: dict[Language, tuple[str, ...]] = {
    "en": ("brook", "marsh", "fold", "combe", "garth", "holm", "wick", "stead", "ford", "thorpe", "haven"),
    "zh": ("水坊", "灯册", "炉坊", "路渡", "田庄", "仓坪", "渠口", "林场", "渡口", "驿亭", "堰塘"),
}


class Words:
    """Sentences with planted words; no word is planted twice in one file."""

    def __init__(self, language: Language) -> None:
        first, second = FIRST[language], SECOND[language]
        self.language = language
        self._terms = (first[number % 12] + second[(number + number // 132) % 11] for number in range(12 * 11))
        self._figures = itertools.count(1)
        self._sentences = itertools.cycle(SENTENCES[language])
        self._headings = itertools.cycle(HEADINGS[language])
        self._labels = itertools.cycle(LABELS[language])

    def term(self) -> str:
        """A word not used before."""
        return next(self._terms)

    def figure(self) -> str:
        """A figure not used before, such as 12,347."""
        number = next(self._figures)
        return f"{11 + number * 7 % 83},{(number * 137) % 900 + 100}"

    def filled(self, template: str) -> Block:
        """One line of text with a term in each {}."""
        terms = tuple(self.term() for _ in range(template.count("{}")))
        line = template.format(*terms)
        return Block((line,), terms, (line,))

    def sentence(self) -> Block:
        """A sentence with one or two terms."""
        return self.filled(next(self._sentences))

    def heading(self) -> Block:
        """A heading with a term."""
        return self.filled(next(self._headings))

    def row(self) -> Row:
        """A row of a table; every seventh or so has a label of two lines."""
        *label, unit = next(self._labels)
        term = self.term()
        return Row(tuple(line.format(term) for line in label), unit, (self.figure(), self.figure(), self.figure()), term)


# ---------------------------------------------------------------- drawing


class Pen:
    """Draws text of either language on A4 pages: points, from the upper left corner."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.words = Words(language)
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        for style in ("", "B") if language == "zh" else ():
            self.pdf.add_font("boxes", style, font_of_boxes())
        self.rotate = 0
        self.crop: tuple[float, float, float, float] | None = None

    def page(self, *, wide: bool = False) -> None:
        """Begin a page, upright or landscape."""
        self.pdf.add_page(orientation="L" if wide else "P")

    def at(self, left: float, base: float, text: str, size: float = 10.0, font: str = "plain", spacing: float = 0.0) -> None:
        """Set one line of text; `spacing` points are added after each character."""
        if text:
            self._choose(text, size, font)
            self.pdf.set_char_spacing(spacing)
            self.pdf.text(left, base, text)

    def width(self, text: str, size: float = 10.0, font: str = "plain") -> float:
        """Points that the text takes."""
        self._choose(text, size, font)
        self.pdf.set_char_spacing(0)
        return float(self.pdf.get_string_width(text))

    def _choose(self, text: str, size: float, font: str) -> None:
        family = "times" if font == "other" and text.isascii() else "boxes" if self.language == "zh" else "helvetica"
        self.pdf.set_font(family, style="B" if font == "bold" else "", size=size)

    def lines(self, left: float, top: float, lines: Sequence[str], size: float = 10.0, step: float = STEP) -> float:
        """Set lines below each other; gives the height below them."""
        for number, line in enumerate(lines):
            self.at(left, top + step * number, line, size)
        return top + step * len(lines)

    def across(self, columns: Sequence[tuple[float, float, Block]]) -> None:
        """Set columns (left, top, block) in the order of their lines: the first line of each, the second of each, and so on."""
        for number, level in enumerate(zip_longest(*(block.lines for _, _, block in columns), fillvalue="")):
            for (left, top, _), line in zip(columns, level, strict=True):
                self.at(left, top + STEP * number, line)

    def run(self, left: float, base: float, pieces: Sequence[Piece]) -> float:
        """Set pieces one after the other on a line; gives where they end."""
        for piece in pieces:
            self.at(left, base - piece.rise, piece.text, piece.size, piece.font)
            left += self.width(piece.text, piece.size, piece.font)
        return left

    def right(self, right: float, base: float, text: str, size: float = 10.0) -> None:
        """Set text that ends at a place."""
        self.at(right - self.width(text, size), base, text, size)

    def turned(self) -> AbstractContextManager[None]:
        """A landscape frame on an upright page, to be read with the page turned clockwise."""
        return self.pdf.rotation(90, HIGH / 2, HIGH / 2)

    def heading(self, left: float, base: float, size: float = 18.0) -> Block:
        """Set a heading."""
        block = self.words.heading()
        self.at(left, base, block.lines[0], size, "bold")
        return block

    def wrapped(self, text: str, width: float, size: float = 10.0, *, parting: bool = False) -> tuple[str, ...]:
        """The text cut into lines; where `parting`, planted words are parted with a hyphen at the end of a line."""
        lines = [""]
        for token in _tokens(text, self.language):
            for head, tail in [*self._partings(token, parting), (token, "")]:
                longer = f"{lines[-1]}{head}"
                if not lines[-1] or (self.width(longer.rstrip(), size) <= width and (head == token or len(head) > 1)):
                    lines[-1:] = [longer, tail] if tail else [longer]
                    break
            else:
                lines.append(token)
        return tuple(line.rstrip() for line in lines)

    def _partings(self, token: str, parting: bool) -> Iterator[tuple[str, str]]:
        """(token, "") if it fits whole, else the planted word in it parted."""
        yield token, ""
        for first in FIRST["en"] if parting and self.language == "en" else ():
            if token.startswith(first) and len(token) > len(first) + 3:
                yield f"{first}-", token.removeprefix(first)

    def paragraph(self, width: float, sentences: int = 2, size: float = 10.0) -> Block:
        """Sentences wrapped to a width."""
        made = [self.words.sentence() for _ in range(sentences)]
        text = ("" if self.language == "zh" else " ").join(block.lines[0] for block in made)
        return _block(self.wrapped(text, width, size), made)

    def column(self, width: float, paragraphs: int = 2, sentences: int = 2) -> Block:
        """Paragraphs with an empty line between them."""
        made = [self.paragraph(width, sentences) for _ in range(paragraphs)]
        lines = [line for block in made for line in ("", *block.lines)]
        return _block(tuple(lines[1:]), made)


def _tokens(text: str, language: Language) -> list[str]:
    """What is never parted at the end of a line: words with the space after them, or characters with the marks after them."""
    pattern = r"[\x21-\x7e]+|[^\x21-\x7e][，。；：、）]*" if language == "zh" else r"\S+\s*"
    return re.findall(pattern, text)


def _block(lines: tuple[str, ...], parts: Sequence[Block]) -> Block:
    """Lines with the terms and sentences of the blocks of which they were made."""
    whole = planted(*parts)
    return Block(lines, whole.terms, whole.sentences)


# ---------------------------------------------------------------- pages of prose


def one_column(pen: Pen) -> Planted:
    """A heading and paragraphs over the width of the page."""
    pen.page()
    head = pen.heading(60, 90)
    block = pen.column(470, 5)
    pen.lines(60, 130, block.lines)
    return planted(head, block)


def two_columns(pen: Pen) -> Planted:
    """Two columns drawn line by line across both."""
    pen.page()
    head = pen.heading(50, 90)
    left, right = pen.column(230, 3), pen.column(230, 3)
    pen.across([(50, 130, left), (310, 130, right)])
    return planted(head, left, right)


def three_columns(pen: Pen) -> Planted:
    """Three columns, a small heading over each."""
    pen.page()
    places = (40, 225, 410)
    heads = [pen.heading(left, 110, 12) for left in places]
    blocks = [pen.column(150, 2) for _ in places]
    pen.across([(left, 135, block) for left, block in zip(places, blocks, strict=True)])
    return planted(*itertools.chain(*zip(heads, blocks, strict=True)))


def full_width_between(pen: Pen) -> Planted:
    """A heading, two columns, a paragraph over the whole width, two columns."""
    pen.page()
    head = pen.heading(50, 80)
    upper = (pen.column(230, 2), pen.column(230, 2))
    pen.across([(50, 110, upper[0]), (310, 110, upper[1])])
    middle = pen.paragraph(490, 3)
    base = 110 + STEP * (max(len(block.lines) for block in upper) + 1)
    below = pen.lines(50, base, middle.lines) + STEP
    lower = (pen.column(230, 2), pen.column(230, 2))
    pen.across([(50, below, lower[0]), (310, below, lower[1])])
    return planted(head, *upper, middle, *lower)


def spread(pen: Pen) -> Planted:
    """Two upright pages side by side on a landscape one, each with two columns and a page number at its outer foot."""
    pen.page(wide=True)
    head = pen.heading(40, 70)
    places = (40, 215, 461, 636)
    blocks = [pen.column(160, 2) for _ in places]
    pen.across([(left, 105, block) for left, block in zip(places, blocks, strict=True)])
    pen.at(40, 572, "12", 9)
    pen.right(796, 572, "13", 9)
    return planted(head, *blocks, labels=("12", "13"))


def sidebar(pen: Pen) -> Planted:
    """A tinted box beside the main text, drawn before it."""
    pen.page()
    head = pen.heading(50, 90)
    main = pen.column(320, 4)
    pen.pdf.set_fill_color(225, 235, 240)
    pen.pdf.rect(395, 150, 170, 230, style="F")
    name = pen.heading(405, 172, 11)
    box = pen.column(155, 1, 3)
    pen.lines(405, 195, box.lines, 9)
    pen.lines(50, 130, main.lines)
    return planted(head, main, name, box)


def caption(pen: Pen) -> Planted:
    """A picture with a caption within the left of two columns, the right running on beside it."""
    pen.page()
    left, below, right = pen.column(230, 1), pen.column(230, 2), pen.column(230, 4)
    end = pen.lines(50, 100, left.lines)
    pen.pdf.image(Image.new("RGB", (46, 28), (120, 160, 140)), 50, end, 230, 140)
    text = pen.words.filled({"en": "The yard of {} seen from the dam", "zh": "从堤坝上看{}厂区"}[pen.language])
    pen.at(50, end + 153, text.lines[0], 8)
    pen.lines(50, end + 185, below.lines)
    pen.lines(310, 100, right.lines)
    return planted(left, text, below, right)


def narrow_gutter(pen: Pen) -> Planted:
    """Two columns with 12 points between them, drawn line by line."""
    pen.page()
    head = pen.heading(50, 90)
    left, right = pen.column(240, 3), pen.column(240, 3)
    pen.across([(50, 130, left), (302, 130, right)])
    return planted(head, left, right)


def narrow_gutter_of_three(pen: Pen) -> Planted:
    """Three columns with 12 points between them, drawn line by line, set solid (no empty lines)."""
    pen.page()
    places = (50, 219, 388)
    blocks = [pen.paragraph(157, 5) for _ in places]
    pen.across([(left, 100, block) for left, block in zip(places, blocks, strict=True)])
    return planted(*blocks)


def unequal_columns(pen: Pen) -> Planted:
    """A long column beside a short one beside one that begins lower."""
    pen.page()
    blocks = (pen.column(150, 4), pen.column(150, 1), pen.column(150, 2))
    pen.across([(40, 100, blocks[0]), (220, 100, blocks[1]), (400, 212, blocks[2])])
    return planted(*blocks)


def hanging_heads(pen: Pen) -> Planted:
    """Small headings in a margin column, each level with the paragraph it heads, drawn after all paragraphs."""
    pen.page()
    top, blocks, tops = 100.0, list[Block](), list[float]()
    for _ in range(5):
        tops.append(top)
        blocks += [pen.words.heading(), pen.column(340, 1, 3)]
        top = pen.lines(210, top, blocks[-1].lines) + 2 * STEP
    for base, head in zip(tops, blocks[::2], strict=True):
        pen.at(50, base, head.lines[0], 10, "bold")
    return planted(*blocks)


def drawn_twice(pen: Pen) -> Planted:
    """Each line drawn again 0.3 points to the right, for bold."""
    pen.page()
    left, right = pen.column(230, 2), pen.column(230, 2)
    for place, block in ((50, left), (310, right)):
        for number, line in enumerate(block.lines):
            for shift in (0, 0.3):
                pen.at(place + shift, 100 + STEP * number, line)
    return planted(left, right)


def drawn_thrice(pen: Pen) -> Planted:
    """Whole paragraphs drawn three times, 0.3 points to the right each time."""
    pen.page()
    block = pen.column(460, 4)
    for shift in (0, 0.3, 0.6):
        pen.lines(60 + shift, 110, block.lines)
    return planted(block)


def running_heads(pen: Pen) -> Planted:
    """Six pages with a running head, a running foot, and a page number at alternate sides."""
    head = {"en": "Kestrel Mills Responsibility Report 2009", "zh": "红隼纺织社会责任报告2009"}[pen.language]
    foot = {"en": "People and nature", "zh": "人与自然"}[pen.language]
    blocks = []
    for number in range(1, 7):
        pen.page()
        pen.at(60, 36, head, 8)
        blocks.append(pen.column(460, 3))
        pen.lines(60, 80, blocks[-1].lines)
        pen.at(60 if number % 2 == 0 else 450, 815, foot, 8)
        pen.at(40 if number % 2 == 0 else 545, 815, str(number + 7), 8)
    return planted(*blocks, dropped=(head, foot), labels=tuple(str(number + 7) for number in range(1, 7)))


def random_order(pen: Pen) -> Planted:
    """Two columns whose lines are drawn in no order."""
    pen.page()
    head = pen.heading(50, 90)
    left, right = pen.column(230, 3), pen.column(230, 3)
    placed = [(place, 130 + STEP * number, line) for place, block in ((50, left), (310, right)) for number, line in enumerate(block.lines)]
    for place, base, line in random.Random(7).sample(placed, len(placed)):
        pen.at(place, base, line)
    return planted(head, left, right)


def random_words(pen: Pen) -> Planted:
    """One column whose words are drawn one by one in no order."""
    pen.page()
    block = pen.column(440, 4)
    placed = [spot for number, line in enumerate(block.lines) for spot in _spots(pen, 60, 100 + STEP * number, line, 0)]
    for left, base, word in random.Random(8).sample(placed, len(placed)):
        pen.at(left, base, word)
    return planted(block)


def _spots(pen: Pen, left: float, base: float, line: str, wider: float) -> Iterator[tuple[float, float, str]]:
    """The words of a line and where each begins, the spaces between them widened."""
    for token in _tokens(line, pen.language):
        yield left, base, token.strip()
        left += pen.width(token) + wider


def justified(pen: Pen) -> Planted:
    """Three narrow columns set even on both sides, so that the gaps between words grow wide; drawn line by line."""
    pen.page()
    places = (40, 222, 404)
    blocks = [pen.column(156, 2) for _ in places]
    for number, level in enumerate(zip_longest(*(block.lines for block in blocks), fillvalue="")):
        for left, line, block in zip(places, level, blocks, strict=True):
            _justify(pen, left, 100 + STEP * number, line, 156, last=_ends(block.lines, number))
    return planted(*blocks)


def _ends(lines: Sequence[str], number: int) -> bool:
    return number + 1 >= len(lines) or not lines[number + 1]


def _justify(pen: Pen, left: float, base: float, line: str, width: float, *, last: bool) -> None:
    gaps = len(_tokens(line, pen.language)) - 1
    wider = 0.0 if last or gaps < 1 else (width - pen.width(line)) / gaps
    for place, level, word in _spots(pen, left, base, line, wider):
        pen.at(place, level, word)


def drop_cap(pen: Pen) -> Planted:
    """The first letter of a paragraph three lines high, the lines beside it set in."""
    pen.page()
    head = pen.heading(60, 90)
    first = pen.words.term().capitalize()
    opening = DROP_CAP[pen.language].format(first)
    block = pen.paragraph(400, 6)
    text = (" " if pen.language == "en" else "").join([opening, *block.sentences])
    pen.at(60, 148, text[0], 46)
    beside = pen.wrapped(text[1:], 390)[:3]
    pen.lines(62 + pen.width(text[0], 46), 120, beside)
    used = sum(len(re.sub(r"\s", "", line)) for line in beside)
    pen.lines(60, 120 + 3 * STEP, pen.wrapped(_after(text[1:], used), 440))
    return planted(head, Block((), (first,), (opening,)), block)


def _after(text: str, letters: int) -> str:
    """What follows so many letters, spaces not counted."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    return text[places[letters] :]


def footnotes(pen: Pen) -> Planted:
    """Two columns with raised marks of notes, and the notes at the foot of each column under a short rule."""
    pen.page()
    found: list[Block] = []
    for left in (50, 310):
        block = pen.column(230, 3)
        pen.lines(left, 100, block.lines)
        found += [block, *_noted(pen, left, 100 + STEP * (len(block.lines) + 1)), *_notes(pen, left)]
    return planted(*found)


def _noted(pen: Pen, left: float, top: float) -> list[Block]:
    before, after = {"en": ("The count at {}", " was made by hand."), "zh": ("{}的数据", "由人工统计。")}[pen.language]
    made = [pen.words.filled(before) for _ in range(2)]
    for number, block in enumerate(made):
        pen.run(left, top + STEP * number, [Piece(block.lines[0]), Piece(str(number + 1), 6, 4), Piece(after)])
    return made


def _notes(pen: Pen, left: float) -> list[Block]:
    pen.pdf.line(left, 745, left + 90, 745)
    made = [pen.words.filled({"en": "Sheds of {} left out.", "zh": "不含{}的仓库。"}[pen.language]) for _ in range(2)]
    for number, block in enumerate(made):
        pen.run(left, 757 + 11 * number, [Piece(str(number + 1), 5, 3), Piece(" " + block.lines[0], 7.5)])
    return made


# ---------------------------------------------------------------- letters and digits


def superscripts(pen: Pen) -> Planted:
    """Cubic metres with a small raised 3."""
    before, after = {"en": ("In {} we drew ", " of water, less than the year before."), "zh": ("{}全年取水", "，比上一年减少。")}[
        pen.language
    ]
    return _figured(pen, before, after, "{} m", Piece("3", 6, 4))


def subscripts(pen: Pen) -> Planted:
    """CO2 with a small lowered 2."""
    before, after = {
        "en": ("The kiln at {} sent out ", " over the year, as the meters show."),
        "zh": ("{}窑炉全年排放", "，以仪表读数为准。"),
    }[pen.language]
    return _figured(pen, before, after, {"en": "{} t CO", "zh": "{}吨CO"}[pen.language], Piece("2", 6.5, -2.5))


def _figured(pen: Pen, before: str, after: str, shape: str, mark: Piece) -> Planted:
    """Sentences with a figure, whose last sign is set apart."""
    pen.page()
    made = [pen.heading(60, 90)]
    for number in range(10):
        opening, figure = pen.words.filled(before), shape.format(pen.words.figure())
        pieces = [Piece(opening.lines[0]), Piece(figure), mark, Piece(after)]
        pen.run(60, 130 + 18 * number, pieces)
        made.append(Block((), (*opening.terms, figure + mark.text), (_printed(pieces),)))
    return planted(*made)


def _printed(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def raised_digits(pen: Pen) -> Planted:
    """Digits in another font, one to two points higher than the words of their line."""
    return _other_digits(pen, 10)


def large_digits(pen: Pen) -> Planted:
    """Digits in another font and half as large again as the words of their line."""
    return _other_digits(pen, 15)


def _other_digits(pen: Pen, size: float) -> Planted:
    pen.page()
    made = [pen.heading(60, 90)]
    for number, rise in zip(range(10), itertools.cycle((1.0, 1.5, 2.0)), strict=False):
        opening, days, injuries = DIGITS[pen.language]
        block, figures = pen.words.filled(opening), (pen.words.figure(), pen.words.figure())
        first, second = (Piece(figure, size, rise, "other") for figure in figures)
        pieces = [Piece(block.lines[0]), first, Piece(days), second, Piece(injuries)]
        pen.run(60, 130 + 22 * number, pieces)
        made.append(Block((), (*block.terms, *figures), (_printed(pieces),)))
    return planted(*made)


def parted_words(pen: Pen) -> Planted:
    """A narrow column in which planted words are parted at the ends of lines, by a hyphen in English."""
    pen.page()
    blocks: list[Block] = []
    for left in (60, 240, 420):
        made = [pen.words.filled(LISTS[pen.language]) for _ in range(3)]
        text = (" " if pen.language == "en" else "").join(block.lines[0] for block in made)
        pen.lines(left, 100, pen.wrapped(text, 110, parting=True))
        blocks += made
    return planted(*blocks)


def letter_spaced(pen: Pen) -> Planted:
    """Headings whose letters are set wide apart, over paragraphs."""
    pen.page()
    top, blocks = 100.0, list[Block]()
    for spacing in (2, 3, 4, 6):
        name = {"en": f"WORK IN {pen.words.term().upper()}", "zh": pen.words.term()}[pen.language]
        pen.at(60, top, name, 14, "bold", spacing)
        blocks += [Block((), (name,)), pen.paragraph(460, 3)]
        top = pen.lines(60, top + 26, blocks[-1].lines) + 2 * STEP
    return planted(*blocks)


def tight_and_wide(pen: Pen) -> Planted:
    """Body text with letters set a little closer or wider than the font has them."""
    pen.page()
    block = pen.column(420, 5)
    for number, line in enumerate(block.lines):
        pen.at(60, 100 + STEP * number, line, spacing=(-0.3, 0.0, 0.6, 1.0)[number % 4])
    return planted(block)


# ---------------------------------------------------------------- lists


def bullets(pen: Pen) -> Planted:
    """Items with a bullet, of two lines each."""
    return _listed(pen, [{"en": "\x95", "zh": "●"}[pen.language]] * 7)


def numbers(pen: Pen) -> Planted:
    """Items with a number, of two lines each."""
    return _listed(pen, [f"{number}{'.' if pen.language == 'en' else '、'}" for number in range(1, 8)])


def letters(pen: Pen) -> Planted:
    """Items with a letter or a Chinese number in brackets, of two lines each."""
    return _listed(
        pen, [f"({letter})" for letter in "abcdefg"] if pen.language == "en" else [f"（{number}）" for number in "一二三四五六七"]
    )


def _listed(pen: Pen, marks: Sequence[str]) -> Planted:
    pen.page()
    opening = pen.paragraph(460, 2)
    top = pen.lines(60, 100, opening.lines) + 6
    items = [_item(pen) for _ in marks]
    for mark, item in zip(marks, items, strict=True):
        pen.at(70, top, mark)
        top = pen.lines(95, top, pen.wrapped(item.lines[0], 300)) + 4
    return planted(opening, *items, items=items)


def _item(pen: Pen) -> Block:
    """One sentence too long for a line, with three terms and no full stop: items seldom have one."""
    return pen.words.filled(
        {
            "en": "We ask the hands at {} once a year whether they know the way out, and those at {} whom to call at {}",
            "zh": "每年询问{}的员工是否熟悉疏散路线、是否知道向谁求助，并与{}的班组一同演练，再到{}复查",
        }[pen.language]
    )


def contents(pen: Pen) -> Planted:
    """A page of contents: labels, leader dots, page numbers set right."""
    pen.page()
    pen.at(60, 90, {"en": "Contents", "zh": "目录"}[pen.language], 20, "bold")
    rows: list[tuple[str, str]] = []
    for number in range(14):
        label, left = pen.words.heading(), 60 if number % 3 == 0 else 80
        rows.append((label.lines[0], str(4 + 3 * number)))
        _led(pen, left, 140 + 24 * number, *rows[-1])
    return planted(Block((), tuple(cell for row in rows for cell in row)), rows=rows)


def _led(pen: Pen, left: float, base: float, label: str, page: str) -> None:
    pen.at(left, base, label, 11)
    start, dot = left + pen.width(label, 11) + 4, pen.width(".", 11)
    pen.at(start, base, "." * int((490 - start) / dot), 11)
    pen.right(515, base, page, 11)


def contents_without_dots(pen: Pen) -> Planted:
    """A page of contents whose page numbers stand before the labels, in two columns."""
    pen.page()
    pen.at(60, 90, {"en": "Contents", "zh": "目录"}[pen.language], 20, "bold")
    rows: list[tuple[str, str]] = []
    for number in range(14):
        label, left, base = pen.words.heading().lines[0], 60 + 260 * (number // 7), 150 + 30 * (number % 7)
        rows.append((f"{4 + 3 * number:02d}", label))
        pen.at(left, base, rows[-1][0], 14, "bold")
        pen.at(left + 40, base, label, 11)
    return planted(Block((), tuple(cell for row in rows for cell in row)), rows=rows)


# ---------------------------------------------------------------- tables

PLACES = (50, 250, 310, 380, 450, 520)


def table_ruled(pen: Pen) -> Planted:
    """A table with lines around each cell."""
    return _tabled(pen, _rule_all)


def table_of_level_lines(pen: Pen) -> Planted:
    """A table with level lines between rows alone."""
    return _tabled(pen, _rule_level)


def table_unruled(pen: Pen) -> Planted:
    """A table with no lines."""
    return _tabled(pen, lambda *_: None)


def table_shaded(pen: Pen) -> Planted:
    """A table with every second row shaded, and no lines."""
    return _tabled(pen, _shade)


def _tabled(pen: Pen, rule: Callable[[Pen, float, Sequence[float], Sequence[float]], None]) -> Planted:
    """A paragraph, a table, a paragraph."""
    pen.page()
    above, below = pen.paragraph(470, 2), pen.paragraph(470, 2)
    top = pen.lines(50, 90, above.lines) + STEP
    rows = [pen.words.row() for _ in range(7)]
    end = _table(pen, top, PLACES, rows, rule)
    pen.lines(50, end + 2 * STEP, below.lines)
    return planted(above, _cells(rows), below, rows=[row.printed(pen.language) for row in rows])


def _cells(rows: Sequence[Row]) -> Block:
    return Block((), tuple(cell for row in rows for cell in (row.term, *row.values)))


def _table(
    pen: Pen,
    top: float,
    places: Sequence[float],
    rows: Sequence[Row],
    rule: Callable[[Pen, float, Sequence[float], Sequence[float]], None],
    size: float = 10.0,
) -> float:
    """Draw a head and rows from a height on; labels of two lines have their values set between the lines. Gives the lower edge."""
    heights = [20.0, *(20.0 + 12 * (len(row.label) - 1) for row in rows)]
    levels = [top, *itertools.accumulate(heights, initial=top)][1:]
    rule(pen, top, places, levels)
    heads = HEADS[pen.language]
    _cells_at(pen, levels[0] + 13.5, places, ((heads[0],), *((head,) for head in heads[1 : len(places) - 1])), size)
    for level, height, row in zip(levels[1:], heights[1:], rows, strict=False):
        cells = (row.label, (row.unit,), *((value,) for value in row.values[: len(places) - 3]))
        _cells_at(pen, level + height / 2 + 3.5, places, cells, size)
    return levels[-1]


def _cells_at(pen: Pen, base: float, places: Sequence[float], cells: Sequence[Sequence[str]], size: float) -> None:
    """The cells of a row, each centred on a base line; figures are set right, words left."""
    for number, lines in enumerate(cells):
        for place, line in enumerate(lines):
            level = base + 12 * (place - (len(lines) - 1) / 2)
            if number < 2:
                pen.at(places[number] + 5, level, line, size)
            else:
                pen.right(places[number + 1] - 5, level, line, size)


def _rule_all(pen: Pen, top: float, places: Sequence[float], levels: Sequence[float]) -> None:
    _rule_level(pen, top, places, levels)
    for place in places:
        pen.pdf.line(place, top, place, levels[-1])


def _rule_level(pen: Pen, top: float, places: Sequence[float], levels: Sequence[float]) -> None:
    for level in levels:
        pen.pdf.line(places[0], level, places[-1], level)


def _shade(pen: Pen, top: float, places: Sequence[float], levels: Sequence[float]) -> None:
    pen.pdf.set_fill_color(225, 232, 225)
    for upper, lower in list(itertools.pairwise(levels))[::2]:
        pen.pdf.rect(places[0], upper, places[-1] - places[0], lower - upper, style="F")


def table_of_words(pen: Pen) -> Planted:
    """A ruled table whose cells hold sentences of several lines, drawn column by column."""
    pen.page()
    head, level, cells = pen.heading(50, 80), 110.0, list[tuple[float, float, Block]]()
    for _ in range(6):
        row = [(left, pen.paragraph(width - 15, 1)) for left, width in ((50, 145), (195, 165), (360, 165))]
        high = STEP * max(len(cell.lines) for _, cell in row) + 8
        for left, cell in row:
            pen.pdf.rect(left, level, 145 if left == 50 else 165, high)
            cells.append((left + 5, level + 13, cell))
        level += high
    for place, top, cell in sorted(cells, key=lambda placed: placed[0]):
        pen.lines(place, top, cell.lines)
    return planted(head, *(cell for _, _, cell in cells))


def table_beside_prose(pen: Pen) -> Planted:
    """Prose at the left and a table with level lines at the right, lines and rows level with each other here and there."""
    pen.page()
    head = pen.heading(40, 80)
    prose = pen.column(190, 3)
    rows = [_short_row(pen) for _ in range(8)]
    pen.lines(40, 120, prose.lines)
    _table(pen, 110, (260, 370, 420, 490, 560), rows, _rule_level, 9)
    return planted(head, prose, _cells(rows), rows=[row.printed(pen.language) for row in rows])


def table_in_column(pen: Pen) -> Planted:
    """A table between paragraphs of the left of two columns; the right one runs on beside it."""
    pen.page()
    head = pen.heading(40, 80)
    above, below, right = pen.column(240, 1), pen.column(240, 1), pen.column(240, 5)
    end = pen.lines(40, 120, above.lines)
    rows = [_short_row(pen) for _ in range(6)]
    end = _table(pen, end, (40, 140, 180, 230, 280), rows, _rule_level if pen.language == "zh" else lambda *_: None, 9)
    pen.lines(40, end + 2 * STEP, below.lines)
    pen.lines(320, 120, right.lines)
    return planted(head, above, _cells(rows), below, right, rows=[row.printed(pen.language) for row in rows])


def _short_row(pen: Pen) -> Row:
    """A row with a word as label, and two values."""
    row, label = pen.words.row(), pen.words.term()
    return replace(row, label=(label,), term=label, values=row.values[:2])


# ---------------------------------------------------------------- frames


def rotated_page(pen: Pen) -> Planted:
    """A landscape page kept as an upright one with /Rotate 90: two columns, shown upright."""
    pen.rotate = 90
    return _sideways(pen)


def turned_text(pen: Pen) -> Planted:
    """A landscape page drawn turned on an upright page with no /Rotate: a person tilts the head."""
    return _sideways(pen)


def _sideways(pen: Pen) -> Planted:
    pen.page()
    with pen.turned():
        head = pen.heading(60, 80)
        left, right = pen.column(340, 3), pen.column(340, 3)
        pen.across([(60, 120, left), (440, 120, right)])
    return planted(head, left, right)


def turned_table(pen: Pen) -> Planted:
    """A ruled table turned on an upright page with no /Rotate."""
    pen.page()
    with pen.turned():
        head = pen.heading(60, 80)
        rows = [pen.words.row() for _ in range(8)]
        _table(pen, 120, (60, 330, 420, 520, 620, 720), rows, _rule_all)
    return planted(head, _cells(rows), rows=[row.printed(pen.language) for row in rows])


def upside_down(pen: Pen) -> Planted:
    """An upright page with /Rotate 180."""
    pen.rotate = 180
    return two_columns(pen)


def turned_tab(pen: Pen) -> Planted:
    """Upright prose with the name of the chapter turned along the outer edge."""
    pen.page()
    left, right = pen.column(220, 3), pen.column(220, 3)
    pen.across([(50, 100, left), (300, 100, right)])
    with pen.pdf.rotation(90, 570, 500):
        pen.at(570, 500, {"en": "Chapter three: people at work", "zh": "第三章 工作中的人"}[pen.language], 9)
    return planted(left, right)


def crop_box(pen: Pen) -> Planted:
    """A page cut to a crop box, with the printer's notes outside it."""
    shown = two_columns(pen)
    note = {"en": "Proof sheet for the printer", "zh": "印前校样"}[pen.language]
    pen.at(50, 825, note, 8)
    pen.crop = (30, 60, 570, 790)
    return replace(shown, dropped=(note,))


PAGES: tuple[Callable[[Pen], Planted], ...] = (
    one_column, two_columns, three_columns, full_width_between, spread, sidebar, caption, narrow_gutter, narrow_gutter_of_three,
    unequal_columns, hanging_heads, drawn_twice, drawn_thrice, running_heads, random_order, random_words, justified, drop_cap, footnotes,
    superscripts, subscripts, raised_digits, large_digits, parted_words, letter_spaced, tight_and_wide, bullets, numbers, letters,
    contents, contents_without_dots, table_ruled, table_of_level_lines, table_unruled, table_shaded, table_of_words,
    table_beside_prose, table_in_column, rotated_page, turned_text, turned_table, upside_down, turned_tab, crop_box,
)  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("en", "zh")


# ---------------------------------------------------------------- files


def make(path: Path, draw: Callable[[Pen], Planted], language: Language) -> Planted:
    """Write the PDF of a made page, and tell what is planted in it."""
    pen = Pen(language)
    made = draw(pen)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pen.pdf.output()))
    for page in writer.pages:
        if pen.rotate:
            page[NameObject("/Rotate")] = NumberObject(pen.rotate)
        if pen.crop:
            page.cropbox = RectangleObject(pen.crop)
    writer.write(path)
    return made


@cache
def font_of_boxes() -> Path:
    """A font with a box for every character of this file; Chinese ones are as wide as high, others half as wide."""
    characters = sorted(set(Path(__file__).read_text("utf-8")) - {"\n"})
    names = [".notdef", *(f"u{ord(character):04X}" for character in characters)]
    drawn = {".notdef": _box(0, -120, 1000, 880), **{name: _shape(sign) for name, sign in zip(names[1:], characters, strict=True)}}
    widths = {".notdef": 1000, **{name: 500 if sign.isascii() else 1000 for name, sign in zip(names[1:], characters, strict=True)}}
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(character): name for character, name in zip(characters, names[1:], strict=True)})
    font.setupGlyf(drawn)
    font.setupHorizontalMetrics({name: (width, 0 if name == ".notdef" else 60) for name, width in widths.items()})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    font.save(folder / "boxes.ttf")
    return folder / "boxes.ttf"


def _shape(character: str) -> Glyph:
    """The outline of a character; marks such as commas sit low and at the left."""
    if character.isspace():
        return TTGlyphPen(None).glyph()
    if character.isascii():
        return _box(60, 0, 440, 700)
    return _box(60, -60, 300, 120) if character in "，。、；" else _box(60, -60, 940, 820)


def _box(left: int, bottom: int, right: int, top: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


# ---------------------------------------------------------------- comparing


def text_of(document: Document) -> str:
    """The segments of a document as paragraphs."""
    return PARAGRAPH_END.join(segment.text for segment in document.segments)


def ours(path: Path) -> tuple[str, tuple[str, ...]]:
    """Text and segments as our reader has them."""
    document = read_document(path)
    return text_of(document), tuple(segment.text for segment in document.segments)


def plumbed(path: Path) -> tuple[str, tuple[str, ...]]:
    """Text and lines as pdfplumber's extract_text has them."""
    with pdfplumber.open(path) as document:
        text = PARAGRAPH_END.join(page.extract_text() for page in document.pages)
    return text, tuple(text.splitlines())


def bounded(path: Path) -> tuple[str, tuple[str, ...]]:
    """Text and lines as pypdfium2's get_text_bounded has them."""
    document = pypdfium2.PdfDocument(path)
    text = PARAGRAPH_END.join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text, tuple(text.splitlines())


READERS: tuple[tuple[str, Callable[[Path], tuple[str, tuple[str, ...]]]], ...] = (
    ("ours", ours),
    ("pdfplumber", plumbed),
    ("pdfium", bounded),
)


@dataclass(frozen=True)
class Tally:
    """Found and planted: terms in order, whole sentences, rows, items of lists."""

    terms: tuple[int, int] = (0, 0)
    sentences: tuple[int, int] = (0, 0)
    rows: tuple[int, int] = (0, 0)
    items: tuple[int, int] = (0, 0)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(_sum(mine, theirs) for mine, theirs in zip(self.kinds, other.kinds, strict=True)))

    @property
    def kinds(self) -> tuple[tuple[int, int], ...]:
        """The four pairs."""
        return self.terms, self.sentences, self.rows, self.items

    @property
    def share(self) -> float:
        """Found of all that is planted."""
        found, whole = map(sum, zip(*self.kinds, strict=True))
        return found / whole if whole else 1.0

    def __str__(self) -> str:
        return " ".join(f"{found:4d}/{whole:<4d}" if whole else " " * 9 for found, whole in self.kinds)


def _sum(first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
    return first[0] + second[0], first[1] + second[1]


def tally(seed: Planted, text: str, segments: Sequence[str]) -> Tally:
    """What a reader found of what is planted in one file."""
    found = score(seed.terms, text), score_sentences(seed.sentences, text)
    return Tally(*found, score_rows(seed.rows, segments), score_items(seed.items, segments))


def lost(seed: Planted, document: Document) -> tuple[str, ...]:
    """What our reader did not find as planted, each with what is wrong with it."""
    text, segments = text_of(document), [segment.text for segment in document.segments]
    return (
        *(f"word broken, doubled or out of order: {term}" for term in missed(seed.terms, text)),
        *(f"sentence in parts: {sentence}" for sentence in seed.sentences if not score_sentences([sentence], text)[0]),
        *(f"row in parts: {' | '.join(row)}" for row in seed.rows if not _stands(row, seed.rows, segments)),
        *(f"item in parts, or not alone: {', '.join(item)}" for item in seed.items if not _stands(item, seed.items, segments)),
        *(f"to be left out: {note}" for note in seed.dropped if note in text),
        *([f"page numbers {seed.labels}, found {printed}"] if seed.labels and (printed := _labels_of(document)) != seed.labels else []),
    )


def _labels_of(document: Document) -> tuple[str, ...]:
    return tuple(label for page in document.pages for label in page.labels)


def compare(folder: Path) -> Iterator[tuple[str, Language, dict[str, Tally]]]:
    """Each page with the tally of each reader; the files are written to the folder."""
    for draw, language in itertools.product(PAGES, LANGUAGES):
        path = folder / f"{draw.__name__}-{language}.pdf"
        seed = make(path, draw, language)
        yield draw.__name__, language, {name: tally(seed, *read(path)) for name, read in READERS}


def main() -> None:
    """Print the table of all readers over all pages, or write one page."""
    if len(sys.argv) == 4:
        _, name, language, file = sys.argv
        print(make(Path(file), next(draw for draw in PAGES if draw.__name__ == name), "zh" if language == "zh" else "en"))
        return
    totals = {name: Tally() for name, _ in READERS}
    print(f"{'words, sentences, rows, items':28}" + "".join(f"  {name:46}" for name, _ in READERS))
    with tempfile.TemporaryDirectory() as folder:
        for name, language, found in compare(Path(folder)):
            print(_shown(f"{name} {language}", found))
            totals = {reader: totals[reader] + found[reader] for reader in totals}
    print(_shown("overall", totals))


def _shown(name: str, found: dict[str, Tally]) -> str:
    return f"{name:28}" + "".join(f"  {tally} {100 * tally.share:5.1f} %" for tally in found.values())


if __name__ == "__main__":
    main()
