"""A page as a picture, with places marked: the evidence on it, or all that was read and in which order."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from csr_extract.errors import InputError
from csr_extract.reading.document import Box, Page, Segment

SCALE = 1.6
MARK = (255, 214, 0, 90)
EDGE = (214, 120, 0, 255)
COLOURS = {"sentence": (33, 102, 172), "heading": (178, 24, 43), "row": (27, 120, 55)}
ELSEWHERE = (110, 110, 110)
PATH = (150, 60, 160, 170)


def page_picture(path: Path, page: int, boxes: Sequence[Box]) -> bytes:
    """PNG of a page (counted from 1) with the boxes marked; raises InputError where there is no such page."""
    with _drawn(path, page) as drawn:
        marks = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(marks)
        for box in boxes:
            draw.rectangle(_place(box, drawn.height, 3), fill=MARK, outline=EDGE, width=2)
        return _png(drawn, marks)


def segments_picture(path: Path, page: Page) -> bytes:
    """PNG of a page with a frame and number for each segment and a line from each to the next, in the order of reading.

    Sentences are blue, headings red, rows green, and what stands in an index, glossary or the like is grey.
    """
    with _drawn(path, page.number) as drawn:
        marks = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(marks)
        font = ImageFont.load_default(size=13)
        last: tuple[float, float] | None = None
        for number, segment in enumerate(page.segments, 1):
            colour = COLOURS[segment.shape] if segment.place == "body" else ELSEWHERE
            for box in segment.boxes:
                draw.rectangle(_place(box, drawn.height, 1), fill=(*colour, 28), outline=(*colour, 200))
            if segment.boxes:
                last = _number(draw, segment, number, drawn.height, font, last)
        return _png(drawn, marks)


def _number(
    draw: ImageDraw.ImageDraw, segment: Segment, number: int, height: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
    last: tuple[float, float] | None,
) -> tuple[float, float]:  # fmt: skip
    left, top, _, _ = _place(segment.boxes[0], height, 1)
    here = (left - 8, top + 7)
    if last:
        draw.line((*last, *here), fill=PATH, width=2)
    draw.rectangle((left - 8 - 4 * len(str(number)), top, left - 8 + 4 * len(str(number)), top + 14), fill=(255, 255, 255, 220))
    draw.text((left - 8, top + 7), str(number), fill=(0, 0, 0, 255), font=font, anchor="mm")
    return here


@contextmanager
def _drawn(path: Path, page: int) -> Iterator[Image.Image]:
    if path.suffix.lower() != ".pdf":
        raise InputError(f"{path.name}: only pages of PDF files can be drawn.")
    document = pypdfium2.PdfDocument(path)
    try:
        if not 1 <= page <= len(document):
            raise InputError(f"{path.name}: there is no page {page}; it has {len(document)}.")
        yield document[page - 1].render(scale=SCALE).to_pil().convert("RGBA")
    finally:
        document.close()


def _place(box: Box, height: int, margin: int) -> tuple[float, float, float, float]:
    """The box in the pixels of a picture, a little larger."""
    return box.left * SCALE - margin, height - box.top * SCALE - margin, box.right * SCALE + margin, height - box.bottom * SCALE + margin


def _png(drawn: Image.Image, marks: Image.Image) -> bytes:
    out = io.BytesIO()
    Image.alpha_composite(drawn, marks).convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()
