"""A second reader for pages that pdfium cannot open: pdfplumber, which is slow and forgiving in other places."""

from __future__ import annotations

import io
import logging
import re

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from csr_extract.reading.fragment import Fragment

logging.getLogger("pdfminer").setLevel(logging.ERROR)

_NO_CHARACTERS = re.compile(r"[\0-\x1f\ud800-\udfff]")
Words = tuple[tuple[Fragment, ...], float, float]


def read_again(data: bytes, number: int, pages: int) -> Words | None:
    """The words of one page (counted from 0) with its width and height in points; None where pdfplumber fails too.

    `pages` is how many pages pdfium counts: where pdfplumber counts others, it may show another page, and is not asked.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) != pages:
                return None
            page = document.pages[number]
            height = float(page.height)
            words = page.extract_words(x_tolerance_ratio=0.3, keep_blank_chars=True)
            shown = (fragment for word in words if _is_shown(fragment := _fragment(word, height), float(page.width), height))
            return tuple(shown), float(page.width), height
    except (PdfminerException, MalformedPDFException, PSException, ValueError, TypeError, KeyError, IndexError):
        return None  # damaged for this reader too


def _fragment(word: dict[str, object], height: float) -> Fragment:
    left, top, right, bottom = (float(word[side]) for side in ("x0", "top", "x1", "bottom"))  # type: ignore[arg-type]
    return Fragment(_NO_CHARACTERS.sub("", str(word["text"])), left, height - bottom, right, height - top)


def _is_shown(fragment: Fragment, width: float, height: float) -> bool:
    """Whether words have a size and stand on the page."""
    return fragment.size > 0 and 0 <= fragment.across <= width and 0 <= fragment.middle <= height and bool(fragment.text.strip())
