"""The straight lines a page draws: rules of tables and frames of boxes; and how much of it is pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from csr_extract.reading.document import Box
from csr_extract.reading.glyph import FARTHEST, turned

THICKEST = 3.0
SHORTEST = 4.0
FEWEST_PATHS = 4
MOST_PATHS = 6000
MOST_FORMS = 50
MOST_POINTS = 400
Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A level or upright line in points: `at` is its height (level) or its distance from the left (upright)."""

    level: bool
    at: float
    start: float
    end: float


class Drawing(NamedTuple):
    """What a page draws beside its text: rules, how many lines and areas, and the share of the page that pictures cover."""

    rules: tuple[Rule, ...]
    paths: int
    pictured: float


def drawing_of(page: pypdfium2.PdfPage, turn: int) -> Drawing:
    """The drawing in the frame in which the text stands upright; pages with very few lines have no rules."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    images, paths = _objects(page)
    pictured = 0.0
    for raw, matrix in images:
        box = _clipped(_bounds(raw, matrix), left, bottom, right, top)
        pictured += max(box.right - box.left, 0) * max(box.top - box.bottom, 0)
    rules: list[Rule] = []
    for raw, matrix in paths if len(paths) >= FEWEST_PATHS else ():
        for box in _strokes(raw, matrix):
            placed = Box(box.left - left, box.bottom - bottom, box.right - left, box.top - bottom)
            if rule := _rule(turned(placed, turn, width, height) if turn else placed):
                rules.append(rule)
    return Drawing(tuple(rules), len(paths), min(pictured / max(width * height, 1.0), 1.0))


Drawn = tuple[object, Matrix | None]


def _objects(page: pypdfium2.PdfPage) -> tuple[list[Drawn], list[Drawn]]:
    """Images and paths of a page and of the forms on it, with the matrix of the form; no more than `MOST_PATHS` paths."""
    images: list[Drawn] = []
    paths: list[Drawn] = []
    kind_of, form_object, page_object, page_raw = (
        pdfium.FPDFPageObj_GetType, pdfium.FPDFFormObj_GetObject, pdfium.FPDFPage_GetObject, page.raw
    )  # fmt: skip
    waiting: list[tuple[object, int, Matrix | None]] = [(None, pdfium.FPDFPage_CountObjects(page_raw), None)]
    while waiting and len(paths) <= MOST_PATHS:
        form, number, matrix = waiting.pop()
        for place in range(number):
            raw = form_object(form, place) if form else page_object(page_raw, place)
            kind = kind_of(raw)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                paths.append((raw, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                images.append((raw, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and len(waiting) < MOST_FORMS:
                waiting.append((raw, pdfium.FPDFFormObj_CountObjects(raw), _times(_matrix(raw), matrix)))
    return images, paths[:MOST_PATHS]


def _matrix(raw: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(raw, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(raw: object, matrix: Matrix | None) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(raw, *map(ctypes.byref, sides))
    left, bottom, right, top = (side.value for side in sides)
    return _around(_moved(left, bottom, matrix), _moved(right, top, matrix))


def _around(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _clipped(box: Box, left: float, bottom: float, right: float, top: float) -> Box:
    return Box(max(box.left, left), max(box.bottom, bottom), min(box.right, right), min(box.top, top))


def _strokes(raw: object, matrix: Matrix | None) -> Iterator[Box]:
    """Each straight piece of a path that may be a rule, as a flat box: lines, thin areas, frames; fillings are none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(raw, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    box = _bounds(raw, matrix)
    if min(box.right - box.left, box.top - box.bottom) <= THICKEST:
        yield box
        return
    points = pdfium.FPDFPath_CountSegments(raw)
    if points in (4, 5):
        if stroke.value:
            yield Box(box.left, box.bottom, box.right, box.bottom)
            yield Box(box.left, box.top, box.right, box.top)
            yield Box(box.left, box.bottom, box.left, box.top)
            yield Box(box.right, box.bottom, box.right, box.top)
    elif points <= MOST_POINTS and not _is_curved(raw, points):
        for corners in _loops([*_points(raw, points, matrix)]):
            if stroke.value:
                yield from (_around(one, other) for one, other in pairwise(corners))
            else:
                yield _around_all(corners)


def _is_curved(raw: object, points: int) -> bool:
    """Whether a path bends near its beginning, as letters and drawings do."""
    return any(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(raw, place)) == pdfium.FPDF_SEGMENT_BEZIERTO
        for place in range(min(points, 8))
    )


def _points(raw: object, count: int, matrix: Matrix | None) -> Iterator[tuple[int, bool, tuple[float, float]]]:
    own = _times(_matrix(raw), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(raw, place)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        yield pdfium.FPDFPathSegment_GetType(segment), bool(pdfium.FPDFPathSegment_GetClose(segment)), _moved(x.value, y.value, own)


def _loops(points: Sequence[tuple[int, bool, tuple[float, float]]]) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; a part with curves is left out."""
    held: list[tuple[float, float]] = []
    curved = False
    for kind, closes, point in points:
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(held) > 1 and not curved:
                yield held
            held, curved = [], False
        curved |= kind == pdfium.FPDF_SEGMENT_BEZIERTO
        held.append(point)
        if closes:
            held.append(held[0])
    if len(held) > 1 and not curved:
        yield held


def _around_all(corners: Sequence[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(across), min(up), max(across), max(up))


def _rule(box: Box) -> Rule | None:
    wide, high = box.right - box.left, box.top - box.bottom
    if not all(abs(side) < FARTHEST for side in (box.left, box.bottom, box.right, box.top)):  # nor a number that is none
        return None
    if high <= THICKEST and wide >= SHORTEST:
        return Rule(True, (box.top + box.bottom) / 2, box.left, box.right)
    if wide <= THICKEST and high >= SHORTEST:
        return Rule(False, (box.left + box.right) / 2, box.bottom, box.top)
    return None
