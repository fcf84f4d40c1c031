from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont

from csr_extract.errors import InputError
from csr_extract.reading.fragment import Fragment
from csr_extract.reading.ocr import OcrMissingError, is_available, read_picture
from tests.reading.make_pdf import LEFT, RIGHT, make_pdf, table, two_columns

needs_ocr = pytest.mark.skipif(not is_available(), reason="the extra is not installed (pip install 'csr-extract[ocr]')")
HAN_FONT = re.compile(r"cjk|han sans|simhei|simsun|heiti|songti|pingfang|yahei|wenquanyi", re.IGNORECASE)


def read_page(path: Path, number: int = 1) -> tuple[Fragment, ...]:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number - 1]
        return read_picture(page.render(scale=2).to_pil(), *page.get_size())
    finally:
        document.close()


def han_font() -> ImageFont.FreeTypeFont:
    found = sorted(font.fname for font in font_manager.fontManager.ttflist if HAN_FONT.search(font.name))
    if not found:
        pytest.skip("no font with Chinese characters is installed (fonts-noto-cjk)")
    return ImageFont.truetype(found[0], 26)


def han_page(lines: Sequence[str]) -> Image.Image:
    """Lines at 80 pixels from the left, 60 pixels apart, on a page of 1000 x 600 pixels."""
    picture = Image.new("RGB", (1000, 600), "white")
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines, 1):
        draw.text((80, 60 * number), line, fill="black", font=han_font())
    return picture


def word_counts(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z]{3,}", text.lower()))


@needs_ocr
def test_english_lines_are_read_with_their_spaces(tmp_path: Path) -> None:
    read = [fragment.text for fragment in read_page(make_pdf(tmp_path / "a.pdf", two_columns))]
    assert read[0] == "Water and air"
    assert sorted(read[1:]) == sorted([*LEFT, *RIGHT])


@needs_ocr
def test_a_line_is_found_where_it_stands(tmp_path: Path) -> None:
    fragments = read_page(make_pdf(tmp_path / "a.pdf", two_columns))
    first = next(fragment for fragment in fragments if fragment.text == RIGHT[0])
    assert first.left == pytest.approx(320, abs=4)
    assert first.bottom < 842 - 130 < first.top, "the baseline of the text lies inside its box"
    assert 8 <= first.size <= 16, "type of 10 points"


@needs_ocr
def test_figures_of_a_table_stay_in_their_columns(tmp_path: Path) -> None:
    fragments = read_page(make_pdf(tmp_path / "a.pdf", lambda pdf: table(pdf, ruled=True)))
    places = {fragment.text: fragment.left for fragment in fragments}
    assert [places[text] for text in ("81,200", "79,000", "74,350")] == pytest.approx([304, 374, 444], abs=4)


@needs_ocr
@pytest.mark.parametrize(
    "lines", [("本公司温室气体排放总量为四十二吨", "安全生产培训覆盖率"), ("本公司溫室氣體排放總量為四十二噸", "職業安全衛生訓練")]
)
def test_chinese_stays_as_it_is_printed(lines: tuple[str, str]) -> None:
    fragments = read_picture(han_page(lines), 500, 300)
    assert tuple(fragment.text for fragment in fragments) == lines
    assert [fragment.left for fragment in fragments] == pytest.approx([40, 40], abs=4)
    assert [fragment.middle for fragment in fragments] == pytest.approx([300 - 30 - 9, 300 - 60 - 9], abs=5)


@needs_ocr
def test_the_same_picture_is_read_the_same_way_twice(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", two_columns)
    assert read_page(path) == read_page(path)


@needs_ocr
def test_an_empty_picture_has_no_lines() -> None:
    assert read_picture(Image.new("L", (800, 600), "white"), 400, 300) == ()


@needs_ocr
def test_lines_along_the_margin_are_left_out() -> None:
    sideways = han_page(["本公司温室气体排放总量为四十二吨"]).rotate(90, expand=True)
    assert read_picture(sideways, 300, 500) == ()


@needs_ocr
def test_a_scanned_page_is_read_as_its_text_layer_tells(shared: Path) -> None:
    pool = shared / "reports" / "pool"
    original = pypdfium2.PdfDocument(pool / "en-deutsche-telekom-2009.pdf")
    known = word_counts(original[8].get_textpage().get_text_range().replace("\ufffe\r\n", ""))
    original.close()
    read = word_counts(" ".join(fragment.text for fragment in read_page(pool / "en-scan-derived-dt-2009.pdf", 9)))
    assert (known & read).total() >= 0.95 * known.total() > 200


def test_a_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # Python's own way to say that a package is not there
    assert not is_available()
    with pytest.raises(OcrMissingError, match=r"pip install 'csr-extract\[ocr\]'") as caught:
        read_picture(Image.new("RGB", (20, 20)), 10, 10, threads=2)
    assert isinstance(caught.value, InputError)
