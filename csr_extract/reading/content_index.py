"""Rows of content indices: the code of a standard, the pages a row points to, and the answer it gives itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from csr_extract.reading.document import IndexRow, Segment
from csr_extract.text import fold_text

LONGEST_RANGE = 30
"""Pages of a range such as 12-200 that are listed; who writes so points nowhere."""

FEWEST_ROWS = 3
"""Index rows that make a page one of an index, so that codes in running text begin rows there too."""

# One character for one, so that a place in the plain text is the place in print.
_PLAIN = (
    {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2212～〜~"}
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5E)}
    | {ord("\u00a0"): " ", ord("頁"): "页", ord("、"): ","}
)


@dataclass(frozen=True)
class _Shape:
    """How the codes of a standard look; `needs` is the standard that must be named nearby where the shape alone says too little."""

    standard: str
    pattern: re.Pattern[str]
    needs: str = ""
    prefix: str = ""


def _shape(standard: str, pattern: str, needs: str = "", prefix: str = "") -> _Shape:
    return _Shape(standard, re.compile(rf"(?<![A-Za-z0-9.\-])(?:{pattern})(?!-?\d|[A-Za-z]+\d)"), needs, prefix)


_G3_CODE = (
    r"EC[1-9]|EN(?:3[0-4]|[12]\d|[1-9])|LA(?:1[0-6]|[1-9])|HR(?:1[0-2]|[1-9])|SO(?:1[01]|[1-9])|PR[1-9]"
    r"|FS(?:1[0-6]|[1-9])|CRE ?[1-8]|OG(?:1[0-4]|[1-9])|MM(?:1[01]|[1-9])|EU(?:[12]\d|30|[1-9])"
)
_SHAPES = (
    _shape("SASB", r"([A-Z]{2}[- ][A-Z]{2}[- ]{1,2}(?:\d{3}[a-z]\.\d{1,2}|000\.[A-Z]))"),
    _shape("GRI", r"(?:GRI\s*)?((?:10[1-3]|20[1-7]|30[1-8]|40\d|41\d)-\d{1,2})"),
    _shape("GRI", r"(?:GRI\s*)((?:2-(?:[12]\d|30|[1-9])|3-[1-3]))"),
    _shape("GRI", r"((?:2-(?:[12]\d|30|[1-9])|3-[1-3]))", needs="GRI 2021"),
    _shape("GRI", r"GRI\s*([1-4](?:\d{2})?)(?!\.\d)"),
    _shape("GRI G4", rf"G4\s*-?\s*({_G3_CODE}|DMA)", prefix="G4-"),
    _shape("GRI G4", r"G4-(\d{1,2})", prefix="G4-"),
    _shape("GRI G3", rf"({_G3_CODE})"),
    _shape("GRI G3", r"(DMA(?:[ -](?:EC|EN|LA|HR|SO|PR))?)(?![A-Za-z])", needs="GRI G3"),
    _shape("GRI G3", r"(1\.[12]|2\.(?:10|[1-9])|3\.(?:1[0-3]|[1-9])|4\.(?:1[0-7]|[1-9]))(?!\.?\d)", needs="GRI G3"),
    _shape("BRSR", r"(P[1-9]\s*-?\s*[EL]\s*-?\s*\d{1,2})"),
    _shape("HKEX", r"(?:KPI\s*|关键绩效指标\s*|關鍵績效指標\s*)?([AB]\d\.\d{1,2})"),
    _shape("HKEX", r"(?:Aspect|层面|層面|General Disclosure|一般披露)\s*([AB]\d)(?!\.\d)"),
    _shape("HKEX", r"([AB][1-8])(?!\.\d)", needs="HKEX"),
    _shape("CASS", r"([PGMSEV]\d{1,2}\.[1-9]\d?(?:\.\d{1,2})?)"),
    _shape("CASS", r"(A[1-6])", needs="CASS"),
    _shape("UNGC", r"(?:UNGC|Global Compact)\s*(?:[Pp]rinciples?|原则|原則)?\s*(10|[1-9])"),
    _shape("UNGC", r"(?:[Pp]rinciple|PRINCIPLE|原则|原則)\s*(10|[1-9])", needs="UNGC"),
    _shape("SDG", r"SDGs?\s*(1[0-7](?:\.[\da-d])?|[1-9](?:\.[\da-d])?)"),
    _shape("SDG", r"(?:Goal|GOAL|目标|目標)\s*(1[0-7]|[1-9])", needs="SDG"),
    _shape("ISO 26000", r"ISO\s*26000\s*[:,]?\s*(?:clause\s*)?([4-7]\.\d(?:\.\d{1,2})?)"),
    _shape("ISO 26000", r"([4-7]\.\d(?:\.\d{1,2})?)", needs="ISO 26000"),
    _shape("BRSR", r"(Section\s+[ABC])", needs="BRSR"),
    _shape("BRSR", r"(Principle\s*[1-9])", needs="BRSR"),
)
_NAMES = {
    "GRI G4": r"(?<![a-z])G4(?![a-z0-9])",
    "GRI G3": r"(?<![a-z])G3(\.1)?(?![a-z0-9])",
    "HKEX": r"HKEX|HKSE|Stock Exchange of Hong Kong|ESG Reporting (Guide|Code)|Appendix (27|C2)|附录(二十七|27|C2)"
    r"|联交所|港交所|环境、?社会及管治报告(指引|守则)",
    "CASS": r"(?<![a-z])CASS(?![a-z])|社科院|中国企业社会责任报告(编写)?指南",
    "SASB": r"(?<![a-z])SASB(?![a-z])",
    "TCFD": r"(?<![a-z])TCFD(?![a-z])|climate related financial disclosure|气候相关财务",
    "BRSR": r"(?<![a-z])BRSR(?![a-z])|business responsibility",
    "UNGC": r"(?<![a-z])UNGC(?![a-z])|global compact|全球契约",
    "SDG": r"(?<![a-z])SDGs?(?![a-z])|sustainable development goal|可持续发展目标|永续发展目标",
    "ISO 26000": r"ISO ?26000",
    "GRI": r"(?<![a-z])GRI(?![a-z])|global reporting initiative|全球报告倡议",
}
_NAMED = {standard: re.compile(pattern, re.IGNORECASE) for standard, pattern in _NAMES.items()}

# The recommended disclosures have no codes; they are told by their wording (folded), the narrower before the wider.
_TCFD = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        ("Governance a", r"boards? oversight|董事会.{0,20}(监督|监察|监管)"),
        ("Governance b", r"managements? role|管理(阶层|层|者).{0,25}(角色|职责|作用)"),
        ("Metrics and targets b", r"scope 1.{0,25}scope 2|范(畴|围) ?[一1].{0,4}范(畴|围) ?[二2]"),
        ("Strategy a", r"short,? ?medium,? and long|短、?中、?(及|和|与)?长期.{0,6}(气候|风险)"),
        ("Strategy c", r"resilience of|策?战?略.{0,6}(韧性|弹性|适应力)|情境.{0,30}韧性"),
        ("Strategy b", r"impacts? of climate.{0,120}planning|财务(规划|计划).{0,12}(冲击|影响)|影响.{0,30}财务(规划|计划)"),
        ("Metrics and targets a", r"metrics used|使用的指标"),
        ("Metrics and targets c", r"targets used|使用的目标"),
        ("Risk management c", r"integrated into.{0,30}risk management|(整合|融入|纳入).{0,10}整体"),
        ("Risk management a", r"processes for identifying and assessing|(辨识|鉴别|识别).{0,4}评估.{0,8}(流程|程序)"),
        ("Risk management b", r"processes for managing|(气候|相关)风险.{0,6}管理(流程|程序)"),
    )
)


_PILLARS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("Governance", r"governance|治理"),
        ("Strategy", r"strategy|策略|战略"),
        ("Risk management", r"risk management|风险管理"),
        ("Metrics and targets", r"metrics (?:and|&) targets|指标(?:和|与|及)?目标"),
    )
)


@dataclass(frozen=True)
class _Code:
    """A code in a text, half-open from `start` to `end`; a weak one is told by what is named around it, not by its shape."""

    standard: str
    code: str
    start: int = 0
    end: int = 0
    is_weak: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it is a topic such as GRI 305, which is wider than its disclosures."""
        return self.standard not in ("UNGC", "SDG") and bool(
            re.fullmatch(r"\d{1,3}|[AB]\d|Section [ABC]|Principle \d|(?:G4-)?DMA.*", self.code)
        )


@dataclass(frozen=True)
class _Reference:
    """Page numbers that stand together; `report` names another report (AR: the annual report) that they are of."""

    pages: tuple[int, ...]
    report: str = ""


@dataclass
class _Around:
    """What is known of the index in which the next segment stands."""

    named: frozenset[str] = frozenset()
    page: int = 0
    era: str = "GRI G3"
    is_of_2021: bool = False
    headings: frozenset[str] = frozenset()
    pages: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Draft:
    """A row as far as it is read: `words` holds its wording first, then its notes; what follows an open one may belong to it."""

    codes: tuple[_Code, ...]
    page: int
    words: tuple[str, ...] = ()
    references: tuple[_Reference, ...] = ()
    is_pointing: bool = False
    is_open: bool = True


def index_rows(segments: Iterable[Segment], last_page: int | None = None) -> tuple[IndexRow, ...]:
    """The rows of all content indices among the segments of a document, in reading order.

    A row with several codes gives one value for each. `last_page` is the highest page number that is printed in the report: greater numbers
    are no pages, unless most are greater, as in an excerpt.

    >>> index_rows([Segment("GRI 305-1 | Direct (Scope 1) GHG emissions | 45-46", 80, "en", "row", "index")])
    (IndexRow(standard='GRI', code='305-1', text='Direct (Scope 1) GHG emissions', page=80, pages=(45, 46), answer=''),)
    """
    known = tuple(segments)
    around = _around(known)
    drafts: list[_Draft] = []
    for segment in known:
        _look_around(segment, around)
        if not _is_of_index(segment, around) and not _ends_in_code(segment):
            continue
        made = list(_rows_of(segment, around))
        if drafts and not made:
            drafts[-1] = _continued(drafts[-1], segment)
        drafts += made
    told = [_with_notes(draft) for draft in drafts]
    return tuple(row for draft in _within(last_page, _of_this_report(told)) for row in _finished(draft, around.headings))


def _is_of_index(segment: Segment, around: _Around) -> bool:
    return segment.place == "index" or segment.page in around.pages


def _around(segments: Sequence[Segment]) -> _Around:
    """What the whole document tells: its headings, the pages of its indices, and which edition of the GRI they follow."""
    index = " ".join(f"{segment.heading} {segment.text}" for segment in segments if segment.place == "index").translate(_PLAIN)
    is_of_2016 = bool(re.search(r"(?<!\d)10[23]-\d", index))
    is_of_standards = is_of_2016 or bool(re.search(r"(?<![\d-])[234]\d\d-\d", index))
    return _Around(
        era="GRI G4" if _NAMED["GRI G4"].search(index) or "G4-" in index or is_of_standards else "GRI G3",
        is_of_2021=is_of_standards and not is_of_2016,
        headings=frozenset(_key(segment.text) for segment in segments if segment.shape == "heading"),
        pages=_index_pages(segments),
    )


def _index_pages(segments: Sequence[Segment]) -> frozenset[int]:
    """Pages with the heading or some rows of an index, whatever place their other segments were given."""
    found = [segment for segment in segments if segment.place == "index" or _looks_like_index(segment)]
    count = Counter(segment.page for segment in found)
    heads = {segment.page for segment in found if segment.shape == "heading"}
    return frozenset(heads | {page for page, rows in count.items() if rows >= FEWEST_ROWS})


def _looks_like_index(segment: Segment) -> bool:
    """Whether a row has a code that can be nothing else near its beginning."""
    return segment.shape == "row" and any(map(_SURE_CODE.match, _cells(segment.text)[:3])) and not _ends_in_code(segment)


_SURE_CODE = re.compile(
    r"(?:GRI )?(?:10[1-3]|20[1-7]|30[1-8]|40\d|41\d)-\d{1,2}(?![\d-])|G4-(?:[A-Z]{2,3})?\d|[A-Z]{2}-[A-Z]{2}-\s?\d{3}[a-z]\.\d"
)


def _look_around(segment: Segment, around: _Around) -> None:
    if around.named and segment.page > around.page + 1:
        around.named = frozenset()
    if segment.place != "index":
        return
    around.page = segment.page
    is_head = segment.shape == "heading" or not any(not code.is_wide for code in _codes(segment.text, frozenset()))
    if is_head and len(segment.text) < 160 and (named := _named(segment.text, around)):
        around.named = named
    elif not around.named:
        around.named = _named(segment.heading, around)


def _named(text: str, around: _Around) -> frozenset[str]:
    """Standards that a heading names."""
    folded = fold_text(text)
    found = {standard for standard, pattern in _NAMED.items() if pattern.search(folded)}
    editions = {"GRI 2021"} if around.is_of_2021 else {around.era}
    return frozenset(found | editions if "GRI" in found else found)


def _of_this_report(drafts: Sequence[_Draft]) -> list[_Draft]:
    """The rows with the pages of this report: those of the annual report only where the index knows no other."""
    own = any(not reference.report for draft in drafts for reference in draft.references)
    wanted = ("",) if own else ("", "AR")
    return [replace(draft, references=tuple(known for known in draft.references if known.report in wanted)) for draft in drafts]


def _within(last_page: int | None, drafts: Sequence[_Draft]) -> list[_Draft]:
    pages = [page for draft in drafts for reference in draft.references for page in reference.pages]
    if last_page is None or sum(page > last_page for page in pages) > len(pages) / 2:
        return list(drafts)
    return [
        replace(draft, references=tuple(_Reference(_up_to(last_page, reference.pages)) for reference in draft.references))
        for draft in drafts
    ]


def _up_to(last_page: int | None, pages: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(page for page in pages if last_page is None or page <= last_page))


# --- codes -------------------------------------------------------------------------------------------------------------------------


def _codes(text: str, named: frozenset[str]) -> list[_Code]:
    """The codes in a text from left to right, none within another."""
    plain = text.translate(_PLAIN)
    found = [
        _Code(shape.standard, _canonical(match.group(1), shape), match.start(), match.end(), bool(shape.needs))
        for shape in _SHAPES
        if not shape.needs or shape.needs in named
        for match in shape.pattern.finditer(plain)
    ]
    kept: list[_Code] = []
    for code in sorted(found, key=lambda code: (code.start, -code.end)):
        if not kept or code.start >= kept[-1].end:
            kept.append(code)
    return kept


def _canonical(code: str, shape: _Shape) -> str:
    code = re.sub(r"\s+", " ", code)
    if shape.standard == "SASB":
        return re.sub(r"[ -]+", "-", code)
    if shape.standard == "BRSR" and re.match(r"P\d", code):
        return re.sub(r"^(P\d)(\w)", r"\1-\2", re.sub(r"[ -]", "", code))
    return shape.prefix + re.sub(r"^(CRE) ", r"\1", code)


_BEFORE_CODE = re.compile(
    r"[\s|•·●*\"“([【《\-]*(?:former|disclosures?|indicators?|core|add|披露项?目?|指标(?:编号)?|核心|扩展)?[\s:：]*", re.IGNORECASE
)
_BETWEEN_CODES = re.compile(r"[\s,;/&+、，；*()（）]*(?:and|及|和|与)?\s*")
_AFTER_CODE = re.compile(r"^(?:[a-z]?[*†)\]】]|[\s:：.,;、/+-]|\(\d{4}\)|\d{4} ?(?=:))+")


def _leading(text: str, around: _Around) -> tuple[list[_Code], str]:
    """The codes with which a text begins (a list of them, perhaps), and the rest of it; below the head of a column there must be no rest.

    >>> codes, rest = _leading("205-2、206-1 Anti-corruption", _Around())
    >>> [code.code for code in codes], rest
    (['205-2', '206-1'], 'Anti-corruption')
    """
    taken: list[_Code] = []
    for code in _codes(text, around.named):
        gap = text[taken[-1].end if taken else 0 : code.start]
        if not (_BETWEEN_CODES if taken else _BEFORE_CODE).fullmatch(gap) or _is_gas(code, text):
            break
        taken.append(_of_era(code, around))
    if not taken and (value := _value(text)) != text:
        taken, rest = _leading(value, around)
        return (taken, rest) if _is_blank(rest) else ([], text)
    return taken, _AFTER_CODE.sub("", text[taken[-1].end :]) if taken else text


def _is_gas(code: _Code, text: str) -> bool:
    """Whether SO2 is sulphur dioxide, not an indicator of the GRI on society."""
    return code.code == "SO2" and bool(re.search(r"emission|dioxide|排放|氧化|NO[xX]|SO2$", text))


def _of_era(code: _Code, around: _Around) -> _Code:
    return replace(code, standard=around.era) if code.standard == "GRI G3" else code


def _narrow(codes: Iterable[_Code]) -> tuple[_Code, ...]:
    """The codes without the topics above them: GRI 305 says nothing beside 305-1."""
    known = list(codes)
    narrow = {code.standard for code in known if not code.is_wide}
    return tuple({(code.standard, code.code): code for code in known if not code.is_wide or code.standard not in narrow}.values())


def _ends_in_code(segment: Segment) -> bool:
    """Whether the last cell of a table row holds codes and nothing else, as in data tables with a column for them."""
    cells = [cell for cell in _cells(segment.text) if not _is_blank(cell)]
    if segment.shape != "row" or len(cells) < 2:
        return False
    codes, rest = _leading(cells[-1], _Around())
    return bool(codes) and _is_blank(rest) and all(re.search(r"\d-\d|-\d{3}|-000", code.code) for code in codes)


# --- rows --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    """A cell of a row: the codes with which it begins, and what follows them."""

    text: str
    codes: tuple[_Code, ...]
    rest: str

    @property
    def is_pages(self) -> bool:
        return not self.codes and page_references_only(_value(self.text))


def _rows_of(segment: Segment, around: _Around) -> Iterator[_Draft]:
    cells = _read_cells(segment, around)
    if len(cells) < 2 or not any(cell.codes for cell in cells):
        yield from _loose_rows(segment, around)
        return
    for row in _side_by_side(cells):
        yield _table_row(segment, row, is_index=_is_of_index(segment, around))


def _read_cells(segment: Segment, around: _Around) -> list[_Cell]:
    """The cells with a letter or digit; once a code was read, `2-3` in a cell of its own is a range of pages."""
    cells: list[_Cell] = []
    for text in _cells(segment.text):
        codes, rest = _leading(text, around)
        if codes and _is_blank(rest) and codes[0].is_weak and len(codes) == 1 and any(cell.codes for cell in cells):
            codes, rest = [], text
        if not _is_blank(text):
            cells.append(_Cell(text, tuple(codes), rest))
    return cells


def _side_by_side(cells: Sequence[_Cell]) -> Iterator[list[_Cell]]:
    """The rows that are printed on one line: code, wording, page, and then the next code, wording, page."""
    row: list[_Cell] = []
    for place, cell in enumerate(cells):
        ahead = cells[place:]
        if (
            cell.codes
            and any(known.codes for known in row)
            and any(known.is_pages for known in row)
            and any(known.is_pages for known in ahead)
        ):
            yield row
            row = []
        row.append(cell)
    yield row


def _table_row(segment: Segment, cells: Sequence[_Cell], is_index: bool) -> _Draft:
    """One row of cells: what stands beside the code is its wording, pages, or an answer."""
    codes = _narrow(code for cell in cells for code in cell.codes)
    at = next(place for place, cell in enumerate(cells) if any(code in codes for code in cell.codes))
    before = [cell.text for cell in cells[:at] if not cell.codes]
    inner = [cell.rest for cell in cells[at:] if cell.codes and not _is_blank(cell.rest)]
    after = inner[:1] + [cell.text for cell in cells[at:] if not cell.codes]
    if not is_index or _is_data([*before, *after]):
        return _Draft(codes, segment.page, (*before, *after), is_open=False)
    beside = [cell for cell in _beside(before, after) if not _is_mark(cell)]
    words, references = _parted(beside)
    return _Draft(codes, segment.page, tuple(words), tuple(references or _named_pages(words[1:])), is_pointing=not after)


def _parted(cells: Iterable[str]) -> tuple[list[str], list[_Reference]]:
    """The cells with words, and the references of those that hold nothing else."""
    known = [part for cell in cells for part in _without_links(cell)]
    pages = [cell for cell in known if page_references_only(_value(cell))]
    return [cell for cell in known if cell not in pages], [found for cell in pages for found in _references(_value(cell))]


def _without_links(cell: str) -> list[str]:
    """The pages and the links of a cell that holds both; any other cell as it is."""
    rest = _LINK.sub("", cell).strip(" ;,")
    return [rest, *_LINK.findall(cell)] if _LINK.search(cell) and page_references_only(_value(rest)) else [cell]


def _beside(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The cells that belong to a code, its wording first: those after it, or where it comes last, those before it from right to left."""
    metric = next((cell for cell, category in pairwise(before) if _CATEGORY.fullmatch(category)), None)
    if metric:
        return [metric, *after]
    wording = [cell for cell in before[::-1] if _is_words(cell)]
    if any(map(_is_words, after)):
        return list(after)
    return [*wording[:1], *after] if after else [*wording, *(cell for cell in before if page_references_only(_value(cell)))]


# Tables of the SASB: topic, metric, category, unit of measure, code.
_CATEGORY = re.compile(r"(?:[\w ]+: )?(?:quantitative|qualitative|discussion and analysis|定量|定性|讨论与分析|討論與分析)", re.IGNORECASE)


def _is_words(cell: str) -> bool:
    """Whether a cell is neither pages nor a tick nor a list of the clauses of a law."""
    return not (_is_blank(cell) or _is_mark(cell) or page_references_only(_value(cell)) or _CLAUSES.fullmatch(cell))


_CLAUSES = re.compile(r"(?:第[一二三四五六七八九十百零〇\d]+[条條章节節款項项][至到、,，;；及和与\s]*)+")


def _loose_rows(segment: Segment, around: _Around) -> Iterator[_Draft]:
    """Rows that run on as text: `305-1 Direct emissions 45 305-2 Indirect emissions 46`."""
    text = segment.text.replace(" | ", " ")
    groups = _cut_points(text, around)
    if not groups:
        yield from _tcfd_row(segment, around)
    ends = [*(following[0].start for following in groups[1:]), len(text)]
    for group, end in zip(groups, ends, strict=False):
        words, references = _running(_AFTER_CODE.sub("", text[group[-1].end : end]), end < len(text))
        yield _Draft(_narrow(group), segment.page, words, tuple(references))


def _running(text: str, is_followed: bool) -> tuple[tuple[str, ...], list[_Reference]]:
    """The wording and notes of a running row, and its page references."""
    links = [link.strip(".,;") for link in _LINK.findall(text)]
    words, references = _tail(_LINK.sub("", _INCLUDING.sub("", text)).strip(" ,;"), is_followed)
    return (*_wording_and_answer(words), *links), references or _marked_references(words)


def _wording_and_answer(text: str) -> tuple[str, ...]:
    """The words of a running row, parted where an answer begins: at an omission, or at a sentence.

    >>> _wording_and_answer("External initiatives None")
    ('External initiatives', 'None')
    >>> _wording_and_answer("Financial assistance received from government Acme does not disclose this.")
    ('Financial assistance received from government', 'Acme does not disclose this.')
    """
    found = _OMISSION_END.search(text) or (_SENTENCE_WITHIN.search(text) if len(text) < 2000 else None)
    return (text[: found.start()].strip(), text[found.start() :].strip()) if found else (text,)


_SENTENCE_WITHIN = re.compile(
    r"(?<=[a-z)]) (?=[A-Z][\w&.’'-]*(?: [\w&’'-]+){0,8} (?:is|are|was|were|has|have|had|do|does|did|will|not|no)\b.*\.$)"
)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_OMISSION_END = re.compile(r"\s(?:None|N/?A|Not applicable|Nil|Not reported)\.?$|(?:不适用|不適用|无|無)$", re.IGNORECASE)
_INCLUDING = re.compile(r"\((?:including|incl\.)[^()]*\)")


def _cut_points(text: str, around: _Around) -> list[tuple[_Code, ...]]:
    """The codes at which a text is cut into rows, those of one row together; codes in brackets are no rows."""
    outside = (code for code in _codes(text, around.named) if text.count("(", 0, code.start) <= text.count(")", 0, code.start))
    codes = [_of_era(code, around) for code in outside if not _is_gas(code, text)]
    if not codes or not _may_precede(text, codes[0]):
        return []
    groups: list[tuple[_Code, ...]] = [(codes[0],)]
    for code in codes[1:]:
        if _BETWEEN_CODES.fullmatch(text[groups[-1][-1].end : code.start]):
            groups[-1] += (code,)
        elif not code.is_weak or re.match(r"[1-4]\.\d+ [A-Z]", text[code.start :]):
            groups.append((code,))
    return groups


def _may_precede(text: str, code: _Code) -> bool:
    """Whether the text before a code is the end of the row above it: some words, or pages."""
    before, after = text[: code.start], text[code.end :]
    if _BEFORE_ROW.fullmatch(before) or page_references_only(before):
        return True
    return bool(
        re.fullmatch(r"[^\d.。]{1,90}|(?:\S+ ){0,9}\S*www\.[^\d]{1,90}", before) and re.match(r"[:*]? [A-Z]|[:：]? ?[\u4e00-\u9fff]", after)
    )


_BEFORE_ROW = re.compile(rf"(?:{_BEFORE_CODE.pattern})(?:GRI |\d\. [A-Z][A-Za-z ,&]{{2,50}} )?[\d,\s–-]{{0,12}}", re.IGNORECASE)


def _continued(draft: _Draft, segment: Segment) -> _Draft:
    """The row with what the next segment adds to it: the rest of its wording, further pages, sentences that answer."""
    cells = [cell for cell in _cells(segment.text) if not _is_blank(cell)]
    if not draft.is_open or segment.page != draft.page or segment.shape == "heading" or all(code.is_wide for code in draft.codes):
        return replace(draft, is_open=False)
    words, found = _parted(cells)
    references = (*draft.references, *found)
    is_rest = bool(words) and words[0][:1].islower()
    if segment.shape == "row" and (is_rest or (found and len(draft.words) > 1)):
        return replace(draft, words=_joined(draft.words, words, is_rest), references=references)
    if not words:
        return replace(draft, references=references, is_open=False)
    is_lone = segment.shape == "sentence" and len(segment.text) > 4 and not draft.references and (not draft.words or not draft.words[0])
    if is_lone or is_rest:
        more, tail = _running(segment.text, False)
        return replace(draft, words=_joined(draft.words, more, True), references=(*references, *tail))
    if len(segment.text) > 15 and re.search(r"[.。!?]$|\d(?:,\d{3}|\.\d|%)", segment.text):
        notes = [*draft.words[1:-1], " ".join([*draft.words[1:][-1:], segment.text])]
        return replace(draft, words=(draft.words[0], *notes))
    return replace(draft, is_open=False)


def _joined(words: Sequence[str], more: Sequence[str], is_rest: bool) -> tuple[str, ...]:
    if not is_rest:
        return (*words, *more)
    return (" ".join([*words[:1], more[0]]).strip(), *words[1:], *more[1:])


def _tail(text: str, is_followed: bool) -> tuple[str, list[_Reference]]:
    """The words of a running row, and the page references at its end or where its wording was broken.

    Where a further row follows, a last group of small numbers may be the principles of the Global Compact that stand before its code,
    and what comes after the pages the title of the next topic.

    >>> _tail("Energy intensity 92 8", True)
    ('Energy intensity', [_Reference(pages=(92,), report='')])
    >>> _tail("The management approach and 70–71 its components", False)
    ('The management approach and its components', [_Reference(pages=(70, 71), report='')])
    """
    plain = text.translate(_PLAIN)
    match = _TAIL.search(plain) or next((found for found in [*_INNER.finditer(plain)][-1:] if len(text) < 300), None)
    if not match:
        return text, []
    run = match.group("pages").strip()
    last = re.search(r"(?:^|(?<![,;/&-])\s)\d{1,2}(?:\s*[,-]\s*\d{1,2})*$", run.translate(_PLAIN))
    if (
        is_followed
        and last
        and (last.start() or re.search(r"(?:19|20)\d\d\s*$", text[: match.start("pages")]))
        and _are_principles(last.group(0))
    ):
        run = run[: last.start()]
    after = "" if match.re is _TAIL else text[match.end("pages") :]
    return (text[: match.start("pages")].strip() + after).strip(" |"), _references(run)


def _are_principles(numbers: str) -> bool:
    return all(int(number) <= 10 for number in re.findall(r"\d+", numbers))


def _tcfd_row(segment: Segment, around: _Around) -> Iterator[_Draft]:
    """A recommended disclosure of the TCFD, which has no code but its wording, or its pillar and letter."""
    cells = [cell for cell in _cells(segment.text) if not _is_blank(cell)]
    code = _tcfd_code(cells) if "TCFD" in around.named and segment.place == "index" and segment.shape != "heading" else None
    if not code:
        return
    at = next((place for place, cell in enumerate(cells) if _worded(cell)), len(cells) - 1 if len(cells) < 3 else 2)
    text, tail = _tail(cells[at], False)
    notes, references = _parted(cells[at + 1 :])
    references = [*tail, *(references or _named_pages(notes))]
    yield _Draft((_Code("TCFD", code),), segment.page, (text, *notes), tuple(references))


def _tcfd_code(cells: Sequence[str]) -> str | None:
    """The code of a row: its wording tells, or the pillar in its first cell and the letter in its second."""
    if worded := next(filter(None, map(_worded, cells)), None):
        return worded
    pillar = next((name for name, pattern in _PILLARS if pattern.fullmatch(fold_text(cells[0]))), None)
    letter = re.match(r"\(?([abc])(?:[).:]|\s|$)", cells[1]) if pillar and len(cells) > 2 else None
    return f"{pillar} {letter.group(1)}" if letter else None


def _worded(text: str) -> str | None:
    folded = fold_text(text)
    return next((code for code, pattern in _TCFD if pattern.search(folded)), None)


def _named_pages(notes: Iterable[str]) -> list[_Reference]:
    """Pages that stand behind the names of their chapters: `Our people 31-32`."""
    short = (note for note in notes if len(note) < 120 and not _STATEMENT.search(note) and not _marked_references(note))
    return [reference for note in short if _TAIL.search(note.translate(_PLAIN)) for reference in _references(note)]


def _with_notes(draft: _Draft) -> _Draft:
    """The row with the pages that its notes name within sentences."""
    return replace(draft, references=(*draft.references, *(found for note in draft.words[1:] for found in _marked_references(note))))


def _finished(draft: _Draft, headings: frozenset[str]) -> Iterator[IndexRow]:
    """One value for each code; a topic that neither points nor answers is a heading of the index, a lone code nothing."""
    text = draft.words[0].strip() if draft.words else ""
    pages = _up_to(None, (page for reference in draft.references for page in reference.pages))
    is_pointing = draft.is_pointing or bool(pages)
    answer = " | ".join(_answer(note) for note in draft.words[1:] if not _points(note, is_pointing, headings))
    for code in draft.codes:
        if pages or answer or (text and not code.is_wide):
            yield IndexRow(code.standard, code.code, text, draft.page, pages, answer)


# --- cells -------------------------------------------------------------------------------------------------------------------------


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(" | ")]


def _is_blank(cell: str) -> bool:
    return not re.search(r"[^\W_]", _value(cell))


def _answer(note: str) -> str:
    """A note without a head that but says that it is one.

    >>> _answer("Comment: No fines"), _answer("2021: 12")
    ('No fines', '2021: 12')
    """
    return _NOTE_HEAD.sub("", note)


_NOTE_HEAD = re.compile(
    r"^(?:page|location|reference|comment|remark|omission|answer|response|页码|位置|说明|說明|备注|備註|回应)[^:：]{0,30}[:：] ?",
    re.IGNORECASE,
)


def _value(cell: str) -> str:
    """A cell without the head of its column.

    >>> _value("Page: 29"), _value("2021: 12"), _value("See: chapter 3")
    ('29', '12', 'chapter 3')
    """
    return re.sub(r"^[^:：.。]{1,40}[:：] ", "", cell)


def _is_year_head(cell: str) -> bool:
    return bool(re.match(r"(?:FY ?)?(?:19|20)\d\d年?(?:/\d\d)?: ", cell))


def _is_mark(cell: str) -> bool:
    """Whether a cell is but a tick, or a yes or no with the pages of the assurance letter."""
    return bool(_TICK.fullmatch(cell))


_TICK = re.compile(r"(?:[YN√✓✔●○◐◑★☆■□×✗]|Yes|Core|Add|Full(?:y)?|Partial(?:ly)?|已披露|完全披露|部分披露)\s*(?:\([\d\s–-]+\))?")


def _is_data(cells: Sequence[str]) -> bool:
    """Whether the numbers of a row are figures of some years, not pages; one figure may stand before a page."""
    numbers = [cell for cell in cells if re.fullmatch(r"[\d,.]+%?(?:\(\d\))?", _value(cell))]
    figures = [cell for cell in numbers if re.search(r"\d,\d{3}|\.\d|%|^0$", _value(cell)) or _is_year_head(cell)]
    is_with_page = len(figures) == 1 and len(numbers) == 2 and numbers[-1] not in figures
    return len(numbers) > 1 and bool(figures) and not is_with_page


_POINTER = re.compile(
    r"^(?:see|refer|please (?:see|refer)|back cover|inside (?:front|back) cover|cover|masthead"
    r"|参见|详见|请?参[见阅考照]|见|詳見|參見|請?參[閱考照]|見|封)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?<=[a-z)]{2})(?<!pp)(?<!pg)\.(?:\s|$)|[。；]|https?:|www\.|\d%|\d,\d{3}(?!\d)|[$€£¥]\s?\d"
    r"|\d\s?(?:t|kg|tCO2e|tonnes?|tons?|[kMG]Wh|GJ|m3|hours?)\b|\d\s?(?:吨|小时|小時|人|[万亿]?元)"
    r"|\bnot (?:applicable|material|report|disclos|available)|\bnone\b|\bn/?a\b|\bnil\b"
    r"|^no\b|不适用|不適用|^[无無]|未(?:发生|發生|披露|涉及|收到|出现|出現|有)|[没沒]有|无(?:相关|重大|此)",
    re.IGNORECASE,
)


def _points(note: str, has_pages: bool, headings: frozenset[str]) -> bool:
    """Whether a note but names the place where the answer stands."""
    value = _value(note)
    if _is_blank(note) or _is_mark(note):
        return True
    if re.match(r"[\"“'‘「《]", value) or _key(value) in headings:
        return True
    statement = bool(_STATEMENT.search(value))
    if _POINTER.match(value) and not re.search(r"https?:|www\.", value):
        return len(value) < 200
    if _OTHER.search(note.translate(_PLAIN)) and len(note) < 120 and not statement:
        return True
    return has_pages and not statement


def _key(text: str) -> str:
    return fold_text(text).lower()


# --- page references ---------------------------------------------------------------------------------------------------------------

_OTHER_REPORT = (
    r"AR|FR|HRR|Annual Report|Form 10-K|Form 20-F|10-K|20-F|Proxy Statement|CDP(?: Climate Change)?(?: Response)?"
    r"|Financial (?:Report|Statements?)|Registration Document|年报|年報|年度报告|年度報告"
)
_OTHER = re.compile(rf"\b(?:{_OTHER_REPORT})\b|年[报報]|年度[报報]告")
_PAGE_WORD = r"(?:(?:[Pp]ages?|PAGES?|[Pp]gs?|[Pp]p|P)\.?\s*|[Pp]\.\s*|页码?:?\s*)"
_MARK = rf"(?:{_PAGE_WORD}|第\s*)"
_NUMBER = (
    r"(?<![\d.])(?!(?<=\d,)\d{3}|0+(?!\d))\d{1,3}(?!\d|\.\d|,\d{3}(?!\d)|\s*(?:%|年|月|条|章|项|節|节|t\b|kg|MWh|GWh|hours?|小时|万|亿|人))"
)
_ITEM = (
    rf"(?:(?P<report>{_OTHER_REPORT})[\s,:]*(?:20\d\d(?:/\d\d(?:\d\d)?)?)?[\s,:(]*)?(?P<mark>{_MARK})?"
    rf"(?P<first>{_NUMBER})(?:\s*页)?(?:\s*(?:-|至|到|to)\s*{_MARK}?(?P<last>{_NUMBER}))?\s*页?(?P<more>\s*ff?(?:\.|,(?=;)))?\)?"
)
_ITEMS = re.compile(_ITEM)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _ITEM)
_SEPARATOR = r"(?:\s*[,;/&]\s*|\s*(?:and|及|和|与|與)\s*|\s+|(?<=页))"
_LIST = re.compile(rf"\(?见?(?:{_UNNAMED})(?:{_SEPARATOR}(?:{_UNNAMED}))*[\s.;,]*")
_NO_PAGE_WORDS = "scope scopes principle goal section chapter note table type tier ISO over than about least"
_NO_PAGE_AFTER = "".join(rf"(?<!\b(?i:{word}))" for word in _NO_PAGE_WORDS.split()) + r"(?<!\d and)"
_RUN = rf"(?P<pages>\(?(?:{_UNNAMED})(?:{_SEPARATOR}(?:{_UNNAMED}))*)"
_NO_DATE = "(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\\b)"
_NEXT_TOPIC = rf"(?: {_NO_DATE}[A-Z][A-Za-z]+:?(?: (?:and|of|[A-Z][A-Za-z]+:?))*)?"
_TAIL = re.compile(
    rf"(?:{_NO_PAGE_AFTER}[\s.]|(?<=[\u4e00-\u9fff。）)])(?<!范围)(?<!范畴)(?<!原则)(?<!目标)(?<!第)){_RUN}[\s.;]*{_NEXT_TOPIC}$"
)
_INNER = re.compile(rf"(?<=[a-z),]){_NO_PAGE_AFTER}\s{_RUN}(?=\s[a-z]{{3,}})")


def page_references(text: str, last_page: int | None = None) -> tuple[int, ...]:
    """Page numbers to which the cell of an index refers; figures, years, clauses and codes are none.

    >>> [page_references(text) for text in ("p. 34", "P34-35", "第34页", "34, 56", "AR 34", "见第12页", "18/19; 71", "17 f.")]
    [(34,), (34, 35), (34,), (34, 56), (34,), (12,), (18, 19, 71), (17, 18)]
    >>> [page_references(text) for text in ("2019", "12,345 t", "35%", "305-1", "第四条", "Our people, 31", "3.2")]
    [(), (), (), (), (), (), ()]
    >>> page_references("See chapter 4, page 31"), page_references("详见本报告第12-13页")
    ((31,), (12, 13))
    >>> page_references("12, 480", last_page=60)
    (12,)
    """
    found = _references(text) if page_references_only(text) else _marked_references(text)
    return _up_to(last_page, (page for reference in found for page in reference.pages))


def page_references_only(cell: str) -> bool:
    """Whether a cell holds page references and nothing else.

    >>> page_references_only("AR 36-58; 12"), page_references_only("About us 12"), page_references_only("103-1")
    (True, False, False)
    """
    return bool(_LIST.fullmatch(cell.translate(_PLAIN).strip())) and not _codes(cell, frozenset())


def _references(text: str) -> list[_Reference]:
    """All references in a text that holds nothing else; a report named once holds for what follows its comma."""
    found: list[_Reference] = []
    plain, end, report = text.translate(_PLAIN), 0, ""
    for match in _ITEMS.finditer(plain):
        carries = bool(re.fullmatch(r"\s*[,/&]\s*|\s+and\s+", plain[end : match.start()]))
        report = match.group("report") or (report if carries else "")
        found.append(_Reference(_pages_of(match), _short(report)))
        end = match.end()
    return found


def _short(report: str) -> str:
    return "AR" if report == "AR" or report.startswith(("年", "Annual")) else report


def _pages_of(match: re.Match[str]) -> tuple[int, ...]:
    first = int(match.group("first"))
    last = int(match.group("last") or first) + len((match.group("more") or "").strip(" .,"))
    return tuple(page for page in range(first, min(last, first + LONGEST_RANGE - 1) + 1) if page > 0)


def _marked_references(text: str) -> list[_Reference]:
    """References within a sentence: only numbers that are called pages count, with those that follow after commas.

    A report that is named since the last of them is the one they are of.

    >>> _marked_references("CDP Response: C1; pp. 3, 5. See page 12 of this report.")
    [_Reference(pages=(3,), report='CDP Response'), _Reference(pages=(5,), report='CDP Response'), _Reference(pages=(12,), report='')]
    """
    plain = text.translate(_PLAIN)
    found: list[_Reference] = []
    end = 0
    for run in _MARKED.finditer(plain):
        names = _OTHER.findall(plain[end : run.start()])
        report = _short(names[-1]) if names else ""
        found += [replace(known, report=known.report or report) for known in _references(run.group(0))]
        end = run.end()
    return found


_MORE = rf"(?:\s*[,/&]\s*(?:{_UNNAMED}))*"
_MARKED = re.compile(rf"(?<![A-Za-z0-9])(?:{_PAGE_WORD})(?:{_UNNAMED}){_MORE}|(?<![A-Za-z0-9])(?:{_UNNAMED})(?<=页)")
