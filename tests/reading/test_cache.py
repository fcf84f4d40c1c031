from __future__ import annotations

import ast
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from csr_extract.reading.cache import (
    ABANDONED,
    ENDING,
    LIBRARIES,
    LIMIT,
    SOURCES,
    UNFINISHED,
    DocumentCache,
    default_folder,
    reader_version,
)
from csr_extract.reading.document import Box, Document, IndexRow, Page, Segment
from csr_extract.reading.reader import read_document
from tests.conftest import ROOT

SPAWN = multiprocessing.get_context("spawn")
OLD_READER = "0123456789abcdef"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

KESTREL = Document(
    name="kestrel.pdf",
    digest=sha256(b"kestrel").hexdigest(),
    pages=(
        Page(
            number=1,
            segments=(
                Segment("Kestrel Mills and the river", 1, "en", "heading", "cover", boxes=(Box(0.1, 1 / 3, 1e-7, 841.89),)),
                Segment(
                    "综合能耗 | 吨标准煤 | 2021: 1,204 | 2022: 1,187", 1, "zh", "row", heading="环境绩效", columns=2, years=(2021, 2022)
                ),
            ),
            width=595.28,
            height=841.89,
            labels=("2", "3"),
            columns=2,
            tables=1,
            dropped=("Kestrel Mills", "𝟚"),
        ),
        Page(2, (), problem="its font has no code table", source="ocr"),
    ),
    index=(IndexRow("GRI", "302-1", "Energy within the organisation", 2, (14, 15), "1,187 tonnes"), IndexRow("GRI", "303-1", "", 2)),
)


def made_report(number: int, letters: int = 1000) -> Document:
    """A report of text that hardly packs, so that its entry takes about `letters` bytes."""
    text = random.Random(number).randbytes(letters).hex()
    return Document(f"mill{number}.txt", sha256(b"%d" % number).hexdigest(), (Page(1, (Segment(text, 1, "en"),)),), paged=False)


def kept(cache: DocumentCache, document: Document, ocr: bool = False) -> Document | None:
    return cache.get(document.digest, document.name, ocr)


def entries(cache: DocumentCache) -> list[Path]:
    return sorted(cache.folder.rglob(f"*{ENDING}"))


def unfinished(cache: DocumentCache) -> list[Path]:
    return sorted(cache.folder.rglob(f"*{UNFINISHED}"))


def put_at(cache: DocumentCache, document: Document, used: float) -> Path:
    """Put a document as if last used at this time; gives its file."""
    before = set(entries(cache))
    cache.put(document, False)
    (path,) = set(entries(cache)) - before
    os.utime(path, (used, used))
    return path


@pytest.fixture
def cache(tmp_path: Path) -> DocumentCache:
    return DocumentCache(tmp_path / "cache")


def test_a_document_comes_back_to_the_last_digit(cache: DocumentCache) -> None:
    cache.put(KESTREL, ocr=False)
    assert kept(cache, KESTREL) == KESTREL
    assert repr(kept(cache, KESTREL)) == repr(KESTREL)


def test_what_was_never_read_is_absent(cache: DocumentCache) -> None:
    assert kept(cache, KESTREL) is None
    assert not cache.folder.exists()


def test_the_same_bytes_come_back_under_the_name_asked_for(cache: DocumentCache) -> None:
    cache.put(KESTREL, ocr=False)
    assert cache.get(KESTREL.digest, "Copy of kestrel.PDF", False) == replace(KESTREL, name="Copy of kestrel.PDF")


def test_another_ending_is_another_reading(cache: DocumentCache) -> None:
    cache.put(replace(KESTREL, name="kestrel.md"), ocr=False)
    assert cache.get(KESTREL.digest, "kestrel.txt", False) is None


def test_reading_with_ocr_is_another_reading(cache: DocumentCache) -> None:
    cache.put(KESTREL, ocr=True)
    assert kept(cache, KESTREL, ocr=False) is None
    assert kept(cache, KESTREL, ocr=True) == KESTREL


def test_what_another_reader_read_is_not_used(cache: DocumentCache) -> None:
    cache.put(KESTREL, ocr=False)
    (cache.folder / reader_version()).rename(cache.folder / OLD_READER)
    assert kept(cache, KESTREL) is None
    shutil.copytree(cache.folder / OLD_READER, cache.folder / reader_version())
    assert kept(cache, KESTREL) == KESTREL


def test_only_the_user_can_read_what_is_kept(cache: DocumentCache) -> None:
    cache.put(KESTREL, ocr=False)
    (path,) = entries(cache)
    assert path.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text", "of another report"])
def test_a_damaged_entry_counts_as_absent_and_goes(cache: DocumentCache, damage: str) -> None:
    other = put_at(cache, made_report(1), time.time())
    path = put_at(cache, KESTREL, time.time())
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(
        {
            "cut": whole[:middle],
            "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "empty": b"",
            "text": b"Dear reader, this is no entry.",
            "of another report": other.read_bytes(),
        }[damage]
    )
    assert kept(cache, KESTREL) is None
    assert not path.exists()
    cache.put(KESTREL, ocr=False)
    assert kept(cache, KESTREL) == KESTREL


def test_every_cut_is_noticed(cache: DocumentCache) -> None:
    path = put_at(cache, KESTREL, time.time())
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert kept(cache, KESTREL) is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = DocumentCache(tmp_path / "cache")
    cache.put(KESTREL, ocr=False)
    assert kept(cache, KESTREL) is None
    assert (cache.size(), cache.clear()) == (0, 0)
    assert (tmp_path / "cache").read_text() == "a file where the folder should be"


def test_half_a_surrogate_pair_is_not_kept(cache: DocumentCache) -> None:
    broken = replace(KESTREL, pages=(Page(1, (Segment("\ud835", 1, "en"),)),))
    cache.put(broken, ocr=False)
    assert kept(cache, broken) is None


def put_on_a_full_disk(cache: DocumentCache, document: Document) -> None:
    """Put where no file may grow beyond 1,000 bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    cache.put(document, False)


@posix
def test_a_full_disk_keeps_nothing_by_halves(cache: DocumentCache) -> None:
    large = made_report(1, 100_000)
    writer = SPAWN.Process(target=put_on_a_full_disk, args=(cache, large))
    writer.start()
    writer.join()
    assert writer.exitcode == 0
    assert (entries(cache), unfinished(cache)) == ([], [])


def put_for_ever(cache: DocumentCache, document: Document) -> None:
    while True:
        cache.put(document, False)


def stopped_in_the_middle(cache: DocumentCache, pid: int) -> Path:
    """Stop a process while it writes; gives the file that it will not finish."""
    while True:
        if unfinished(cache):
            os.kill(pid, signal.SIGSTOP)
            os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)
            if found := unfinished(cache):
                return found[0]
            os.kill(pid, signal.SIGCONT)


@posix
def test_a_writer_killed_in_the_middle_leaves_no_bad_entry(cache: DocumentCache) -> None:
    large = made_report(1, 2_000_000)
    writer = SPAWN.Process(target=put_for_ever, args=(cache, large))
    writer.start()
    assert writer.pid
    left = stopped_in_the_middle(cache, writer.pid)
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    assert kept(cache, large) in (None, large)
    cache.put(large, ocr=False)
    assert kept(cache, large) == large
    assert left.exists()

    long_ago = time.time() - ABANDONED - 1
    os.utime(left, (long_ago, long_ago))
    DocumentCache(cache.folder, limit=5_000_000).put(made_report(2, 100_000), False)
    assert unfinished(cache) == []
    assert kept(cache, large) == large


def put_often(cache: DocumentCache, numbers: tuple[int, ...]) -> None:
    """Put reports forty times."""
    for _ in range(40):
        for number in numbers:
            cache.put(made_report(number, 20_000), False)


def get_often(cache: DocumentCache, numbers: tuple[int, ...]) -> set[str]:
    """Get reports for two seconds; tells what was seen: whole ones, others, none."""
    seen: set[str] = set()
    wanted = [made_report(number, 20_000) for number in numbers]
    end = time.monotonic() + 2
    while time.monotonic() < end:
        for document in wanted:
            found = kept(cache, document)
            seen.add("whole" if found == document else "none" if found is None else "other")
    return seen


def test_two_writers_and_two_readers_do_not_disturb_each_other(cache: DocumentCache) -> None:
    cache.put(made_report(1, 20_000), ocr=False)
    with ProcessPoolExecutor(4, mp_context=SPAWN) as pool:
        readers = [pool.submit(get_often, cache, (1,)) for _ in range(2)]
        writers = [pool.submit(put_often, cache, (1,)) for _ in range(2)]
        assert [writer.result() for writer in writers] == [None, None]
        assert [reader.result() for reader in readers] == [{"whole"}, {"whole"}]
    assert (len(entries(cache)), unfinished(cache)) == (1, [])


def test_dropping_and_clearing_do_not_disturb_readers_and_writers(cache: DocumentCache) -> None:
    numbers = tuple(range(8))
    tight = DocumentCache(cache.folder, limit=100_000)
    with ProcessPoolExecutor(3, mp_context=SPAWN) as pool:
        reader = pool.submit(get_often, tight, numbers)
        writers = [pool.submit(put_often, tight, numbers) for _ in range(2)]
        while not reader.done():
            cache.clear()
            time.sleep(0.02)
        assert [writer.result() for writer in writers] == [None, None]
        assert "other" not in reader.result()
    assert cache.size() <= 100_000


def test_beyond_the_limit_the_longest_unused_goes(cache: DocumentCache) -> None:
    first, second, third = made_report(1), made_report(2), made_report(3)
    put_at(cache, first, time.time() - 300)
    put_at(cache, second, time.time() - 200)
    assert kept(cache, first) == first
    tight = DocumentCache(cache.folder, limit=cache.size() + 100)
    tight.put(third, ocr=False)
    assert [kept(cache, document) for document in (first, second, third)] == [first, None, third]
    assert cache.size() <= tight.limit


def test_what_older_readers_read_goes_first(cache: DocumentCache) -> None:
    old = put_at(cache, made_report(1), time.time())
    (cache.folder / OLD_READER).mkdir()
    old.rename(cache.folder / OLD_READER / old.name)
    put_at(cache, made_report(2), time.time() - 300)
    DocumentCache(cache.folder, limit=cache.size() + 100).put(made_report(3), False)
    assert [path.parent.name for path in entries(cache)] == [reader_version()] * 2
    assert not (cache.folder / OLD_READER).exists()


def test_a_report_larger_than_the_limit_is_not_kept(cache: DocumentCache) -> None:
    DocumentCache(cache.folder, limit=500).put(made_report(1), False)
    assert cache.size() == 0


def test_below_the_limit_nothing_goes(cache: DocumentCache) -> None:
    old = put_at(cache, made_report(1), time.time() - 10**8)
    for number in range(2, 30):
        cache.put(made_report(number), ocr=False)
    assert cache.limit == LIMIT
    assert old.exists()
    assert cache.size() == sum(path.stat().st_size for path in entries(cache)) > 29_000


def test_clearing_drops_all_that_is_kept_and_nothing_else(cache: DocumentCache) -> None:
    strangers = [cache.folder / "notes.txt", cache.folder / OLD_READER / "letter.txt", cache.folder / "thesis" / f"draft{ENDING}"]
    for path in strangers:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    cache.put(KESTREL, ocr=False)
    cache.put(KESTREL, ocr=True)
    assert cache.clear() == 2
    assert cache.size() == 0
    assert kept(cache, KESTREL) is None
    assert all(path.read_text() == "mine" for path in strangers)
    assert not (cache.folder / reader_version()).exists()


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSR_EXTRACT_CACHE", str(tmp_path / "room for caches"))
    assert default_folder() == tmp_path / "room for caches"
    monkeypatch.setenv("CSR_EXTRACT_CACHE", "")
    assert "csr-extract" in default_folder().parts


def version_of(checkout: Path) -> str:
    command = [sys.executable, "-c", "from csr_extract.reading.cache import reader_version; print(reader_version())"]
    return subprocess.run(command, cwd=checkout, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("changed", ["csr_extract/reading/segment.py", "csr_extract/text.py", "lexicons/places.toml"])
def test_a_changed_line_makes_another_reader(tmp_path: Path, changed: str) -> None:
    for name in ("csr_extract", "lexicons"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = version_of(tmp_path)
    assert version_of(tmp_path) == before
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert version_of(tmp_path) != before


def imports_of_reading() -> Iterator[str]:
    for path in (ROOT / "csr_extract" / "reading").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                yield node.module or ""
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


def test_all_code_that_reading_uses_counts_for_its_version() -> None:
    ours = {name.removeprefix("csr_extract.") for name in imports_of_reading() if name.startswith("csr_extract.")}
    known = {source.removesuffix(".py").replace("/", ".") for source in SOURCES} | {"errors", "bundled"}
    assert {name for name in ours if not name.startswith("reading.")} <= known


def test_all_libraries_that_reading_uses_count_for_its_version() -> None:
    tops = {name.partition(".")[0] for name in imports_of_reading()} - sys.stdlib_module_names - {"csr_extract", "msgspec", "platformdirs"}
    installed = packages_distributions()
    assert {top for top in tops if top in installed and not set(installed[top]) & set(LIBRARIES)} == set()


def test_a_real_report_comes_back_as_it_was_read(shared: Path, cache: DocumentCache) -> None:
    document = read_document(shared / "reports" / "dev" / "en-reply-2019.pdf")
    cache.put(document, ocr=False)
    found = kept(cache, document)
    assert found == document
    assert repr(found) == repr(document)
