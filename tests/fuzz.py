"""Damaged, hostile and absurd PDFs, made from small sound ones and read as a batch reads: `python -m tests.fuzz [--number 2000] [--seed 1]`.

Each mutant must be read, give an InputError, or be ended at the time or memory limit. An exception of another kind (a warning of numpy's
counts as one), a place that is no finite number, or text that cannot be written as UTF-8 is a bug of the reader: each is listed with the
numbers of its mutants, and the exit code is 1. The same seed gives the same mutants while the sound files stay the same; the real reports
beside the project add to them where they are there. `--only 17,93 --keep FOLDER` makes those mutants again and leaves them in a folder.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import re
import sys
import tempfile
import time
import warnings
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pypdf
from fpdf import FPDF
from pebble import ProcessExpired, ProcessPool

from csr_extract.batch.local import FILES_A_PROCESS, bound_memory
from csr_extract.errors import InputError
from csr_extract.reading.document import Document
from csr_extract.reading.reader import read_document
from tests.conftest import SAMPLES, SHARED
from tests.reading import made_pages
from tests.reading.make_pdf import make_pdf, table, two_columns

Objects = dict[int, bytes]
Change = Callable[[Objects, Random], None]
Breakage = Callable[[bytes, Random], bytes]

MOST_PAGES_OF_BASE = 3
BOMB_SIZE = 300 * 2**20
MADE = ("two_columns", "table_ruled", "table_shaded", "rotated_page", "turned_tab", "letter_spaced", "contents", "crop_box")
REAL = ("pool/en-pg-2001", "pool/en-disney-2009", "dev/zh-esunbank-2022")
DEAREST = 5
NUMBER = re.compile(rb"(?<![\w.#-])-?\d+\.?\d*(?![\w.#])")
REFERENCE = re.compile(rb"\b\d+ \d+ R\b")
NAME = re.compile(rb"/[A-Za-z][\w+-]*")
PAGE, PAGES = re.compile(rb"/Type\s*/Page\b"), re.compile(rb"/Type\s*/Pages\b")
FONT, CMAP = re.compile(rb"/Type\s*/Font\b"), re.compile(rb"begincmap")
IMAGE, CONTENT = re.compile(rb"/Subtype\s*/Image\b"), re.compile(rb"\bBT\s[^\x80-\xff]*?\bET\b|\d re\b")
STREAM, LENGTH = re.compile(rb"endstream"), re.compile(rb"(?<=/Length )\d+")
DRAWN_NUMBER = re.compile(NUMBER.pattern + rb"(?=[^<>]{0,60}\b(?:BT|Tm|Td|cm|re|Tf|l)\b)")
FONT_NUMBER = re.compile(NUMBER.pattern + rb"(?=[^<>]{0,400}(?:/Type\s*/Font|\]))")
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
ODD_NUMBERS = (
    b"0 -1 nan inf -inf 1e38 2147483647 -2147483648 4294967296 99999999999999999999 -99999999999 0.00000000001 -0.0 --5 1..2 65535 32768 "
    b"1000000 null () [] " + b"9" * 38 + b" -" + b"9" * 39 + b".5 " + b"3" * 39 + b".5 " + b"9" * 60
).split()
PLAUSIBLE_NUMBERS = b"0 1 -1 -12 0.01 0.4 7 31 90 300 842 -300 1200".split()
ODD_TARGETS = (
    b"<D800> <DFFF> <0000> <FFFE> <FFFF> <D83DDE00> <110000> <DC00D800> <0041> <> <0> 65 <00AD> <0002> <F900> <2F00> <202E> <"
    + b"0041" * 300 + b">"
).split()  # fmt: skip
FILTERS = b"Flate LZW ASCIIHex ASCII85 RunLength CCITTFax DCT JBIG2 JPX".split()


# ---------------------------------------------------------------- sound files


@dataclass(frozen=True)
class Base:
    """A small sound PDF: its objects by number, content streams unpacked, and the numbers of its catalog and encryption dictionary.

    `identity` are the two halves of its /ID, to which an encryption is tied.
    """

    name: str
    objects: Mapping[int, bytes]
    root: int
    locks: int | None = None
    identity: bytes = b"<00> <00>"


def bases(*, real: bool = True) -> Iterator[Base]:
    """The sound files: pages drawn for tests, samples cut to some pages, and real reports where they are there and wanted."""
    os.environ["SOURCE_DATE_EPOCH"] = "1262304000"  # fonts made for the pages carry it
    with tempfile.TemporaryDirectory() as folder:
        for name, draw in (("columns", two_columns), ("ruled", partial(table, ruled=True)), ("picture", _picture), ("locked", _locked)):
            yield _base(name, make_pdf(Path(folder, "drawn.pdf"), draw).read_bytes())
        for name in MADE:
            for language in made_pages.LANGUAGES:
                made_pages.make(Path(folder, "made.pdf"), getattr(made_pages, name), language)
                yield _base(f"{name} {language}", Path(folder, "made.pdf").read_bytes())
    reports = [SHARED / "reports" / f"{name}.pdf" for name in REAL] if real else []
    for path in [*sorted(SAMPLES.glob("en-*.pdf")), *sorted(SAMPLES.glob("zh-*.pdf"))[:1], *reports]:
        if path.is_file():
            yield _base(path.stem, _cut(path))


def _picture(pdf: FPDF) -> None:
    """A photograph and lines drawn, with next to no text, so that the page is drawn small to see what is on it."""
    from PIL import Image

    pdf.image(Image.radial_gradient("L"), 40, 40, 500, 300)
    pdf.text(40, 380, "Kestrel Mills")
    for number in range(80):
        pdf.line(40, 400 + 5 * number, 500, 400 + 5 * number)


def _locked(pdf: FPDF) -> None:
    """Encrypted with an owner's password alone, which opens without one."""
    pdf.set_creation_date(datetime(2010, 1, 1, tzinfo=UTC))
    pdf.set_encryption(owner_password="owner", user_password="")
    two_columns(pdf)


def _cut(path: Path) -> bytes:
    """Some pages from the middle of a report."""
    reader, writer, out = pypdf.PdfReader(path), pypdf.PdfWriter(), io.BytesIO()
    first = len(reader.pages) // 3
    writer.append(reader, pages=(first, min(first + MOST_PAGES_OF_BASE, len(reader.pages))), import_outline=False)
    writer.write(out)
    return out.getvalue()


def _base(name: str, data: bytes) -> Base:
    """Take a file with a plain cross-reference table apart."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    places = sorted((place, number) for number, place in reader.xref[0].items() if place)
    ends = [place for place, _ in places[1:]] + [data.rindex(b"\nxref")]
    bodies = {number: data[place:end] for (place, number), end in zip(places, ends, strict=True)}
    objects = {number: body[body.index(b"obj") + 3 : body.rindex(b"endobj")].strip() for number, body in bodies.items()}
    locks = reader.trailer.raw_get("/Encrypt").idnum if "/Encrypt" in reader.trailer else None
    # The date of making would make each run's files others.
    unpacked = objects if locks else {number: _unpacked(body) for number, body in objects.items() if b"/CreationDate" not in body}
    identity = re.search(rb"/ID\s*\[\s*(<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>)", data) if locks else None
    return Base(name, unpacked, reader.trailer.raw_get("/Root").idnum, locks, identity[1] if identity else Base.identity)


def parts(body: bytes) -> tuple[bytes, bytes | None]:
    """The head of an object and its stream, None where it has none."""
    found = re.search(rb"\bstream\r?\n(.*?)\r?\n?endstream", body, re.DOTALL)
    return (body[: found.start()], found[1]) if found else (body, None)


def streamed(head: bytes, stream: bytes) -> bytes:
    """An object with a stream and its true length."""
    kept = re.sub(rb"/Length\s+\d+( \d+ R)?", b"", head).strip()
    inner = kept[:-2] if kept.endswith(b">>") else b"<<"
    return inner + b" /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream"


def _unpacked(body: bytes) -> bytes:
    """The object with its stream unpacked where it holds operators or a map of characters."""
    head, stream = parts(body)
    if stream is None or b"/FlateDecode" not in head or b"/Predictor" in head:
        return body
    try:
        plain = zlib.decompress(stream)
    except zlib.error:
        return body
    if not (CONTENT.search(plain) or CMAP.search(plain)) or sum(32 <= sign < 127 or sign in (10, 13) for sign in plain) < 0.8 * len(plain):
        return body
    return streamed(re.sub(rb"/Filter\s*(\[\s*)?/FlateDecode(\s*\])?", b"", head), plain)


# ---------------------------------------------------------------- putting files together


def assemble(base: Base, objects: Objects, *, more: bytes = b"") -> bytes:
    """A PDF of objects with a plain cross-reference table; `more` goes into the trailer."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    size = max(objects, default=0) + 1
    table = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    start = len(out)
    out += b"xref\n0 %d\n" % size + table + b"trailer\n<< /Size %d %s %s >>\n" % (size, _trailer(base), more)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _trailer(base: Base) -> bytes:
    return b"/Root %d 0 R /ID [%s]" % (base.root, base.identity) + (b" /Encrypt %d 0 R" % base.locks if base.locks else b"")


def assemble_packed(base: Base, objects: Objects) -> bytes:
    """A PDF whose objects without streams lie in an object stream, with a cross-reference stream."""
    loose = sorted(number for number, body in objects.items() if parts(body)[1] is None and number != base.locks)
    store, size = max(objects) + 1, max(objects) + 3
    index, packed = bytearray(), bytearray()
    for number in loose:
        index += b"%d %d " % (number, len(packed))
        packed += objects[number] + b"\n"
    out, rows = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {0: (0, 0, 65535)}
    rows |= {number: (2, store, place) for place, number in enumerate(loose)}
    head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode >>" % (len(loose), len(index))
    kept = {number: body for number, body in objects.items() if number not in rows}
    for number, body in [*kept.items(), (store, streamed(head, zlib.compress(bytes(index + packed))))]:
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    rows[size - 1] = (1, start, 0)
    entries = [rows.get(number, (0, 0, 0)) for number in range(size)]
    cells = b"".join(kind.to_bytes(1, "big") + place.to_bytes(4, "big") + other.to_bytes(2, "big") for kind, place, other in entries)
    head = b"<< /Type /XRef /W [1 4 2] /Size %d %s /Filter /FlateDecode >>" % (size, _trailer(base))
    out += b"%d 0 obj\n" % (size - 1) + streamed(head, zlib.compress(cells)) + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


# ---------------------------------------------------------------- breakages of a file's bytes


def flip_bytes(data: bytes, random: Random) -> bytes:
    """1 to 500 bytes changed, all over the file or close together."""
    out = bytearray(data)
    span = random.choice((len(out), len(out), min(len(out), 3000)))
    start = random.randrange(len(out) - span + 1)
    for _ in range(round(500 ** random.random())):
        out[start + random.randrange(span)] = random.randrange(256)
    return bytes(out)


def truncate(data: bytes, random: Random) -> bytes:
    """Cut anywhere."""
    return data[: random.randrange(16, len(data))]


def _range(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(len(data), start + round(len(data) ** random.random()))


def delete_range(data: bytes, random: Random) -> bytes:
    """A piece left out."""
    start, end = _range(data, random)
    return data[:start] + data[end:]


def duplicate_range(data: bytes, random: Random) -> bytes:
    """A piece repeated, once or often."""
    start, end = _range(data, random)
    times = random.choice((1, 1, 2, 50)) if end - start < 20_000 else 1
    return data[:end] + data[start:end] * times + data[end:]


def zero_range(data: bytes, random: Random) -> bytes:
    """A piece set to zeros."""
    start, end = _range(data, random)
    return data[:start] + b"\0" * (end - start) + data[end:]


def move_range(data: bytes, random: Random) -> bytes:
    """A piece set over another place."""
    start, end = _range(data, random)
    place = random.randrange(len(data))
    return data[:place] + data[start:end] + data[place + end - start :]


def swap_ranges(data: bytes, random: Random) -> bytes:
    """Blocks of the file in another order."""
    cuts = sorted(random.sample(range(1, len(data)), 3))
    blocks = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    random.shuffle(blocks)
    return b"%PDF-1.7\n" + b"".join(blocks)


def break_xref(data: bytes, random: Random) -> bytes:
    """The table of objects with loops, false places, false sizes."""
    start = int(data.rpartition(b"startxref")[2].split()[0])
    odd = random.choice((b"0", b"-1", b"%d" % (start - 7), b"%d" % len(data), b"99999999999", b"%d" % random.randrange(len(data))))
    loop = random.choice((b"/Prev %d", b"/XRefStm %d", b"/Prev 0 /XRefStm %d")) % start
    return random.choice((
        partial(_replaced, rb"trailer\n<<", b"trailer\n<< " + loop),
        partial(_replaced, rb"/Type /XRef", b"/Type /XRef " + loop),
        partial(_replaced, rb"startxref\n\d+", b"startxref\n" + odd),
        partial(_replaced, rb"xref\n0 \d+", b"xref\n0 " + random.choice(ODD_NUMBERS)),
        partial(_replaced, rb"/Size \d+", b"/Size " + random.choice(ODD_NUMBERS)),
        partial(_replaced, rb"/W \[1 4 2\]", b"/W [" + b" ".join(random.choices(ODD_NUMBERS, k=3)) + b"]"),
        partial(_replaced, rb"\d{10} 00000 n", b"%010d 00000 n" % random.randrange(len(data))),
        partial(_replaced, rb"/Root \d+", b"/Root " + random.choice(ODD_NUMBERS)),
        partial(_replaced, rb"/N \d+ /First \d+", b"/N %s /First %s" % tuple(random.choices(ODD_NUMBERS, k=2))),
        lambda whole: whole + b"xref\n0 0\ntrailer\n<< /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(whole), len(whole)),
    ))(data)  # fmt: skip


def _replaced(pattern: bytes, by: bytes, data: bytes) -> bytes:
    return re.sub(pattern, lambda _: by, data)


# ---------------------------------------------------------------- changes of objects


def _pick(objects: Objects, random: Random, pattern: re.Pattern[bytes]) -> int:
    """The number of an object in which the pattern occurs, of any object where it occurs in none."""
    return random.choice([number for number, body in objects.items() if pattern.search(body)] or sorted(objects))


def _change(objects: Objects, random: Random, pattern: re.Pattern[bytes], most: int, other: Callable[[], bytes]) -> None:
    """Change up to `most` places of one object's head or stream that a pattern finds."""
    number = _pick(objects, random, pattern)
    places = [found.span() for found in pattern.finditer(objects[number])]
    chosen = random.sample(places, min(len(places), random.randint(1, most)))
    for start, end in sorted(chosen, reverse=True):
        objects[number] = objects[number][:start] + other() + objects[number][end:]


def swap_objects(objects: Objects, random: Random) -> None:
    """Objects under each other's numbers."""
    for _ in range(random.randint(1, 4)):
        one, other = random.choices(sorted(objects), k=2)
        objects[one], objects[other] = objects[other], objects[one]


def lose_objects(objects: Objects, random: Random) -> None:
    """Objects missing."""
    for number in random.sample(sorted(objects), min(len(objects), random.randint(1, 5))):
        del objects[number]


def swap_references(objects: Objects, random: Random) -> None:
    """References to other objects."""
    for _ in range(random.randint(1, 5)):
        _change(objects, random, REFERENCE, 3, lambda: b"%d 0 R" % random.choice([*objects, 0, 99999]))


def lie_about_lengths(objects: Objects, random: Random) -> None:
    """Lengths of streams that are wrong."""
    odd = (*ODD_NUMBERS, b"%d" % random.randrange(5000), b"%d 0 R" % random.choice(sorted(objects)))
    _change(objects, random, LENGTH, 1, lambda: random.choice(odd))


def change_tokens(objects: Objects, random: Random) -> None:
    """Names and numbers of any object by others."""
    names = [name for body in objects.values() for name in NAME.findall(parts(body)[0])]
    for _ in range(random.randint(1, 6)):
        _change(objects, random, NAME, 2, lambda: random.choice([*names, b"/X", b"", b"null"]))
        _change(objects, random, NUMBER, 2, lambda: random.choice(ODD_NUMBERS))


def fill_with_garbage(objects: Objects, random: Random) -> None:
    """Streams of noise."""
    for _ in range(random.randint(1, 3)):
        number = _pick(objects, random, STREAM)
        size = random.choice((0, 1, 100, 5000))
        noise = random.choice((random.randbytes(size), bytes(random.choices(b"0123456789 ./()[]<>TjBTETqQcmreSfW*n", k=size))))
        objects[number] = streamed(parts(objects[number])[0], noise)


def change_filters(objects: Objects, random: Random) -> None:
    """Streams packed in another way than they say, and predictors out of bounds."""
    number = _pick(objects, random, STREAM)
    head, stream = parts(objects[number])
    chain = b" ".join(b"/%sDecode" % name for name in random.choices(FILTERS, k=random.choice((1, 1, 2, 30))))
    odd = tuple(random.choices(ODD_NUMBERS, k=3))
    packed = zlib.compress(stream or b"") if random.random() < 0.5 else stream or b""
    more = b" /Filter [%s] /DecodeParms << /Predictor 15 /Columns %s /Colors %s /K -1 /Rows %s >> >>" % (chain, *odd)
    bare = re.sub(rb"/(Filter|DecodeParms)\s*(\[[^]]*\]|/\w+|<<.*?>>)", b"", head).strip().removesuffix(b">>")
    objects[number] = streamed(bare + more, packed)


def plant_bomb(objects: Objects, random: Random) -> None:
    """A small stream that unpacks to hundreds of MiB."""
    pattern = random.choice((CONTENT, CONTENT, CONTENT, CMAP, IMAGE))
    fillers = (b" ", b"\0", b"0 0 m ", b"q ", b"BT (a) Tj ET ", b"1 2 3 4 re f ") if pattern is CONTENT else (b"<0041> <0042>\n", b"\0")
    number, twice = _pick(objects, random, pattern), random.random() < 0.5
    head = re.sub(rb"/Filter\s*(\[[^]]*\]|/\w+)", b"", parts(objects[number])[0]).strip().removesuffix(b">>")
    filters = b"/Filter [/FlateDecode /FlateDecode] >>" if twice else b"/Filter /FlateDecode >>"
    objects[number] = streamed(head + filters, bomb(random.choice(fillers), twice))


@cache
def bomb(filler: bytes, twice: bool) -> bytes:
    """Something repeated to fill hundreds of MiB, packed once or twice."""
    packer, block, packed = zlib.compressobj(1), filler * (2**20 // len(filler)), bytearray()
    for _ in range(BOMB_SIZE // len(block)):
        packed += packer.compress(block)
    packed += packer.flush()
    return zlib.compress(packed) if twice else bytes(packed)


# ---------------------------------------------------------------- changes of the tree of pages


def _set(objects: Objects, number: int, key: bytes, value: bytes) -> None:
    """Give a dictionary's entry another value: the last of a key counts."""
    head, stream = parts(objects[number])
    head = re.sub(rb"/%s\s*(\[[^]]*\]|\d+ \d+ R|-?[\d.]+|/\w+)" % key, b"", head).strip().removesuffix(b">>") + b" /%s %s >>" % (key, value)
    objects[number] = head if stream is None else streamed(head, stream)


def loop_kids(objects: Objects, random: Random) -> None:
    """A tree of pages that bites its tail."""
    tree, page, new = _pick(objects, random, PAGES), _pick(objects, random, PAGE), max(objects) + 1
    objects[new] = b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] /Parent %d 0 R >>" % (tree, new, random.choice((tree, new)))
    _set(objects, tree, b"Kids", b"[%s]" % b" ".join(b"%d 0 R" % random.choice((tree, page, new)) for _ in range(random.randint(1, 6))))
    if random.random() < 0.3:
        _set(objects, page, b"Kids", b"[%d 0 R]" % tree)


def lie_about_count(objects: Objects, random: Random) -> None:
    """A number of pages that is not theirs."""
    odd = (*ODD_NUMBERS, b"2", b"50", b"2500", b"3001", b"(3)", b"/Three")
    for number, body in [*objects.items()]:
        if PAGES.search(body):
            _set(objects, number, b"Count", random.choice(odd))


def add_pages(objects: Objects, random: Random) -> None:
    """Thousands of pages: empty ones, or one again and again."""
    tree, page, new = _pick(objects, random, PAGES), _pick(objects, random, PAGE), max(objects) + 1
    number = random.choice((300, 2000, 2900, 6000))
    empty = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % tree
    own = number if random.random() < 0.6 else 1
    objects.update({new + place: empty for place in range(own)})
    again = new if random.random() < 0.8 else page
    kids = [page, *(range(new, new + own) if own > 1 else [again] * number)]
    _set(objects, tree, b"Kids", b"[%s]" % b" ".join(b"%d 0 R" % kid for kid in kids))
    _set(objects, tree, b"Count", b"%d" % len(kids))


def deepen_tree(objects: Objects, random: Random) -> None:
    """A page below a long line of nodes."""
    tree, page, new = _pick(objects, random, PAGES), _pick(objects, random, PAGE), max(objects) + 1
    depth = random.choice((20, 500, 1500, 20_000))
    for place in range(depth):
        below = page if place == depth - 1 else new + place + 1
        objects[new + place] = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] /Parent %d 0 R >>" % (below, new + place - 1 if place else tree)
    _set(objects, tree, b"Kids", b"[%d 0 R]" % new)
    _set(objects, page, b"Parent", b"%d 0 R" % (new + depth - 1))


def change_boxes(objects: Objects, random: Random) -> None:
    """Pages of absurd size or turn."""
    for number, body in [*objects.items()]:
        if PAGE.search(body) or PAGES.search(body):
            for key in random.sample((b"MediaBox", b"CropBox", b"MediaBox"), random.randint(1, 2)):
                _set(objects, number, key, _odd_box(random))
            if random.random() < 0.3:
                _set(objects, number, b"Rotate", random.choice((*ODD_NUMBERS, b"90", b"45", b"-90", b"450")))
                _set(objects, number, b"UserUnit", random.choice(ODD_NUMBERS))


def _odd_box(random: Random) -> bytes:
    sides = random.choice((
        random.choices(ODD_NUMBERS, k=4), random.choices((b"0", b"0", b"595", b"842", b"-595", *ODD_NUMBERS), k=4),
        [b"0", b"0", b"1000000", b"1000000"], [b"0", b"0", b"14400", b"14400"], [b"0", b"0", b"0.01", b"0.01"], [b"595", b"842", b"0", b"0"],
        [b"-9999999", b"-9999999", b"9999999", b"9999999"], random.choices(ODD_NUMBERS, k=random.choice((0, 1, 3, 9))),
    ))  # fmt: skip
    return b"[%s]" % b" ".join(sides)


# ---------------------------------------------------------------- changes of what pages draw


def change_numbers_drawn(objects: Objects, random: Random) -> None:
    """Places, sizes and matrices that are out of bounds, or merely wrong."""
    others = random.choice((ODD_NUMBERS, PLAUSIBLE_NUMBERS, PLAUSIBLE_NUMBERS + ODD_NUMBERS))
    for _ in range(random.randint(1, 3)):
        _change(objects, random, DRAWN_NUMBER, 60, lambda: random.choice(others))


def draw_nets(objects: Objects, random: Random) -> None:
    """Hundreds or thousands of rules that cross each other, with text between."""
    across, up = random.choice((5, 60, 300, 440)), random.choice((5, 60, 300, 440))
    levels = b"".join(b"20 %.2f m 570 %.2f l S " % ((20 + place * 800 / up,) * 2) for place in range(up))
    uprights = b"".join(b"%.2f 20 m %.2f 820 l S " % ((20 + place * 550 / across,) * 2) for place in range(across))
    _draw_over(objects, random, levels + uprights)


def draw_crowds(objects: Objects, random: Random) -> None:
    """Thousands of words all over the page, some over each other."""
    number, steps = random.choice((300, 5000, 30_000)), random.choice((1, 6, 30))
    words = random.choice(
        ((b"mill", b"water", b"12,300", b"2009", b"45%", b"Safety and health at the mills", b"-"), (b"A", b"b"), (b"3", b"7.5"))
    )
    spots = ((random.randrange(0, 600, steps), random.randrange(0, 840, steps)) for _ in range(number))
    _draw_over(
        objects,
        random,
        b"".join(b"BT /H %d Tf %d %d Td (%s) Tj ET " % (random.randint(2, 20), *spot, random.choice(words)) for spot in spots),
    )


def _draw_over(objects: Objects, random: Random, drawn: bytes) -> None:
    """Draw on a page beside what stands there; its own fonts are lost, of which one in Helvetica takes the place."""
    page, new = _pick(objects, random, PAGE), max(objects) + 1
    held = re.search(rb"/Contents (\d+ \d+ R)", objects[page])
    objects[new] = streamed(b"<< >>", drawn)
    _set(objects, page, b"Contents", b"[%s %d 0 R]" % (held[1] if held else b"", new))
    _set(objects, page, b"Resources", b"<< /Font << /H %s /F1 %s >> >>" % (HELVETICA, HELVETICA))


def distort(objects: Objects, random: Random) -> None:
    """All that is drawn under an absurd matrix, or in absurd type."""
    number = _pick(objects, random, CONTENT)
    head, stream = parts(objects[number])
    before = random.choice((
        b"%s 0 0 %s 0 0 cm " % tuple(random.choices(ODD_NUMBERS, k=2)),
        b"%s %s %s %s %s %s cm " % tuple(random.choices((*ODD_NUMBERS, b"1", b"0"), k=6)),
        b"1 0 0 1 %s %s cm " % tuple(random.choices(ODD_NUMBERS, k=2)),
        b"%s Tc %s Tw %s Tz %s TL " % tuple(random.choices(ODD_NUMBERS, k=4)),
        b"1000000000 0 0 1000000000 0 0 cm " * random.choice((1, 2, 5, 9)),
    ))  # fmt: skip
    objects[number] = streamed(head, before + (stream or b""))


def nest(objects: Objects, random: Random) -> None:
    """Arrays, dictionaries and states within each other without end."""
    depth = random.choice((60, 600, 5000, 200_000))
    opened, closed = random.choice(((b"[", b"]"), (b"<</A ", b">>"), (b"[<</A ", b">>]"), (b"(", b")")))
    nested = opened * depth + (b"1" + closed * depth if random.random() < 0.6 else b"")
    if random.random() < 0.5:
        number, key = _pick(objects, random, PAGE), random.choice((b"Contents", b"Resources", b"MediaBox", b"Annots", b"Kids", b"Parent"))
        _set(objects, number, key, nested)
        return
    number = _pick(objects, random, CONTENT)
    repeated = random.choice((b"q ", b"BT ", b"/A BMC ", b"BI ", b"BX ")) * depth
    head, stream = parts(objects[number])
    objects[number] = streamed(head, random.choice((nested + b" TJ ", b"/A " + nested + b" BDC ", repeated)) + (stream or b""))


def nest_forms(objects: Objects, random: Random) -> None:
    """Forms that draw forms: themselves, each other, or ever more of them."""
    page, new = _pick(objects, random, PAGE), max(objects) + 1
    depth, width = random.choice(((1, 1), (2, 1), (3, 3), (12, 1), (60, 1), (500, 1), (6, 2), (9, 2), (3, 10), (40, 2), (8, 20)))
    for place in range(depth):
        last = place == depth - 1
        below = random.choice((new, new + place)) if last and random.random() < 0.5 else new + place + (not last)
        resources = b"<< /XObject << /F %d 0 R >> /Font << /H %s >> >>" % (below, HELVETICA)
        drawn = (
            b"BT /H 9 Tf 50 %d Td (Safety at mills) Tj ET 40 %d 200 0.5 re f " % (place * 12 % 800, place * 12 % 800) + b"/F Do " * width
        )
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 850] /Matrix [1 0 0 1 0.5 0] /Resources %s >>" % resources
        objects[new + place] = streamed(head, drawn)
    objects[new + depth] = streamed(b"<< >>", b"/F Do")
    _set(objects, page, b"Contents", b"%d 0 R" % (new + depth))
    _set(objects, page, b"Resources", b"<< /XObject << /F %d 0 R >> >>" % new)


def swell_images(objects: Objects, random: Random) -> None:
    """Pictures that claim to be gigantic."""
    new = max(objects) + 1
    objects[new] = streamed(
        b"<< /Type /XObject /Subtype /Image /ColorSpace /DeviceGray /Width 9 /Height 9 /BitsPerComponent 8 >>", b"\x80" * 81
    )
    _draw_over(objects, random, b"q 500 0 0 500 40 40 cm /I Do Q ")
    _set(objects, page := _pick(objects, random, PAGE), b"Contents", b"%d 0 R" % (new + 1))
    _set(objects, page, b"Resources", b"<< /XObject << /I %d 0 R >> >>" % new)
    for number in [number for number, body in objects.items() if IMAGE.search(body)]:
        for key in (b"Width", b"Height"):
            _set(objects, number, key, random.choice((b"100000", b"30000", b"1", *ODD_NUMBERS)))
        if random.random() < 0.5:
            _set(objects, number, b"BitsPerComponent", random.choice(ODD_NUMBERS))
            _set(objects, number, b"SMask", b"%d 0 R" % number)


# ---------------------------------------------------------------- changes of fonts


def break_maps(objects: Objects, random: Random) -> None:
    """Maps of characters that lead nowhere, everywhere, or to what are no characters."""
    for number, body in [*objects.items()]:
        if CMAP.search(body) and random.random() < 0.8:
            objects[number] = streamed(b"<< >>", _odd_map(random))
    new = max(objects) + 1
    objects[new] = streamed(b"<< >>", _odd_map(random))
    for number, body in [*objects.items()]:
        if re.search(rb"/Subtype\s*/(Type0|Type1|TrueType)\b", body):
            _set(objects, number, b"ToUnicode", random.choice((b"%d 0 R" % new, b"/Identity-H", b"%d 0 R" % number, b"7")))


def _odd_map(random: Random) -> bytes:
    begin = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    chars = b"".join(b"<%04X> %s\n" % (code, random.choice(ODD_TARGETS)) for code in random.choices(range(400), k=200))
    ranges = b"".join(
        b"<%04X> <%04X> %s\n" % (random.randrange(300), random.randrange(65536), random.choice(ODD_TARGETS)) for _ in range(20)
    )
    whole = random.choice((b"<0000> <FFFF> ", b"<00000000> <FFFFFFFF> ", b"<FFFF> <0000> ")) + random.choice(ODD_TARGETS)
    bodies = (
        b"200 beginbfchar\n" + chars + b"endbfchar",
        b"20 beginbfrange\n" + ranges + b"endbfrange",
        b"1 beginbfrange\n" + whole + b" endbfrange",
        b"beginbfchar " + b"<" * 5000,
    )
    return begin + random.choice(bodies) + b"\nendcmap end"


def break_fonts(objects: Objects, random: Random) -> None:
    """Fonts with absurd widths and boxes, loops among descendants, other kinds and codes than theirs."""
    for _ in range(random.randint(1, 4)):
        _change(objects, random, FONT_NUMBER, 6, lambda: random.choice(ODD_NUMBERS))
    for number in [number for number, body in objects.items() if FONT.search(body)]:
        _set(objects, number, *_odd_entry(number, random))


def _odd_entry(font: int, random: Random) -> tuple[bytes, bytes]:
    """A key of a font's dictionary and an absurd value."""
    itself, odd = b"%d 0 R" % font, random.choice(ODD_NUMBERS)
    subtypes = b"/Type0 /Type1 /Type3 /TrueType /CIDFontType2 /X".split()
    return random.choice((
        (b"DescendantFonts", b"[%s]" % itself), (b"FontDescriptor", itself), (b"CIDToGIDMap", itself), (b"Encoding", b"/Identity-H"),
        (b"Encoding", b"<< /Differences [%s /A /B 300 /C] >>" % odd), (b"W", b"[0 2000000000 %s]" % odd), (b"DW", odd), (b"FirstChar", odd),
        (b"LastChar", odd), (b"Widths", b"[%s]" % b" ".join(random.choices(ODD_NUMBERS, k=200))), (b"Subtype", random.choice(subtypes)),
        (b"BaseFont", b"/" + b"A" * 5000),
    ))  # fmt: skip


def draw_with_glyphs_that_draw(objects: Objects, random: Random) -> None:
    """A font of procedures, which set text in that very font."""
    page, new = _pick(objects, random, PAGE), max(objects) + 1
    sizes = b" ".join(random.choices((*ODD_NUMBERS, b"0.001", b"0.001", b"0", b"0"), k=6))
    objects[new] = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [%s] /FirstChar 97 /LastChar 97 /Widths [%s] "
        b"/Encoding << /Differences [97 /a] >> /CharProcs << /a %d 0 R >> /Resources << /Font << /T %d 0 R >> >> >>"
        % (sizes, random.choice((b"1000", *ODD_NUMBERS)), new + 1, new)
    )
    objects[new + 1] = streamed(b"<< >>", b"1000 0 0 0 1000 1000 d1 0 0 500 500 re f BT /T 1 Tf (aa) Tj ET")
    objects[new + 2] = streamed(b"<< >>", b"BT /T 12 Tf 50 500 Td (aaaa aaaa) Tj ET")
    _set(objects, page, b"Contents", b"%d 0 R" % (new + 2))
    _set(objects, page, b"Resources", b"<< /Font << /T %d 0 R >> >>" % new)


def mangle_locks(objects: Objects, random: Random) -> None:
    """An encryption dictionary with other versions, keys and filters."""
    locks = _pick(objects, random, re.compile(rb"/Standard\b"))
    odd, method = random.choice(ODD_NUMBERS), random.choice(b"/AESV3 /AESV2 /V2 /None /X".split())
    keys = [b"<%s>" % random.randbytes(random.choice((0, 1, 16, 48, 200))).hex().encode() for _ in range(2)]
    changes = (
        (b"V", random.choice((b"0", b"1", b"4", b"5", b"6", odd))), (b"R", random.choice((b"2", b"3", b"4", b"5", b"6", odd))),
        (b"Length", random.choice((b"40", b"128", b"256", b"7", odd))), (b"P", odd), (b"O", keys[0]), (b"U", keys[1]), (b"OE", b"<00>"),
        (b"UE", b"<%s>" % (b"00" * 32)), (b"Filter", b"/Other"),
        (b"CF", b"<< /StdCF << /CFM %s /Length 32 >> >> /StmF /StdCF /StrF /StdCF" % method),
    )  # fmt: skip
    for key, value in random.sample(changes, random.randint(1, 5)):
        _set(objects, locks, key, value)


# ---------------------------------------------------------------- mutants


BREAKAGES: Mapping[Breakage, int] = {
    break_xref: 7, truncate: 8, delete_range: 6, duplicate_range: 5, zero_range: 6, move_range: 5, swap_ranges: 3, flip_bytes: 18,
}  # fmt: skip
CHANGES: Mapping[Change, int] = {
    swap_objects: 5, lose_objects: 4, swap_references: 5, lie_about_lengths: 5, change_tokens: 12, fill_with_garbage: 5, change_filters: 6,
    loop_kids: 4, lie_about_count: 4, add_pages: 1, deepen_tree: 2, change_boxes: 10, change_numbers_drawn: 14, distort: 10, nest: 4, draw_nets: 2, draw_crowds: 2,
    nest_forms: 2, swell_images: 3, break_maps: 8, break_fonts: 8, draw_with_glyphs_that_draw: 2, mangle_locks: 6, plant_bomb: 3,
}  # fmt: skip
WEIGHTS = {kind.__name__: weight for kinds in (BREAKAGES, CHANGES) for kind, weight in kinds.items()}


@dataclass(frozen=True)
class Mutant:
    """A broken PDF, and how it was made of which sound one."""

    number: int
    base: str
    kind: str
    data: bytes


def mutant(sound: Sequence[Base], number: int, seed: int, kind: str = "") -> Mutant:
    """One of the mutants by its number, the same of the same files and seed; of one kind, if wanted."""
    random = Random(f"{seed}/{number}")
    (chosen,) = [kind] if kind else random.choices([*WEIGHTS], weights=[*WEIGHTS.values()])
    base = random.choice([base for base in sound if base.locks] if chosen == mangle_locks.__name__ else sound)
    return Mutant(number, base.name, chosen, _made(base, chosen, random) or b"%PDF-1.7")


def _made(base: Base, kind: str, random: Random) -> bytes:
    objects, packed = dict(base.objects), random.random() < 0.2 and not base.locks
    for change in CHANGES:
        if change.__name__ == kind:
            change(objects, random)
    made = assemble_packed(base, objects) if packed else assemble(base, objects)
    for breakage in BREAKAGES:
        if breakage.__name__ == kind or (breakage is flip_bytes and random.random() < 0.05):
            made = breakage(made, random)
    return made


# ---------------------------------------------------------------- reading them


@dataclass(frozen=True)
class Result:
    """What became of a mutant: an outcome for the table, seconds, and where the reader stumbled, if it did."""

    outcome: str
    seconds: float = 0.0
    bug: str = ""


BUG, STOPPED, DIED, MEMORY = "BUG", "stopped", "died", "memory"


def read_mutant(path: str) -> Result:
    """Read one file as a worker of the batch does; warnings count as errors. Runs in a worker."""
    start = time.perf_counter()
    outcome, bug = _outcome(Path(path))
    return Result(outcome, time.perf_counter() - start, bug)


def _outcome(path: Path) -> tuple[str, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fault = fault_of(read_document(path))
    except InputError as error:
        return type(error).__name__.removesuffix("Error"), ""
    except MemoryError:
        return MEMORY, ""
    except Exception as error:
        return BUG, _place_of(error)
    return (BUG, fault) if fault else ("read", "")


def fault_of(document: Document) -> str:
    """What is wrong with a document that was read: places that are no numbers, text that cannot be written; "" where nothing is."""
    for page in document.pages:
        boxes = [box for segment in page.segments for box in segment.boxes]
        sides = [page.width, page.height, *(side for box in boxes for side in (box.left, box.bottom, box.right, box.top))]
        if not all(map(math.isfinite, sides)):
            return "a page or box whose place is no finite number"
        if any("\ud800" <= sign <= "\udfff" or sign == "\0" for segment in page.segments for sign in segment.text):
            return "a text with half a character or a zero"
    return ""


def _place_of(error: BaseException) -> str:
    """Kind and message of an error, its place, and the last place in the reader that led there."""
    trace, places = error.__traceback__, []
    while trace:
        places.append((Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno))
        trace = trace.tb_next
    ours = [f"{file.name}:{line}" for file, line in places if "csr_extract" in file.parts]
    last = f"{places[-1][0].name}:{places[-1][1]}"
    return f"{type(error).__name__}: {str(error)[:90]} in {last}" + (f" (from {ours[-1]})" if ours and ours[-1] != last else "")


def read_all(made: Iterator[Mutant], folder: Path, *, seconds: float, memory: int, jobs: int) -> Iterator[tuple[Mutant, Path, Result]]:
    """Each mutant, its file and what became of it, as it becomes known; the pool is the batch's. Bytes of mutants are not kept."""
    with ProcessPool(jobs, FILES_A_PROCESS, initializer=_prepare, initargs=[memory], context=get_context("spawn")) as pool:
        waiting: dict[Future[Result], tuple[Mutant, Path]] = {}
        try:
            for one in made:
                path = folder / f"{one.number}.pdf"
                path.write_bytes(one.data)
                waiting[pool.schedule(read_mutant, args=(str(path),), timeout=seconds)] = (replace(one, data=b""), path)
            for future in as_completed(waiting):
                yield *waiting[future], _result(future, seconds)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _prepare(memory: int) -> None:
    bound_memory(memory)
    # What pdfium and the reader write to the screen about broken files is of no use here.
    sys.stderr = io.StringIO()


def _result(future: Future[Result], seconds: float) -> Result:
    try:
        return future.result()
    except TimeoutError:
        return Result(STOPPED, seconds)
    except ProcessExpired as error:
        return Result(DIED, bug=f"exit code {error.exitcode}")


# ---------------------------------------------------------------- telling


def print_table(results: Sequence[tuple[Mutant, Result]]) -> None:
    """A line for each kind of mutant and a column for each outcome."""
    outcomes = [name for name, _ in Counter(result.outcome for _, result in results).most_common()]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, result in results:
        counts[one.kind][result.outcome] += 1
        counts["all"][result.outcome] += 1
    print(f"{'':28s}" + "".join(f"{name:>14s}" for name in outcomes))
    for kind in sorted(counts, key=lambda kind: (kind == "all", kind)):
        print(f"{kind:28s}" + "".join(f"{counts[kind][name] or '':>14}" for name in outcomes))


def print_remarks(results: Sequence[tuple[Mutant, Result]]) -> None:
    """The slowest that ended by themselves, and those that were stopped or died."""
    ended = sorted((pair for pair in results if pair[1].outcome not in (STOPPED, DIED)), key=lambda pair: -pair[1].seconds)
    print("slowest: " + ", ".join(f"{one.number} ({one.kind}, {result.seconds:.1f} s)" for one, result in ended[:DEAREST]))
    for outcome in (STOPPED, DIED, MEMORY):
        if found := [
            f"{one.number} ({one.kind}{', ' + result.bug if result.bug else ''})" for one, result in results if result.outcome == outcome
        ]:
            print(f"{outcome}: {', '.join(sorted(found))}")


def print_bugs(results: Sequence[tuple[Mutant, Result]]) -> int:
    """Each bug once, with the numbers of its mutants; gives how many."""
    found: dict[str, list[int]] = defaultdict(list)
    for one, result in results:
        if result.outcome == BUG:
            found[result.bug].append(one.number)
    for bug, numbers in sorted(found.items(), key=lambda pair: -len(pair[1])):
        print(f"BUG in {len(numbers)} mutants: {bug}\n    {', '.join(map(str, sorted(numbers)[:12]))}")
    return len(found)


def main() -> int:
    """Make, read, tell; 1 where the reader has bugs."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Read broken PDFs as a batch does and list bugs of the reader."
    )
    parser.add_argument("--number", type=int, default=2000, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0, help="time limit of one")
    parser.add_argument("--memory", type=int, default=2048, help="MiB of the process that reads")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kind", default="", choices=WEIGHTS, help="mutants of one kind alone")
    parser.add_argument("--only", help="numbers of mutants, parted by commas")
    parser.add_argument("--keep", type=Path, help="folder for mutants that were not read to the end (all of --only)")
    chosen = parser.parse_args()
    sound = [*bases()]
    numbers = [int(number) for number in chosen.only.split(",")] if chosen.only else range(chosen.number)
    start, results = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder:
        made = (mutant(sound, number, chosen.seed, chosen.kind) for number in numbers)
        for one, path, result in read_all(made, Path(folder), seconds=chosen.seconds, memory=chosen.memory, jobs=chosen.jobs):
            results.append((one, result))
            if chosen.keep and (chosen.only or result.outcome in (BUG, STOPPED, DIED, MEMORY)):
                chosen.keep.mkdir(parents=True, exist_ok=True)
                path.replace(chosen.keep / f"{chosen.seed}-{one.number}-{one.kind}.pdf")
            path.unlink(missing_ok=True)
    print_table(results)
    print_remarks(results)
    print(f"{len(results):,} mutants of {len(sound)} files in {time.perf_counter() - start:.0f} s")
    return 1 if print_bugs(results) else 0


if __name__ == "__main__":
    sys.exit(main())
