"""Speed and memory, as ratios against plain text extraction in the same run: `make bench`. Figures depend on the machine, ratios hardly."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

from csr_extract.indicators.system import load_system
from csr_extract.rating import examine
from csr_extract.reading.reader import read_document
from tests import bench_reading
from tests.conftest import SAMPLES, SHARED


def plain_text(path: Path) -> int:
    """The baseline: pdfium's own text of each page."""
    document = pypdfium2.PdfDocument(path)
    letters = sum(len(document[number].get_textpage().get_text_bounded()) for number in range(len(document)))
    document.close()
    return letters


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def bench(paths: Sequence[Path]) -> None:
    """Print a line a report."""
    system = load_system()
    examine(read_document(paths[0]), system)
    print(f"{'report':38s} pages  plain text   read  (x plain)   examine  (x plain)   pages/s")
    for path in paths:
        document = read_document(path)
        pages = len(document.pages)
        base = seconds(lambda path=path: plain_text(path))  # type: ignore[misc]
        read = seconds(lambda path=path: read_document(path), 1)  # type: ignore[misc]
        judge = seconds(lambda document=document: examine(document, system), 1)  # type: ignore[misc]
        print(
            f"{path.stem:38s} {pages:5d} {base:9.2f} s {read:6.2f} s {read / base:8.1f} {judge:9.2f} s {judge / base:8.1f} {pages / (read + judge):11.1f}"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    bench_reading.bench(sorted((SHARED / "reports").glob("*/*.pdf")) or sorted(SAMPLES.glob("*.pdf")))
    print()
    bench(sorted(SAMPLES.glob("*.pdf")) + sorted((SHARED / "reports" / "dev").glob("*.pdf")))
