"""The straight lines a page draws: rules of tables, frames of boxes, edges of shaded areas."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from csr_extract.reading.document import Box
from csr_extract.reading.glyph import turned

THICKEST = 3.0
SHORTEST = 4.0
MOST_PATHS = 6000
MOST_POINTS = 400
Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A level or upright line in points: `at` is its height (level) or its distance from the left (upright)."""

    level: bool
    at: float
    start: float
    end: float


class Drawing(NamedTuple):
    """What a page draws beside its text: rules, filled or framed areas, and the share of the page that pictures cover."""

    rules: tuple[Rule, ...]
    areas: tuple[Box, ...]
    pictured: float


def drawing_of(page: pypdfium2.PdfPage, turn: int, *, rules: bool) -> Drawing:
    """The drawing in the frame in which the text stands upright; without `rules` only the pictures are looked for."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    lines: list[Rule] = []
    areas: list[Box] = []
    pictured = 0.0
    for kind, raw, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _clipped(_bounds(raw, matrix), left, bottom, right, top)
            pictured += max(box.right - box.left, 0) * max(box.top - box.bottom, 0)
        elif rules:
            for box, filled in _strokes(raw, matrix):
                placed = turned(Box(box.left - left, box.bottom - bottom, box.right - left, box.top - bottom), turn, width, height)
                _sort_in(placed, filled, lines, areas)
    return Drawing(tuple(lines), tuple(areas), min(pictured / max(width * height, 1.0), 1.0))


def count_paths(page: pypdfium2.PdfPage) -> int:
    """How many lines and areas a page draws, forms not opened."""
    raw, get, kind = page.raw, pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    number = pdfium.FPDFPage_CountObjects(raw)
    return sum(kind(get(raw, place)) in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM) for place in range(number))


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, object, Matrix | None]]:
    """Paths and images of a page and of the forms on it, with the matrix of the form."""
    seen = 0
    waiting: list[tuple[object, int, Matrix | None]] = [(None, pdfium.FPDFPage_CountObjects(page.raw), None)]
    while waiting:
        form, number, matrix = waiting.pop()
        for place in range(number):
            raw = pdfium.FPDFFormObj_GetObject(form, place) if form else pdfium.FPDFPage_GetObject(page.raw, place)
            kind = pdfium.FPDFPageObj_GetType(raw)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and len(waiting) < 50:
                waiting.append((raw, pdfium.FPDFFormObj_CountObjects(raw), _times(_matrix(raw), matrix)))
            elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                seen += 1
                if seen > MOST_PATHS:
                    return
                yield kind, raw, matrix


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


def _strokes(raw: object, matrix: Matrix | None) -> Iterator[tuple[Box, bool]]:
    """Each straight piece of a path as a flat box, and each area it fills; whether it is a filled area."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(raw, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    box = _bounds(raw, matrix)
    if min(box.right - box.left, box.top - box.bottom) <= THICKEST:
        yield box, False
        return
    points = pdfium.FPDFPath_CountSegments(raw)
    if points in (4, 5):
        yield from _edges_and_area(box, bool(fill.value), bool(stroke.value))
    elif points <= MOST_POINTS:
        for corners in _loops([*_points(raw, points, matrix)]):
            if fill.value and len(corners) <= 6:
                yield _around_all(corners), True
            if stroke.value:
                yield from ((_around(one, other), False) for one, other in pairwise(corners))


def _edges_and_area(box: Box, fill: bool, stroke: bool) -> Iterator[tuple[Box, bool]]:
    """A rectangle's frame and filling."""
    if fill:
        yield box, True
    if stroke:
        yield Box(box.left, box.bottom, box.right, box.bottom), False
        yield Box(box.left, box.top, box.right, box.top), False
        yield Box(box.left, box.bottom, box.left, box.top), False
        yield Box(box.right, box.bottom, box.right, box.top), False


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


def _sort_in(box: Box, filled: bool, lines: list[Rule], areas: list[Box]) -> None:
    wide, high = box.right - box.left, box.top - box.bottom
    if high <= THICKEST and wide >= SHORTEST:
        lines.append(Rule(True, (box.top + box.bottom) / 2, box.left, box.right))
    elif wide <= THICKEST and high >= SHORTEST:
        lines.append(Rule(False, (box.left + box.right) / 2, box.bottom, box.top))
    elif filled and wide > THICKEST and high > THICKEST:
        areas.append(box)
