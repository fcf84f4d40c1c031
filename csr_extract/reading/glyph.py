"""The characters of a page with their places, as arrays: pdfium is asked once a character, all else is done for the page at once."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import deque
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from csr_extract.reading.document import Box

ANGLE_STEP = 7
HAN_HEIGHT, LATIN_HEIGHT = 1.15, 3.0  # usual height of a line to the width of its letters
TALL = 1.35
FARTHEST = 1e5  # points
NO_CHARACTERS = np.array([0, 9, 10, 13, 32, 160, 0x3000, 0xFFFE, 0xFFFF], dtype=np.uint32)
SOFT_HYPHENS = np.array([2, 0xAD], dtype=np.uint32)  # pdfium gives a hyphen at the end of a line as 2
LIGATURE_LETTERS = np.array([ord(letter) for letter in "fil"], dtype=np.uint32)
Codes = NDArray[np.uint32]
Places = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Glyphs:
    """Characters in the order in which they are drawn.

    `codes` are n Unicode code points, `boxes` n rows of left, bottom, right, top in points, in the frame in which they stand upright;
    `spaced` tells whether the file sets a space before the character, and `places` where it stands among all characters of the page.
    """

    codes: Codes
    boxes: Places
    spaced: Mask
    places: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, kept: Mask) -> Glyphs:
        """The characters a mask keeps."""
        return Glyphs(self.codes[kept], self.boxes[kept], self.spaced[kept], self.places[kept])


def read_glyphs(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> tuple[Glyphs, int]:
    """The characters that stand upright as most of the page does, each once, and the turn of the page (degrees, clockwise) they stand in.

    What runs along an axis or a margin, and what stands outside the crop box, is left out.
    """
    count = text.count_chars()
    codes = _codes(text, count)
    blank = np.isin(codes, NO_CHARACTERS)
    filled = np.flatnonzero(~blank)
    boxes, angles = _boxes(text, count, filled.tolist()), _angles(text, count, filled)
    boxes[~(np.abs(boxes) < FARTHEST).all(axis=1)] = 0.0  # damaged numbers: no place
    turn = _upright_turn(angles[filled], page.get_rotation())
    shown = ~blank & (codes <= 0x10FFFF) & ~((codes >= 0xD800) & (codes <= 0xDFFF)) & ((angles + turn) % 360 == 0)
    shown &= (boxes[:, 2] > boxes[:, 0]) | (boxes[:, 3] > boxes[:, 1])
    spaced = np.concatenate(([False], _set_spaces(text, codes)[:-1])) if count else blank
    left, bottom, right, top = page.get_bbox()
    boxes -= (left, bottom, left, bottom)
    across, up = boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    shown &= (across >= 0) & (across <= 2 * (right - left)) & (up >= 0) & (up <= 2 * (top - bottom))
    codes[np.isin(codes, SOFT_HYPHENS)] = ord("-")
    _unify(codes)
    glyphs = Glyphs(codes, _turned(boxes, turn, right - left, top - bottom), spaced, np.arange(count)).where(shown)
    glyphs = glyphs.where(_drawn_first(glyphs))
    _part_ligatures(glyphs.boxes)
    _lower_tall_boxes(glyphs)
    return glyphs.where(~_note_marks(glyphs)), turn


def _set_spaces(text: pypdfium2.PdfTextPage, codes: Codes) -> Mask:
    """Where the file itself sets a space; pdfium adds others where it sees a gap."""
    spaces: Mask = codes == 32
    for place in np.flatnonzero(spaces).tolist():
        spaces[place] = pdfium.FPDFText_IsGenerated(text.raw, place) == 0
    return spaces


def weight_at(text: pypdfium2.PdfTextPage, place: int) -> int:
    """The weight of the type a character is set in, 400 being regular and 700 bold; by the font's name where the file tells none."""
    weight = int(pdfium.FPDFText_GetFontWeight(text.raw, place))
    if weight > 0:
        return weight
    name = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text.raw, place, name, len(name), ctypes.c_int())
    return 700 if b"bold" in name.value.lower() else 400


def _codes(text: pypdfium2.PdfTextPage, count: int) -> Codes:
    """Code points, 0 for what has none."""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text.raw, 0, count, units)
    plain = np.frombuffer(bytes(units), dtype=np.uint16)[:count].astype(np.uint32)
    if written == count + 1 and not np.any((plain >= 0xD800) & (plain <= 0xDFFF)):
        plain[plain == 0xFFFE] = SOFT_HYPHENS[0]
        return plain
    code = pdfium.FPDFText_GetUnicode
    return np.fromiter((code(text.raw, place) for place in range(count)), dtype=np.uint32, count=count)


def _unify(codes: Codes) -> None:
    """Doubles of Chinese characters (compatibility ideographs, radicals), which some fonts are mapped to, become the usual ones."""
    for place in np.flatnonzero(((codes >= 0xF900) & (codes <= 0xFAFF)) | ((codes >= 0x2E80) & (codes <= 0x2FDF))).tolist():
        usual = unicodedata.normalize("NFKC", chr(codes[place]))
        if len(usual) == 1:
            codes[place] = ord(usual)


def _boxes(text: pypdfium2.PdfTextPage, count: int, filled: list[int]) -> Places:
    """Left, bottom, right, top of each character that is not blank; all 0 for one without a place."""
    memory = bytearray(16 * max(count, 1))
    first = pdfium.FS_RECTF.from_buffer(memory)
    byref = ctypes.byref
    pointers = [byref(first, 16 * place) for place in filled]
    deque(map(pdfium.FPDFText_GetLooseCharBox, repeat(text.raw), filled, pointers), maxlen=0)
    drawn = np.frombuffer(memory, dtype=np.float32).reshape(-1, 4)[:count].astype(np.float64)
    return drawn[:, [0, 3, 2, 1]]  # FS_RECTF is left, top, right, bottom


def _angles(text: pypdfium2.PdfTextPage, count: int, filled: NDArray[np.int64]) -> NDArray[np.int64]:
    """Clockwise angle of each character in page space, to the nearest quarter turn; a sample decides whether all must be asked."""
    angles = np.zeros(count, dtype=np.int64)
    sample = _angles_at(text, filled[::ANGLE_STEP])
    if len(np.unique(sample)) <= 1:
        angles[:] = sample[0] if len(sample) else 0
    else:
        angles[filled] = _angles_at(text, filled)
    return angles


def _angles_at(text: pypdfium2.PdfTextPage, places: NDArray[np.int64]) -> NDArray[np.int64]:
    radians = np.fromiter(map(pdfium.FPDFText_GetCharAngle, repeat(text.raw), places.tolist()), dtype=np.float64, count=len(places))
    return (np.round(np.nan_to_num(radians) / (np.pi / 2)).astype(np.int64) * 90) % 360


def _upright_turn(angles: NDArray[np.int64], rotation: int) -> int:
    """The turn that sets most characters upright; the page's own where it has none."""
    if not len(angles):
        return rotation
    values, counts = np.unique(angles, return_counts=True)
    return int(-values[counts.argmax()]) % 360


def _turned(boxes: Places, turn: int, width: float, height: float) -> Places:
    if not turn:
        return boxes
    sides = turned(Box(*boxes.T), turn, width, height)
    return np.stack([sides.left, sides.bottom, sides.right, sides.top], axis=1)


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """The box after a clockwise quarter turn (0, 90, 180 or 270 degrees) of its frame, which measured width x height before.

    >>> turned(Box(10, 20, 30, 25), 90, 100, 200)
    Box(left=20, bottom=70, right=25, top=90)
    """
    if turn == 90:
        return Box(box.bottom, width - box.right, box.top, width - box.left)
    if turn == 180:
        return Box(width - box.right, height - box.top, width - box.left, height - box.bottom)
    if turn == 270:
        return Box(height - box.top, box.left, height - box.bottom, box.right)
    return box


def _drawn_first(glyphs: Glyphs) -> Mask:
    """True but for a character that was drawn before at the same place, as bold type is made: within a third of its width."""
    again = np.zeros(len(glyphs), dtype=np.bool_)
    if len(glyphs) < 2:
        return ~again
    left, bottom = glyphs.boxes[:, 0], glyphs.boxes[:, 1]
    reach = np.minimum(0.3 * np.maximum(glyphs.boxes[:, 2] - left, 0.4), 6.0)
    for shift in (0.0, 2.0):  # two rasters, so that twins on both sides of a raster line meet in one of them
        row = np.floor((bottom + shift) / 4).astype(np.int64)
        key = (glyphs.codes.astype(np.int64) << 40) + ((row + 2048) << 24) + np.clip((left + 4096) * 256, 0, (1 << 24) - 1).astype(np.int64)
        order = np.argsort(key, kind="stable")
        for step in (1, 2):
            one, other = order[:-step], order[step:]
            near = np.flatnonzero((key[one] >> 24 == key[other] >> 24) & (left[other] - left[one] < reach[one]))
            one, other = one[near], other[near]
            twins = (np.abs(bottom[other] - bottom[one]) < reach[one]) & ~_ligature(glyphs, one, other)
            again[np.maximum(one, other)[twins]] = True
    return ~again


def _part_ligatures(boxes: Places) -> None:
    """A ligature's letters, which share one box, side by side in it."""
    same = np.all(boxes[1:] == boxes[:-1], axis=1)
    for start in np.flatnonzero(same & ~np.concatenate(([False], same[:-1]))).tolist():
        end = start + 1
        while end < len(same) and same[end]:
            end += 1
        left, _, right, _ = boxes[start]
        edges = np.linspace(left, right, end - start + 2)
        boxes[start : end + 1, 0], boxes[start : end + 1, 2] = edges[:-1], edges[1:]


def _lower_tall_boxes(glyphs: Glyphs) -> None:
    """Boxes made as high as their type, where a font claims far more height than its letters are wide."""
    heights = np.round(glyphs.boxes[:, 3] - glyphs.boxes[:, 1], 1)
    widths = glyphs.boxes[:, 2] - glyphs.boxes[:, 0]
    han = (glyphs.codes >= 0x3400) & (glyphs.codes <= 0x9FFF)
    latin = (glyphs.codes >= 97) & (glyphs.codes <= 122)
    for height in np.unique(heights).tolist():
        here = heights == height
        for letters, fair in ((here & han, HAN_HEIGHT), (here & latin, LATIN_HEIGHT)):
            if np.count_nonzero(letters) < 4:
                continue
            usual = fair * float(np.median(widths[letters]))
            if height > TALL * usual > 0:
                middle = (glyphs.boxes[here, 1] + glyphs.boxes[here, 3]) / 2
                glyphs.boxes[here, 1], glyphs.boxes[here, 3] = middle - usual / 2, middle + usual / 2
            break


def _note_marks(glyphs: Glyphs) -> Mask:
    """Small raised digits right after a figure: marks of footnotes, which would falsify it; powers of ten are none."""
    marks = np.zeros(len(glyphs), dtype=np.bool_)
    if len(glyphs) < 2:
        return marks
    figure = (glyphs.codes >= 48) & (glyphs.codes <= 57)
    heights = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    raised = (glyphs.boxes[1:, 1] - glyphs.boxes[:-1, 1]) > 0.2 * heights[:-1]
    close = np.abs(glyphs.boxes[1:, 0] - glyphs.boxes[:-1, 2]) < 0.3 * heights[:-1]
    starts = figure[1:] & (figure[:-1] | (glyphs.codes[:-1] == ord("%"))) & (heights[1:] < 0.78 * heights[:-1]) & raised & close
    for start in (np.flatnonzero(starts) + 1).tolist():
        ten = start >= 2 and glyphs.codes[start - 2 : start].tolist() == [49, 48] and (start < 3 or not figure[start - 3])
        end = start
        while not ten and end < len(glyphs) and figure[end] and abs(heights[end] - heights[start]) < 0.1 * heights[start]:
            marks[end] = True
            end += 1
    return marks


def _ligature(glyphs: Glyphs, one: NDArray[np.int64], other: NDArray[np.int64]) -> Mask:
    """A ligature such as "ffi" comes as several characters with one and the same box."""
    close = np.abs(one - other) <= 2
    same: Mask = np.all(glyphs.boxes[one] == glyphs.boxes[other], axis=1) & close
    return same & np.isin(glyphs.codes[one], LIGATURE_LETTERS)
