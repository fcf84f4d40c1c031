"""The main text of a web page: what a library of text extraction finds, with the tables, lists and titles that it would lose."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from copy import deepcopy
from functools import cache

from lxml.html import HtmlElement

from csr_extract.reading.markup import HEADINGS, SKIPPED, holds_blocks, words
from csr_extract.reading.table import value_like

LONGEST_FOR_LIBRARY = 1_000_000
SHARE_OF_MAIN = 0.85
_SENTENCE = re.compile(r"[^。！？!?\n]{10,}[。！？]|(?:[\w’'%-]+[,;:()]*\s+){4,}[\w’'%)-]+[.!?]")
_ALWAYS = frozenset(
    ["cookie", "cookies", "consent", "onetrust", "gdpr", "newsletter", "subscribe", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "skip"]
    + ["skiplink", "pagination", "pager", "pagenav", "bdshare", "friendlink"]
)
_MOSTLY = frozenset(
    ["nav", "navbar", "navigation", "menu", "submenu", "megamenu", "foot", "footer", "copyright", "share", "sharing", "sidebar", "sidenav"]
    + ["related", "recommend", "topbar", "masthead", "toolbar", "login", "popup"]
)
_ROLES = frozenset(["navigation", "search", "contentinfo", "banner", "menu", "menubar"])
_CHROME = re.compile(
    r"版权所有|版權所有|ICP备|ICP證|公网安备|^(?:您|你)?(?:现在|目前|当前|所在)?(?:所在)?的?位置|^當前位置|^您现在的位置|设为首页|加入收藏|^[【[]?(?:上|下)一(?:篇|条|页)"
    r"|打印本页|关闭窗口|返回顶部|回到顶部|^分享(?:到|至)|(?:浏览|点击|阅读)(?:次数|量)[:：]|字[体号][:：]|友情链接|^技术支持[:：]|扫码关注|扫一扫"
    r"|^©|^copyright\b|all rights reserved|^skip to |^(?:this|our) (?:web)?site uses cookies|^we use cookies|^you are here\b",
    re.IGNORECASE,
)
_LISTS = ("ul", "ol", "dl", "table", "tr", "p", "div", "section")
_FOLDS = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")


def leave_main_text(root: HtmlElement) -> None:
    """Take menus, banners, lists of links, columns of news and footers out of a page, in place."""
    _drop_machinery(root)
    found = _found_by_library(root)
    main = _main_element(root, found)
    size = _length(main)
    _drop_all(element for element in root.iter() if _is_frame(element, main, size))
    _drop_all(leaf for leaf in _leaves(root) if len(words(leaf)) <= 120 and _CHROME.search(words(leaf).strip()))
    _drop_all(element for element in root.iter(*_LISTS) if _is_link_list(element, main, found))
    _drop_beside(main, found)


def _drop_machinery(root: HtmlElement) -> None:
    """Take out scripts and buttons; a button that unfolds a section is the title of it."""
    _drop_all(root.iter(*SKIPPED - {"head"}))
    for button in list(root.iter("button")):
        if any(button.get(name) for name in _FOLDS) or button.get("role") == "tab":
            button.tag = "summary"
        elif not any(above.tag in HEADINGS or above.tag == "summary" for above in button.iterancestors()):
            button.drop_tree()


def _drop_all(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def _found_by_library(root: HtmlElement) -> frozenset[str]:
    """The lines that the library takes for main text, as keys; none for a page too large for it."""
    import trafilatura

    if len(words(root)) > LONGEST_FOR_LIBRARY:
        return frozenset()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(deepcopy(root), favor_recall=True, include_comments=False, include_tables=True, config=_settings())
    return frozenset(_keys(text or ""))


@cache
def _settings() -> ConfigParser:
    """The library's settings, with short pages allowed: 40 characters of Chinese are a paragraph."""
    from trafilatura.settings import DEFAULT_CONFIG

    settings = deepcopy(DEFAULT_CONFIG)
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        settings["DEFAULT"][name] = "40"
    return settings


def _keys(text: str) -> Iterator[str]:
    """Each line as its letters and digits alone."""
    return (key for line in text.split("\n") if (key := re.sub(r"[\W_]+", "", line)))


def _main_element(root: HtmlElement, found: frozenset[str]) -> HtmlElement:
    """The innermost element with nearly all that the library found, and what titles it; the whole page where it found little."""
    weights = _weights(root, found)
    inner = root
    if weights[root] < 40:
        return root
    while (nearer := next((child for child in inner if weights[child] >= SHARE_OF_MAIN * weights[root]), None)) is not None:
        inner = nearer
    for above in inner.iterancestors():
        little_more = above.tag not in ("html", "body") and len(words(above)) <= 1.2 * len(words(inner))
        if _is_marked_main(above) or little_more:
            inner = above
    return inner


def _weights(root: HtmlElement, found: frozenset[str]) -> Counter[HtmlElement]:
    """For each element the characters in it, outside links, that the library found."""
    weights: Counter[HtmlElement] = Counter()
    for leaf in _leaves(root):
        weight = _found_in(leaf, found)
        if weight and _linked(leaf) <= _length(leaf):
            weights.update(dict.fromkeys([leaf, *leaf.iterancestors()], weight))
    return weights


def _found_in(element: HtmlElement, found: frozenset[str]) -> int:
    """Characters of the element that the library found."""
    texts = [words(leaf).replace("\n", "") if leaf.tag == "tr" else words(leaf) for leaf in _leaves(element)]
    return sum(len(key) for text in texts for key in _keys(text) if key in found)


def _leaves(element: HtmlElement) -> Iterator[HtmlElement]:
    """The innermost blocks with words, and the rows of tables whose cells hold no blocks."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return
    if not holds_blocks(element, inside=True) or (element.tag == "tr" and not any(holds_blocks(cell, inside=True) for cell in element)):
        if words(element).strip():
            yield element
        return
    for child in element:
        yield from _leaves(child)


def _is_frame(element: HtmlElement, main: HtmlElement, size: int) -> bool:
    """Whether an element is a menu, banner or footer by its tag, role or names, and small beside the `size` of the main text."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article", *HEADINGS) or _holds(element, main):
        return False
    names = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{element.get('class', '')} {element.get('id', '')}").lower()))
    if element.tag == "nav" or names & _ALWAYS:
        return _length(element) < size / 2
    inside = any(above.tag in ("section", "blockquote", "figure") or _is_marked_main(above) for above in element.iterancestors())
    by_role = element.get("role") in _ROLES and not (inside and element.get("role") in ("banner", "contentinfo"))
    if by_role or names & _MOSTLY or (element.tag == "footer" and not inside):
        return _length(element) < size / 4 and not ((inside or _holds(main, element)) and _tells(element))
    return False


def _is_marked_main(element: HtmlElement) -> bool:
    return element.tag in ("main", "article") or element.get("role") == "main"


def _holds(outer: HtmlElement, inner: HtmlElement) -> bool:
    return outer is inner or any(above is outer for above in inner.iterancestors())


def _length(element: HtmlElement) -> int:
    """Characters outside links."""
    return len("".join(words(element).split())) - _linked(element)


def _linked(element: HtmlElement) -> int:
    return sum(len("".join(words(link).split())) for link in element.iter("a") if link.get("href") is not None or not link.get("name"))


def _tells(element: HtmlElement) -> bool:
    """Whether the element says something by itself: two sentences outside links, or a table of figures."""
    return len(_sentences(element)) > 1 or _has_figures(element)


def _sentences(element: HtmlElement) -> list[str]:
    """The sentences of the blocks that are no links."""
    return [sentence for leaf in _leaves(element) if _linked(leaf) <= _length(leaf) for sentence in _SENTENCE.findall(words(leaf))]


def _has_figures(element: HtmlElement) -> bool:
    """Whether two rows of tables in it have figures in them."""
    rows = [row for row in element.iter("tr") if any(value_like(words(cell).strip()) for cell in row.xpath("./td")[1:])]
    return len(rows) > 1


def _is_link_list(element: HtmlElement, main: HtmlElement, found: frozenset[str]) -> bool:
    """Whether an element is a row of links and no sentence; inside the main text only where the library leaves it out too."""
    links = sum(1 for _ in element.iter("a"))
    if links < 2 or _holds(element, main) or _linked(element) < 3 * _length(element) or _sentences(element):
        return False
    return not (_holds(main, element) and _found_in(element, found))


def _drop_beside(main: HtmlElement, found: frozenset[str]) -> None:
    """Take out what stands beside the main text and says nothing; nothing, if that is most of the page."""
    path = [main, *main.iterancestors()]
    beside = [child for above in path[1:] for child in above if child not in path and isinstance(child.tag, str) and child.tag != "head"]
    silent = [element for element in beside if not _speaks(element, found)]
    if sum(map(_length, silent)) <= 2 * _length(main):
        _drop_all(silent)


def _speaks(element: HtmlElement, found: frozenset[str]) -> bool:
    """Whether an element beside the main text belongs to it: a title, sentences, figures, a list, or what the library keeps."""
    if _linked(element) > _length(element):
        return False
    if element.tag in HEADINGS or any(_length(title) for title in element.iter("h1")) or _sentences(element) or _has_figures(element):
        return True
    return _has_list(element) or _has_large_figure(element) or 2 * _found_in(element, found) > _length(element)


def _has_list(element: HtmlElement) -> bool:
    """Whether three items of lists in it are no links."""
    return sum(1 for item in element.iter("li") if _length(item) > 3 * _linked(item)) > 2


def _has_large_figure(element: HtmlElement) -> bool:
    """Whether a figure stands alone in it, as those set large on a page do."""
    texts = (words(inner).strip() for leaf in _leaves(element) for inner in leaf.iter())
    return any(re.search(r"\d", text) and value_like(text) for text in texts)
