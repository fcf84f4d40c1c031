"""The whole path, reading and rating, in one fresh process, against pdfplumber's extract_text alone on the same pages."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench_reading import by_plumber


def whole_path(paths: Sequence[Path]) -> tuple[float, float, float, int]:
    """CPU seconds to load lexicon and model, and to read and rate; MiB at most (Linux); pages. In a process of its own."""
    lines = subprocess.run(
        [sys.executable, "-m", "tests.bench_rating", *map(str, paths)], capture_output=True, text=True, check=True
    ).stdout.split()
    return float(lines[0]), float(lines[1]), int(lines[2]) / 1024, int(lines[3])


def bench(paths: Sequence[Path]) -> None:
    """Print the figures of each report, and of all together with loading."""
    print(f"{'report':38s} pages   pdfplumber   read and rate   share")
    loads, plumbers, rates, pages, peak = [], 0.0, 0.0, 0, 0.0
    for path in paths:
        load, rate, memory, number = whole_path([path])
        plumber = by_plumber(path, number) * number
        loads.append(load)
        plumbers, rates, pages, peak = plumbers + plumber, rates + rate, pages + number, max(peak, memory)
        print(f"{path.stem:38s} {number:5d} {plumber:10.2f} s {rate:13.2f} s {rate / plumber:7.2f}   peak {memory:.0f} MiB")
    load, rate, memory, _ = whole_path(paths)
    print(f"{'all, one process':38s} {pages:5d} {plumbers:10.2f} s {rate:13.2f} s {rate / plumbers:7.2f}   peak {memory:.0f} MiB")
    print(f"loading lexicon and model: {load:.1f} s once a process; with it the share is {(load + rate) / plumbers:.2f}")


def _main(paths: Sequence[Path]) -> None:
    from csr_extract.detection.model import load_model
    from csr_extract.indicators.system import load_system
    from csr_extract.rating import examine, prepare, rate_company
    from csr_extract.reading.reader import read_document

    system = load_system()
    prepare(system.name)
    model = load_model(system.name)
    loaded, pages = time.process_time(), 0
    for path in paths:
        document = read_document(path)
        pages += len(document.pages)
        rate_company(path.stem, [examine(document, system, model)], system, model)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(loaded, time.process_time() - loaded, peak, pages)


if __name__ == "__main__":
    _main([Path(name) for name in sys.argv[1:]])
