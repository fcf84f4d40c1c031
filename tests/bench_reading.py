"""Reading, as ratios against pdfium's plain text and pdfplumber's extract_text on the same pages in the same run."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from csr_extract.errors import InputError
from csr_extract.reading.reader import read_document

BY_PLUMBER = 12  # pages of each report that pdfplumber reads: it is slow, and its pace is even


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def plain_text(path: Path) -> None:
    """pdfium's own text of each page."""
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        text.get_text_bounded()
        text.close()
        page.close()
    document.close()


def by_plumber(path: Path, pages: int) -> float:
    """Seconds a page of pdfplumber's extract_text, over pages spread evenly."""
    chosen = range(0, pages, max(1, pages // BY_PLUMBER))

    def work() -> None:
        with pdfplumber.open(path) as document:
            for number in chosen:
                document.pages[number].extract_text()
                document.pages[number].close()

    return cpu_seconds(work) / len(chosen)


def peak_memory(path: Path) -> float:
    """MiB that a fresh process takes at most to read a file (Linux; getrusage would hand down the peak of the process that starts it)."""
    code = (
        "import re, sys, pathlib; from csr_extract.reading.reader import read_document; read_document(pathlib.Path(sys.argv[1])); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    return int(subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout) / 1024


def bench(paths: list[Path]) -> None:
    """Print a line a report, the sums, and the memory that the longest report takes."""
    logging.disable(logging.ERROR)
    print(f"{'report':38s} pages unread  plain text    read  (x plain)  pdfplumber (x read)  pages/s")
    sums = [0.0] * 4
    longest = (0, paths[0])
    for path in paths:
        try:
            start = time.process_time()
            document = read_document(path)
            read, unread = time.process_time() - start, len(document.unreadable_pages)
        except InputError as error:
            print(f"{path.stem:38s} {error}")
            continue
        pages = len(document.pages)
        plain, plumber = cpu_seconds(lambda path=path: plain_text(path)), by_plumber(path, pages) * pages  # type: ignore[misc]
        sums = [a + b for a, b in zip(sums, (pages, plain, read, plumber), strict=True)]
        longest = max(longest, (pages, path))
        print(
            f"{path.stem:38s} {pages:5d} {unread:6d} {plain:9.2f} s {read:6.2f} s {read / plain:8.1f} {plumber:10.1f} s {plumber / read:8.1f} {pages / read:9.1f}"
        )
    pages, plain, read, plumber = sums
    print(
        f"{'all':38s} {pages:5.0f} {'':6s} {plain:9.2f} s {read:6.2f} s {read / plain:8.1f} {plumber:10.1f} s {plumber / read:8.1f} {pages / read:9.1f}"
    )
    print(f"peak memory, {longest[1].stem} ({longest[0]} pages): {peak_memory(longest[1]):.0f} MiB")
