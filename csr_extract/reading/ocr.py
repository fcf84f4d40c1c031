"""Text of a page that is only a picture, by optical character recognition: the extra `ocr`, offline, on one processor core."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from PIL import Image

from csr_extract.errors import InputError
from csr_extract.reading.fragment import Fragment

LONGEST_SIDE = 2000  # pixels: larger pictures are made smaller, which bounds memory
LEAST_SURE = 0.6  # of 0 to 1: lines read with less confidence are specks, logos and drawings
MOST_UPRIGHT = 1.5  # height to width: lines taller than this run sideways

Corners = Sequence[Sequence[float]]


class OcrMissingError(InputError):
    """Pictures are to be read, but the optional packages for it are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Pages that are pictures cannot be read: the extra for it is missing. Install it (pip install 'csr-extract[ocr]')."
        )


def is_available() -> bool:
    """Whether the packages of the extra `ocr` are installed; loads none of them."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def read_picture(picture: Image.Image, width: float, height: float, *, threads: int = 1) -> tuple[Fragment, ...]:
    """Lines of text on the picture of a page, with their places on that page of `width` x `height` points, top to bottom.

    The picture shows the whole page upright; 2 pixels a point are enough. Chinese stays traditional or simplified as printed.
    Each count of threads loads its own models once a process. Raises OcrMissingError without the extra.
    """
    across, up = width / picture.width, height / picture.height
    placed = (_placed(text, corners, across, up, height) for text, corners in _lines(picture, threads))
    return tuple(sorted(filter(_is_level, placed), key=lambda fragment: (-fragment.middle, fragment.left)))


def _placed(text: str, corners: Corners, across: float, up: float, height: float) -> Fragment:
    """A line whose corners are in pixels from the upper left, as a fragment in points from the lower left.

    >>> _placed("Water", [[20, 10], [80, 10], [80, 30], [20, 30]], 0.5, 0.5, 400)
    Fragment(text='Water', left=10.0, bottom=385.0, right=40.0, top=395.0, bold=False)
    """
    xs, ys = zip(*corners, strict=True)
    return Fragment(text, min(xs) * across, height - max(ys) * up, max(xs) * across, height - min(ys) * up)


def _is_level(fragment: Fragment) -> bool:
    """Whether a line stands upright, not along an axis or a margin, and is not empty."""
    return bool(fragment.text) and fragment.size <= MOST_UPRIGHT * (fragment.right - fragment.left)


def _lines(picture: Image.Image, threads: int) -> Iterator[tuple[str, Corners]]:
    """Lines that were read with enough confidence, and their four corners in pixels from the upper left."""
    found = _recogniser(threads)(picture.convert("RGB"))
    if getattr(found, "txts", None) is None or getattr(found, "boxes", None) is None:
        return
    for text, sure, corners in zip(found.txts, found.scores, found.boxes.tolist(), strict=True):
        if sure >= LEAST_SURE:
            yield text.strip(), corners


@cache
def _recogniser(threads: int) -> Callable[[Image.Image], Any]:
    if not is_available():
        raise OcrMissingError
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(threads)
    return RapidOCR(params=_settings(threads))


def _settings(threads: int) -> dict[str, object]:
    """One line at a time takes less time and memory than six; the check for upside-down lines would turn good ones over (docs/ocr.md)."""
    return {
        "Global.log_level": "critical",
        "Global.max_side_len": LONGEST_SIDE,
        "Global.use_cls": False,
        "Rec.rec_batch_num": 1,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
