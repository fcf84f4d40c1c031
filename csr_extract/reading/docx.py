"""Word files: headings, paragraphs, list items and tables in the order of the text, text boxes and notes with them."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import docx
import lxml.etree
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
from lxml.etree import _Element as Element

from csr_extract.errors import DamagedFileError, EncryptedWordError
from csr_extract.reading.document import Page
from csr_extract.reading.flow import Cell, heading_paragraph, is_layout, is_short_title, lines_paragraphs, table_paragraphs
from csr_extract.reading.segment import Paragraph, as_pages

MOST_BYTES = 200_000_000
MOST_PARTS = 5_000
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _WORDS.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_HEADING = re.compile(r"(heading|标题|標題)\s*\d|title|subtitle|标题|標題|副标题|[一二三四五六]级标题", re.IGNORECASE)
_CONTENTS = re.compile(r"(toc|目录|目錄)\s*(\d|heading|标题)", re.IGNORECASE)
_UNREAD = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "txbxContent")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_NOTES = ("footnotes", "endnotes")


def read_docx(path: Path, data: bytes) -> tuple[Page, ...]:
    """The segments of a Word file, all on page 1; raises DamagedFileError and EncryptedWordError."""
    if data.startswith(_ENCRYPTED):
        raise EncryptedWordError(path)
    try:
        document = docx.Document(_text_parts(path, data))
        return as_pages(_document(document))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, OpcError, lxml.etree.LxmlError) as error:
        raise DamagedFileError(path, "this is no Word file, or a damaged one") from error


def _text_parts(path: Path, data: bytes) -> BytesIO:
    """The file without its pictures, and without links to parts that are missing, which Word forgives."""
    whole = zipfile.ZipFile(BytesIO(data))
    parts = [info for info in whole.infolist() if info.filename.endswith((".xml", ".rels"))]
    if sum(info.file_size for info in parts) > MOST_BYTES or len(parts) > MOST_PARTS:
        raise DamagedFileError(path, f"it unpacks to more than {MOST_BYTES // 1_000_000} MB of text, which no report needs")
    if any(info.flag_bits & 1 for info in parts):
        raise EncryptedWordError(path)
    names = {info.filename for info in parts}
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as slim:
        for info in parts:
            part = _transitional(whole.read(info))
            slim.writestr(info.filename, _kept_links(info.filename, part, names) if info.filename.endswith(".rels") else part)
    made.seek(0)
    return made


def _transitional(part: bytes) -> bytes:
    """A part of a file saved as Strict Open XML with the namespaces of the usual kind."""
    for strict, usual in _STRICT.items():
        part = part.replace(strict, usual)
    return part


def _kept_links(name: str, part: bytes, names: set[str]) -> bytes:
    """A list of relationships with those alone whose targets are there."""
    root = lxml.etree.fromstring(part, lxml.etree.XMLParser(resolve_entities=False, no_network=True))
    folder = posixpath.dirname(posixpath.dirname(name))
    for link in list(root):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
        if link.get("TargetMode") != "External" and target.lstrip("/") not in names:
            root.remove(link)
    return bytes(lxml.etree.tostring(root))


def _document(document: WordDocument) -> Iterator[Paragraph]:
    levels = {style.style_id: _is_heading_style(style) for style in document.styles if style.style_id}
    contents = {style.style_id for style in document.styles if _CONTENTS.match(style.name or "")}
    styles = levels | dict.fromkeys(contents, None)
    yield from _blocks(document.element.body, styles)
    for part in _note_parts(document):
        root = lxml.etree.fromstring(part.blob, lxml.etree.XMLParser(resolve_entities=False, no_network=True))
        for note in root:
            if note.get(qn("w:type")) in (None, "normal"):
                yield from _blocks(note, styles)


def _is_heading_style(style: BaseStyle) -> bool:
    """Whether a style, or one it is based on, is named a heading or has an outline level."""
    seen: set[str] = set()
    current: BaseStyle | None = style
    while current is not None and current.style_id not in seen:
        seen.add(current.style_id)
        level = current.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None:
            return str(level.get(qn("w:val"), "9")) != "9"
        if _HEADING.fullmatch(current.name or ""):
            return True
        current = getattr(current, "base_style", None)
    return False


def _note_parts(document: WordDocument) -> list[Part]:
    """The footnotes and endnotes."""
    links = document.part.rels.values()
    return [link.target_part for link in links if not link.is_external and link.reltype.rsplit("/", 1)[-1] in _NOTES]


Styles = Mapping[str, bool | None]


def _blocks(parent: Element, styles: Styles) -> Iterator[Paragraph]:
    """Paragraphs and tables, also those inside content controls; `styles` says which are headings, None which are the contents."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, styles)
        elif child.tag == qn("w:tbl"):
            yield from _table(child, styles)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")):
            yield from _blocks(child, styles)


def _paragraph(element: Element, styles: Styles) -> Iterator[Paragraph]:
    style = _value(element, "w:pPr/w:pStyle") or ""
    text = _words(element)
    if styles.get(style, False) is None:
        return
    level = _value(element, "w:pPr/w:outlineLvl")
    is_heading = styles.get(style) if level is None else level != "9"
    if (is_heading and len(text.strip()) <= 120) or _is_bold_title(element, text):
        yield from heading_paragraph(text)
    else:
        yield from lines_paragraphs(text)
    for box in _boxes(element):
        yield from _blocks(box, styles)


def _value(element: Element, way: str) -> str | None:
    found = element.find("/".join(map(qn, way.split("/"))))
    return None if found is None else found.get(qn("w:val"), "")


def _words(element: Element) -> str:
    """The words as they stand after all tracked changes are taken; hidden words and field codes are left out."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    if element.tag in _UNREAD or (element.tag == qn("w:r") and _is_on(element, "w:vanish")):
        return
    if element.tag == qn("w:t"):
        yield element.text or ""
    yield _SIGNS.get(element.tag, "")
    for child in element:
        yield from _pieces(child)


def _is_on(run: Element, name: str) -> bool:
    value = _value(run, f"w:rPr/{name}")
    return value is not None and value not in ("0", "false", "off")


def _is_bold_title(element: Element, text: str) -> bool:
    """Whether a paragraph is one short bold line, and no item of a list."""
    return is_short_title(text) and _is_bold(element) and element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is None


def _is_bold(element: Element) -> bool:
    runs = [run for run in element.iter(qn("w:r")) if _words(run).strip()]
    return bool(runs) and all(_is_on(run, "w:b") for run in runs)


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes anchored in a paragraph; the copy that older programs read is passed over."""
    if element.tag == qn("w:txbxContent"):
        yield element
    elif element.tag not in _UNREAD:
        for child in element:
            yield from _boxes(child)


def _table(table: Element, styles: Styles) -> Iterator[Paragraph]:
    rows = [list(_inner(row, "w:tc")) for row in _inner(table, "w:tr") if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    cells = [[_cell(cell) for cell in row] for row in rows]
    if any(cell.find(qn("w:tbl")) is not None for row in rows for cell in row) or is_layout(cells):
        for cell in (cell for row in rows for cell in row):
            yield from _blocks(cell, styles)
    else:
        yield from table_paragraphs(_filled_down(cells, rows))


def _inner(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for child in element:
        if child.tag == qn(name):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _inner(child, name)


def _cell(cell: Element) -> Cell:
    texts = (_words(paragraph).strip() for paragraph in _inner(cell, "w:p"))
    across = _value(cell, "w:tcPr/w:gridSpan") or "1"
    return Cell("\n".join(text for text in texts if text), min(int(across), 200) if across.isdecimal() else 1)


def _filled_down(cells: list[list[Cell]], rows: list[list[Element]]) -> Iterator[list[Cell]]:
    """The rows with the text of a cell repeated in those that are merged with it below."""
    above: dict[int, Cell] = {}
    for row, elements in zip(cells, rows, strict=True):
        column, made = 0, []
        for cell, element in zip(row, elements, strict=True):
            merge = _value(element, "w:tcPr/w:vMerge")
            covering = above.get(column, cell) if merge in ("", "continue") else cell
            above[column] = covering
            column += covering.across
            made.append(covering)
        yield made
