from __future__ import annotations

from csr_extract.indicators.system import load_system


def test_a_system_is_loaded_once_however_it_is_asked_for() -> None:
    assert load_system() is load_system("cass-2011") is load_system(name="cass-2011")
