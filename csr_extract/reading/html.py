"""HTML and Markdown: headings, paragraphs, list items and tables in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from csr_extract.reading.document import Page
from csr_extract.reading.segment import Paragraph, as_pages
from csr_extract.reading.table import is_head_row, row_text
from csr_extract.text import squeezed

_SKIPPED = frozenset(["script", "style", "noscript", "template", "nav", "footer", "header", "svg", "button", "iframe", "head"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend"])
_BLOCKS = frozenset(
    ("html", "body", "main", "article", "section", "div", "p", "li", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre")
    + ("figure", "figcaption", "address", "details", "summary", "aside", "center", "hr")
)


def read_html(text: str) -> tuple[Page, ...]:
    """The segments of a web page, all on page 1; navigation, scripts and footers are left out."""
    if not text.strip():
        return as_pages([])
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8", no_network=True))
    except lxml.etree.ParserError:
        return as_pages([])  # nothing but comments
    return as_pages(_paragraphs(root))


def read_markdown(text: str) -> tuple[Page, ...]:
    """The segments of a Markdown file, HTML inside it read as well."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return read_html(f"<body>{html}</body>")


def _paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return
    if element.tag in _HEADINGS:
        yield from _paragraph(_text(element), heading=True)
    elif element.tag == "table" and not element.xpath(".//table"):
        yield from _rows(element)
    elif any(isinstance(inner.tag, str) and inner.tag in _BLOCKS | _HEADINGS for inner in element.iterdescendants()):
        yield from _mixed(element)
    else:
        for line in _text(element).split("\n"):
            yield from _paragraph(line)


def _mixed(element: HtmlElement) -> Iterator[Paragraph]:
    """Blocks and the loose text between them."""
    loose = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and _holds_blocks(child):
            yield from _paragraph(loose)
            loose = ""
            yield from _paragraphs(child)
        else:
            loose += _text(child)
        loose += child.tail or ""
    yield from _paragraph(loose)


def _holds_blocks(element: HtmlElement) -> bool:
    return any(isinstance(inner.tag, str) and inner.tag in _BLOCKS | _HEADINGS | _SKIPPED for inner in element.iter())


def _text(element: HtmlElement) -> str:
    """The words of an element; a line break or the edge of a block is white space, scripts and styles are none."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return ""
    edge = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
    inner = (element.text or "") + "".join(_text(child) + (child.tail or "") for child in element)
    return f"{edge}{inner}{edge}"


def _paragraph(text: str, *, heading: bool = False) -> Iterator[Paragraph]:
    if text.strip():
        yield Paragraph((squeezed(text),), shape="heading" if heading else "sentence")


def _rows(table: HtmlElement) -> Iterator[Paragraph]:
    for caption in table.iter("caption"):
        yield from _paragraph(_text(caption), heading=True)
    heads: list[str] = []
    spanning: dict[int, tuple[str, int]] = {}
    for row in table.iter("tr"):
        cells = _spread(row, spanning)
        if is_head_row(cells):
            heads = cells
        if any(cells):
            yield Paragraph((row_text(cells, heads if cells is not heads else []),), shape="row", columns=len(cells) - 1)


def _spread(row: HtmlElement, spanning: dict[int, tuple[str, int]]) -> list[str]:
    """The cells of a row with cells that span rows or columns repeated."""
    cells: list[str] = []

    def carry() -> None:
        while len(cells) in spanning:
            text, left = spanning.pop(len(cells))
            if left > 1:
                spanning[len(cells)] = (text, left - 1)
            cells.append(text)

    for cell in row.xpath("./td|./th"):
        carry()
        text, across, down = squeezed(_text(cell)), _span(cell, "colspan"), _span(cell, "rowspan")
        for place in range(across):
            if down > 1:
                spanning[len(cells)] = (text if place == 0 else "", down - 1)
            cells.append(text if place == 0 else "")
    carry()
    return cells


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return min(int(value), 60) if value.isdigit() and int(value) else 1
