"""`csr-extract inspect`: what the reader saw."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from fpdf import FPDF
from PIL import Image

from tests.reading.make_pdf import make_pdf, table, two_columns


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "csr_extract", "inspect", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def draw(pdf: FPDF) -> None:
    pdf.text(250, 24, "Orvik report")
    pdf.text(290, 830, str(pdf.page_no() + 4))
    two_columns(pdf) if pdf.page_no() % 2 else table(pdf, ruled=True)


def test_pages_columns_tables_and_what_was_left_out(tmp_path: Path) -> None:
    done = run(make_pdf(tmp_path / "orvik.pdf", draw, pages=4))
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["1", "5", "en", "2", "1", "4"] in lines
    assert ["2", "6", "en", "1", "1", "5"] in lines
    assert "4 x Orvik report" in done.stdout and "Pages without a usable text layer: 0" in done.stdout


def test_one_page_in_order_and_as_a_picture(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "orvik.pdf", draw, pages=4)
    done = run(path, "--page", 1, "--png", tmp_path / "page.png")
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("Our board met") < done.stdout.index("Two mills changed")
    assert "left out: Orvik report / 5" in done.stdout
    picture = Image.open(io.BytesIO((tmp_path / "page.png").read_bytes()))
    assert picture.size[0] > 900 and len(picture.getcolors(1 << 24) or []) > 20


def test_a_page_that_is_not_there_and_a_picture_of_no_page(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "orvik.pdf", draw, pages=2)
    assert "there is no page 7; it has 2" in run(path, "--page", 7).stderr
    assert "say which with --page" in run(path, "--png", tmp_path / "page.png").stderr
