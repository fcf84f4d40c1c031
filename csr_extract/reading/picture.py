"""A page as a picture, with places marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from csr_extract.errors import InputError
from csr_extract.reading.document import Box

SCALE = 1.6
MARK = (255, 214, 0, 90)
EDGE = (214, 120, 0, 255)


def page_picture(path: Path, page: int, boxes: Sequence[Box]) -> bytes:
    """PNG of a page (counted from 1) with the boxes marked; raises InputError where there is no such page."""
    if path.suffix.lower() != ".pdf":
        raise InputError(f"{path.name}: only pages of PDF files can be drawn.")
    document = pypdfium2.PdfDocument(path)
    try:
        if not 1 <= page <= len(document):
            raise InputError(f"{path.name}: there is no page {page}; it has {len(document)}.")
        drawn = document[page - 1].render(scale=SCALE).to_pil().convert("RGBA")
    finally:
        document.close()
    marks = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(marks)
    for box in boxes:
        place = (box.left * SCALE - 3, drawn.height - box.top * SCALE - 2, box.right * SCALE + 3, drawn.height - box.bottom * SCALE + 2)
        draw.rectangle(place, fill=MARK, outline=EDGE, width=2)
    out = io.BytesIO()
    Image.alpha_composite(drawn, marks).convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()
