"""What the elements of a web page are: blocks, headings, scripts; and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "select", "textarea", "canvas", "audio", "video")
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
TITLES = frozenset(["caption", "legend", "summary"])
BLOCKS = frozenset(
    ("html", "body", "main", "article", "section", "header", "footer", "nav", "div", "p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote")
    + ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "pre", "figure", "figcaption", "address", "details", "aside", "center", "hr")
    + ("form", "fieldset", "hgroup", "dialog", "menu", "search", "button")
)
_EDGES = BLOCKS | HEADINGS | TITLES


def holds_blocks(element: HtmlElement, *, inside: bool = False) -> bool:
    """Whether the element is or holds a block; with `inside`, whether it holds one."""
    found = element.iterdescendants() if inside else element.iter()
    return any(isinstance(inner.tag, str) and inner.tag in _EDGES for inner in found)


def words(element: HtmlElement) -> str:
    """The words of an element; a line break or the edge of a block is a line feed, scripts and styles are none."""
    return "".join(_pieces(element))


def _pieces(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return
    if element.tag == "br":
        yield "\n"
        return
    edge = "\n" if element.tag in _EDGES else ""
    yield edge
    yield _spaced(element, element.text)
    for child in element:
        yield from _pieces(child)
        yield _spaced(element, child.tail)
        if child.tag == "a" and not child.tail:
            yield " "  # links side by side are set apart by style sheets alone
    yield edge


def _spaced(element: HtmlElement, text: str | None) -> str:
    """Text in which the line breaks of the source are spaces, but for <pre>."""
    return (text or "") if element.tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", text or "")
