"""Pages whose text layer is not what a person sees."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from csr_extract.reading.legible import GARBLED, PICTURE, is_garbled
from csr_extract.reading.ocr import is_available
from csr_extract.reading.reader import read_document
from tests.reading.make_pdf import LEFT, RIGHT, lines, make_pdf


def codes(text: str) -> np.ndarray:
    return np.array([ord(letter) for letter in text], dtype=np.uint32)


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("The mills drew less water from the river in a dry year. " * 6, False),
        ("工厂取水量同比下降，职工培训覆盖率提高。" * 6, False),
        ("2019 1,234 56% t 2018 1,100 49% t", False),
        ("Rfc kgjjq bpcu jcqq uyrcp dpmk rfc pgtcp gl y bpw wcyp. " * 6, True),
        ("workers\x01trained\x01in\x01safety\x01" * 9, True),
        ("\ue012\ue013\ue014 water", True),
    ],
)
def test_a_garbled_layer_is_told_from_words_and_figures(text: str, garbled: bool) -> None:
    assert is_garbled(codes(text)) is garbled


@pytest.fixture
def scan() -> Image.Image:
    """A page of text as a picture."""
    picture = Image.new("RGB", (1190, 1684), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=24)
    for number, line in enumerate((LEFT + RIGHT) * 4):
        draw.text((90, 120 + 44 * number), line, fill="black", font=font)
    return picture


@pytest.fixture
def photograph() -> Image.Image:
    """Soft spots of colour."""
    chance = random.Random(3)
    small = Image.new("RGB", (24, 34))
    small.putdata([(chance.randrange(256), chance.randrange(256), chance.randrange(256)) for _ in range(24 * 34)])
    return small.resize((600, 850), Image.Resampling.BICUBIC)


def draw_picture(picture: Image.Image, words: str = "") -> object:
    def draw(pdf: FPDF) -> None:
        if pdf.page_no() == 1:
            pdf.image(picture, x=0, y=0, w=595, h=842)
            if words:
                pdf.text(40, 40, words)
        else:
            lines(pdf, 40, 100, LEFT)

    return draw


def test_a_page_that_is_a_picture_of_text_is_marked_and_the_others_are_read(tmp_path: Path, scan: Image.Image) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", draw_picture(scan, "12"), pages=2))  # type: ignore[arg-type]
    assert document.unreadable_pages == (1,) and document.pages[0].problem == PICTURE
    assert document.pages[1].segments


def test_a_photograph_with_a_caption_is_no_loss(tmp_path: Path, photograph: Image.Image) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", draw_picture(photograph, "The old mill by the river"), pages=2))  # type: ignore[arg-type]
    assert not document.unreadable_pages
    assert document.pages[0].segments[0].text == "The old mill by the river"


@pytest.mark.skipif(not is_available(), reason="the extra csr-extract[ocr] is not installed")
def test_with_ocr_the_picture_is_read(tmp_path: Path, scan: Image.Image) -> None:
    document = read_document(make_pdf(tmp_path / "a.pdf", draw_picture(scan), pages=2), ocr=True)  # type: ignore[arg-type]
    page = document.pages[0]
    assert page.source == "ocr" and page.problem == PICTURE
    assert document.ocr_pages == (1,) and not document.unreadable_pages
    words = " ".join(segment.text for segment in page.segments)
    assert "boilers from coal to straw" in words and "cleaner air" in words


def test_the_garbled_and_the_scanned_reports_of_the_pool_are_told(shared: Path) -> None:
    garbled = read_document(shared / "reports" / "pool" / "en-tpg-telecom-2023.pdf")
    assert sum(page.problem == GARBLED for page in garbled.pages) >= 35
    pictures = read_document(shared / "reports" / "pool" / "zh-lasertek-2014-annual-imagepages.pdf")
    assert {97, 99, 101, 104, 166, 169} <= set(pictures.unreadable_pages) and len(pictures.unreadable_pages) < 30
    clean = read_document(shared / "reports" / "pool" / "zh-vanke-2012-annual.pdf")
    assert not clean.unreadable_pages
