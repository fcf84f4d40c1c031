from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from csr_extract.errors import LexiconError
from csr_extract.indicators.system import IndicatorSystem, load_system, read_system
from tests.conftest import ROOT


def test_the_system_is_the_codebook(system: IndicatorSystem, shared: Path) -> None:
    with (shared / "cass-2011" / "codebook.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    ours = [(i.id, i.kind, i.name_en, i.name_zh, i.rate_1_if, i.rate_0_if) for i in system.indicators]
    assert ours == [(r["id"], r["kind"], r["name_en"], r["name_zh"], r["rate_1_if"], r["rate_0_if"]) for r in rows]


def test_the_corrections_are_the_methods(system: IndicatorSystem, shared: Path) -> None:
    with (shared / "cass-2011" / "corrections.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines, delimiter="\t")]
    assert [(c.id, c.points) for c in system.corrections] == [(r["id"], int(r["points"])) for r in rows]


def test_elements_have_the_numbers_of_indicators_of_the_source(system: IndicatorSystem) -> None:
    count = {e.id: sum(len(system.indicators_of(t.id)) for t in system.topics_of(e.id)) for e in system.elements}
    assert list(count.values()) == [22, 26, 63, 37]
    assert (len(system.topics), len(system.corrections)) == (16, 19)


def test_no_indicator_and_no_term_stands_in_the_code(system: IndicatorSystem) -> None:
    ids = re.compile("|".join(rf"(?<![\w.]){re.escape(item.id)}(?![\w.])" for item in system.items))
    found = [(path.name, hit) for path in (ROOT / "csr_extract").rglob("*.py") for hit in ids.findall(path.read_text(encoding="utf-8"))]
    assert found == []


def test_all_problems_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "cass-2011"
    shutil.copytree(load_system().folder, folder)
    first, second, *_ = sorted((folder / "indicators").glob("*.toml"))
    first.write_text(first.read_text(encoding="utf-8").replace('needs = "words"', 'needs = "luck"', 1), encoding="utf-8")
    second.write_text("[[indicator]]\nid = 3\nthis is not TOML", encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        read_system(folder)
    told = str(error.value)
    assert first.name in told and "luck" in told
    assert second.name in told and "not valid TOML" in told


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "lexicons" / "cass-2011"
    shutil.copytree(load_system().folder, folder)
    before = read_system(folder).digest
    file = folder / "corrections.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert read_system(folder).digest != before
