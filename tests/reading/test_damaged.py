"""A quick, fixed sample of what tests/fuzz.py tries at length: damaged and hostile PDFs are read, or told apart, or ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from csr_extract.batch.local import Limits, examine_files
from csr_extract.errors import CrashError, InputError, TimeLimitError
from csr_extract.reading.reader import read_document
from tests.fuzz import CONTENT, PAGE, WEIGHTS, Base, Mutant, assemble, bases, bomb, fault_of, mutant, parts, read_all, streamed

DEAR = ("plant_bomb", "nest_forms", "add_pages", "nest", "deepen_tree", "draw_crowds", "draw_nets")
SEED = 20


@pytest.fixture(scope="module")
def sound() -> dict[str, Base]:
    return {base.name: base for base in bases(real=False)}


def changed(base: Base, *, box: bytes = b"", before: bytes = b"") -> bytes:
    """The file with another box for its pages, or with operators before all that they draw."""
    objects = dict(base.objects)
    for number, body in base.objects.items():
        if box and PAGE.search(body):
            objects[number] = body.removesuffix(b">>") + b"/MediaBox [%s] >>" % box
        if before and CONTENT.search(body):
            objects[number] = streamed(b"<< >>", before + (parts(body)[1] or b""))
    return assemble(base, objects)


def test_damaged_files_are_read_or_told_apart(tmp_path: Path, sound: dict[str, Base]) -> None:
    kinds = [kind for kind in WEIGHTS if kind not in DEAR]
    made = (mutant([*sound.values()], number, SEED, kinds[number % len(kinds)]) for number in range(3 * len(kinds)))
    results = [(one, result) for one, _, result in read_all(made, tmp_path, seconds=15, memory=2048, jobs=2)]
    assert len(results) >= 60
    assert not [story(one, result.outcome, result.bug) for one, result in results if result.outcome in ("BUG", "died", "stopped", "memory")]
    assert {"read", "DamagedFile", "Password"} <= {result.outcome for _, result in results}


def story(one: Mutant, outcome: str, bug: str) -> str:
    return f"{one.kind} of {one.base} (mutant {one.number}): {outcome} {bug}"


def test_a_bomb_is_ended_and_named_and_the_others_go_on(tmp_path: Path, sound: dict[str, Base], plain_report: Path) -> None:
    base, objects = sound["columns"], dict(sound["columns"].objects)
    content = next(number for number, body in objects.items() if CONTENT.search(body))
    objects[content] = streamed(b"<< /Filter [/FlateDecode /FlateDecode] >>", bomb(b"BT /F1 9 Tf (a) Tj ET ", twice=True))
    bombed, whole = tmp_path / "bomb.pdf", tmp_path / "whole.pdf"
    bombed.write_bytes(assemble(base, objects))
    whole.write_bytes(assemble(base, dict(base.objects)))
    assert bombed.stat().st_size < 20_000
    files = [bombed, whole, plain_report]
    outcomes = {outcome.path.name: outcome for outcome in examine_files(files, jobs=2, limits=Limits(timeout=12, memory=2048))}
    assert isinstance(outcomes["bomb.pdf"].error, CrashError | TimeLimitError)
    assert str(outcomes["bomb.pdf"].error).startswith("bomb.pdf: ")
    assert outcomes["whole.pdf"].findings is not None
    assert outcomes[plain_report.name].findings is not None


@pytest.mark.parametrize("box", [b"0 0 0.01 0.01", b"0 0 9999999 9999999", b"0 0 0 0", b"842 595 0 0", b"nan nan nan nan"])
def test_a_page_of_absurd_size_is_no_bug(tmp_path: Path, sound: dict[str, Base], box: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(changed(sound["picture"], box=box))
    assert told(path)


def test_text_whose_places_are_no_numbers_is_left_out(tmp_path: Path, sound: dict[str, Base]) -> None:
    path = tmp_path / "a.pdf"
    for matrix in (b"1000000000 0 0 1000000000 0 0 cm " * 5, b"1 0 0 1 %s.5 0 cm " % (b"3" * 39), b"0 0 0 0 0 0 cm "):
        path.write_bytes(changed(sound["columns"], before=matrix))
        assert told(path) == "NoTextError"


def told(path: Path) -> str:
    """What reading the file comes to: "read", or the kind of the error for the person."""
    try:
        document = read_document(path)
    except InputError as error:
        return type(error).__name__
    assert not fault_of(document)
    return "read"


def test_letters_strewn_over_a_page_take_no_minutes(tmp_path: Path, sound: dict[str, Base]) -> None:
    letters = b"".join(b"BT /F1 %d Tf %d %d Td (A) Tj ET " % (4 + n % 3 * 6, n * 7 % 590, n * 11 % 830) for n in range(20_000))
    path = tmp_path / "a.pdf"
    path.write_bytes(changed(sound["columns"], before=letters))
    assert told(path) == "read"


def test_a_net_of_hundreds_of_rules_takes_no_minutes(tmp_path: Path, sound: dict[str, Base]) -> None:
    levels = b"".join(b"20 %d m 570 %d l S " % (place, place) for place in range(20, 820, 3))
    uprights = b"".join(b"%d 20 m %d 820 l S " % (place, place) for place in range(20, 570, 3))
    path = tmp_path / "a.pdf"
    path.write_bytes(changed(sound["columns"], before=levels + uprights))
    assert told(path) == "read"
