"""Whether the text layer of a page can be trusted: garbled letters, pages that are pictures, text drawn but not written."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import pypdfium2

from csr_extract.reading.glyph import Codes
from csr_extract.reading.rule import Drawing

MOST_GARBAGE = 0.05
FEWEST_VOWELS = 0.2
ENOUGH_LETTERS = 200
FEW = 600
SCALE = 0.8
LONGEST_SIDE = 4000  # pixels: larger pages are drawn smaller, which bounds memory
RUNS_A_CHARACTER = 9.0
FAINTEST, DARKER = 25, 70
_VOWELS = np.array([ord(letter) for letter in "aeiouyAEIOUYäöüéèáíóúÄÖÜ"], dtype=np.uint32)

GARBLED = "its text layer is garbled"
PICTURE = "only an image"
PARTLY = "most of its text is in a picture"


def problem_of(page: pypdfium2.PdfPage, codes: Codes, drawing: Drawing) -> str | None:
    """Why the text layer of a page is not what a person sees, None where it is.

    `codes` are the characters of the layer. A page with few of them beside a picture or many lines is drawn small, and its ink is
    compared with what the characters would need; a photograph has no lines of ink on paper and is no loss.
    """
    if is_garbled(codes):
        return GARBLED
    few = len(codes) < 150
    if len(codes) >= FEW or (drawing.pictured < (0.1 if few else 0.6) and drawing.paths < (100 if few else 400)):
        return None
    drawn = _characters_drawn(page)
    if drawn > 3 * len(codes) + 120:
        return PARTLY if len(codes) > 60 else PICTURE
    return PICTURE if not len(codes) and drawing.pictured > 0.5 else None


def is_garbled(codes: Codes) -> bool:
    """Whether characters make no text: signs without meaning among them, or Latin letters almost without vowels."""
    if not len(codes):
        return False
    kinds, counts = np.unique(codes, return_counts=True)
    wrong = sum(count for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True) if _is_garbage(kind))
    if wrong > MOST_GARBAGE * len(codes):
        return True
    letters = codes[((codes >= 65) & (codes <= 90)) | ((codes >= 97) & (codes <= 122))]
    latin = len(letters) > 0.5 * len(codes)
    return latin and len(letters) >= ENOUGH_LETTERS and float(np.isin(letters, _VOWELS).mean()) < FEWEST_VOWELS


@cache
def _is_garbage(code: int) -> bool:
    return code == 0xFFFD or unicodedata.category(chr(code)) in ("Cc", "Co", "Cn")


def _characters_drawn(page: pypdfium2.PdfPage) -> float:
    """About how many characters a page shows, by the strokes of ink on it; 0 where it shows no lines of ink on paper."""
    scale = min(SCALE, LONGEST_SIDE / max(*page.get_size(), 1.0))
    if not min(page.get_size()) * scale >= 1:  # nor where a size is no number
        return 0.0
    shades = np.asarray(page.render(scale=scale, grayscale=True).to_pil(), dtype=np.int16)
    white = np.percentile(shades, 90)
    ink = shades < white - DARKER
    rows = ink.mean(axis=1) > 0.01
    lines = np.count_nonzero(rows[1:] & ~rows[:-1])
    if (shades > white - FAINTEST).mean() < 0.75 or lines < 6:
        return 0.0
    return float(np.count_nonzero(ink[:, 1:] & ~ink[:, :-1])) / RUNS_A_CHARACTER
