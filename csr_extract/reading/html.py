"""HTML and Markdown: headings, paragraphs, list items and tables in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from csr_extract.reading.document import Page
from csr_extract.reading.flow import Cell, card_row, heading_paragraph, is_layout, is_short_title, lines_paragraphs, table_paragraphs
from csr_extract.reading.maintext import leave_main_text
from csr_extract.reading.markup import HEADINGS, SKIPPED, TITLES, holds_blocks, words
from csr_extract.reading.plain import decode
from csr_extract.reading.segment import Paragraph, as_pages
from csr_extract.text import squeezed

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_FRONT_MATTER = re.compile(r"\A---\s*\n(?:[^\n]*\n){0,60}?---\s*\n")
_MOST_CELLS = 200


def decode_html(path: Path, data: bytes) -> str:
    """The text of a saved page: its byte order mark, the encoding it declares, or the one that fits; raises DamagedFileError."""
    found = _DECLARED.search(data[:8192])
    declared = next((name for name in found.groups() if name), b"").decode("ascii") if found else ""
    return decode(path, data, declared)


def read_html(text: str) -> tuple[Page, ...]:
    """The segments of the main text of a web page, all on page 1; menus, banners, footers and scripts are left out."""
    root = _root(text)
    if root is None:
        return as_pages([])
    leave_main_text(root)
    return as_pages(_paragraphs(root))


def read_markdown(text: str) -> tuple[Page, ...]:
    """The segments of a Markdown file, HTML inside it read as well."""
    html = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table").render(_FRONT_MATTER.sub("", text))
    root = _root(f"<body>{html}</body>")
    return as_pages([] if root is None else _paragraphs(root))


def _root(text: str) -> HtmlElement | None:
    if not text.strip():
        return None
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.ParserError:
        return None  # nothing but comments


def _paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return
    if element.tag in HEADINGS or element.tag in TITLES:
        yield from heading_paragraph(words(element))
    elif element.tag == "table":
        yield from _table(element)
    elif element.tag == "dl":
        yield from _definitions(element)
    elif holds_blocks(element, inside=True):
        card = _card(element)
        yield from [card] if card else _mixed(element)
    elif _is_bold(element):
        yield from heading_paragraph(words(element))
    elif card := _card(element):
        yield card
    else:
        yield from lines_paragraphs(words(element))


def _mixed(element: HtmlElement) -> Iterator[Paragraph]:
    """Blocks and the loose text between them."""
    loose = _loose(element.text)
    for child in element:
        if isinstance(child.tag, str) and holds_blocks(child):
            yield from lines_paragraphs(loose)
            loose = ""
            yield from _paragraphs(child)
        else:
            loose += words(child)
        loose += _loose(child.tail)
    yield from lines_paragraphs(loose)


def _loose(text: str | None) -> str:
    """Loose text, in which the line breaks of the source mean nothing."""
    return re.sub(r"\s+", " ", text or "")


def _is_bold(element: HtmlElement) -> bool:
    """Whether a paragraph is one short bold line, which stands for a heading on many sites."""
    if element.tag not in ("p", "div", "td"):
        return False
    text = words(element).strip()
    bold = max((words(inner).strip() for inner in element.iter("b", "strong")), key=len, default="")
    return bool(text) and bold == text and is_short_title(text)


def _card(element: HtmlElement) -> Paragraph | None:
    """A block of a figure and its caption, or None."""
    inner = [child for child in element if isinstance(child.tag, str) and child.tag not in SKIPPED and words(child).strip()]
    if len(inner) != 2 or any(holds_blocks(child, inside=True) for child in inner) or element.tag in ("ul", "ol", "body"):
        return None
    if (element.text or "").strip() or any((child.tail or "").strip() for child in inner):
        return None
    return card_row(words(inner[0]), words(inner[1]))


def _definitions(element: HtmlElement) -> Iterator[Paragraph]:
    """Terms and what is said of them; a term with a short answer is a row."""
    term = ""
    for child in element.xpath("./dt|./dd|./div/dt|./div/dd|./*[not(self::dt|self::dd|self::div[dt])]"):
        text = words(child)
        if child.tag == "dd" and term.strip() and len(text) < 80 and not holds_blocks(child, inside=True):
            yield Paragraph((f"{squeezed(term)} | {squeezed(text)}",), shape="row", columns=1)
            term = ""
            continue
        yield from lines_paragraphs(term)
        term = text if child.tag == "dt" else ""
        if child.tag != "dt":
            yield from _paragraphs(child)
    yield from lines_paragraphs(term)


def _table(table: HtmlElement) -> Iterator[Paragraph]:
    """The rows of a table; one that only lays out the page is read as blocks."""
    for caption in table.xpath("./caption"):
        yield from heading_paragraph(words(caption))
    rows = table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
    cells = [[_cell(cell) for cell in row.xpath("./td|./th")] for row in rows]
    if table.get("role") == "presentation" or table.xpath(".//td//table|.//th//table") or _holds_headings(table) or is_layout(cells):
        for cell in (cell for row in rows for cell in row.xpath("./td|./th")):
            yield from _paragraphs(cell)
    else:
        yield from table_paragraphs(cells)


def _holds_headings(table: HtmlElement) -> bool:
    """Whether whole sections stand in the cells."""
    return any(cell.xpath(".//h1|.//h2|.//h3|.//h4") and len(words(cell)) > 200 for cell in table.iter("td"))


def _cell(cell: HtmlElement) -> Cell:
    head = cell.tag == "th" and cell.get("scope") != "row"
    return Cell(_cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"), head or cell.getparent().getparent().tag == "thead")


def _cell_text(cell: HtmlElement) -> str:
    return re.sub(r"\n{2,}", "\n", words(cell)).strip()


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(int(value), _MOST_CELLS) if value.isdecimal() and int(value[:9]) else 1
