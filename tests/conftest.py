"""What many tests share: the bundled system, small documents, a rated sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csr_extract.indicators.system import IndicatorSystem, load_system

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "corpus_samples" / "reports"


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the tests read is kept in a folder of their own, not among the user's documents."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSR_EXTRACT_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def system() -> IndicatorSystem:
    return load_system()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports beside the project; tests that need it are skipped where it is missing."""
    if not (SHARED / "reports" / "dev").is_dir():
        pytest.skip(f"the real reports are not here ({SHARED})")
    return SHARED


@pytest.fixture
def plain_report(tmp_path: Path) -> Path:
    """A short English report of a fictional company as plain text."""
    path = tmp_path / "kestrel.txt"
    path.write_text(
        "Kestrel Mills sustainability report 2019\n\n"
        "Our environmental management system is certified to ISO 14001 at all four mills.\n\n"
        "Greenhouse gas emissions fell to 48,200 tonnes of CO2 in 2019.\n\n"
        "We will publish the turnover rate of our employees next year.\n",
        encoding="utf-8",
    )
    return path
