"""Speed and memory, as ratios against a baseline in the same run: `make bench`. Figures depend on the machine, ratios hardly."""

from __future__ import annotations

from tests import bench_rating, bench_reading
from tests.conftest import SAMPLES, SHARED

if __name__ == "__main__":
    bench_reading.bench(sorted((SHARED / "reports").glob("*/*.pdf")) or sorted(SAMPLES.glob("*.pdf")))
    print()
    bench_rating.bench(sorted((SHARED / "reports" / "dev").glob("*.pdf")) or sorted(SAMPLES.glob("*.pdf")))
