"""Many documents in parallel processes on this machine, each with a time limit; one bad file never ends the batch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, TimeoutError, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from csr_extract.detection.window import Window
from csr_extract.errors import CrashError, InputError, TimeLimitError, UnexpectedError
from csr_extract.indicators.system import DEFAULT_SYSTEM
from csr_extract.rating import Findings
from csr_extract.reading.document import DocumentKind

FILES_A_PROCESS = 25


@dataclass(frozen=True)
class Limits:
    """Bounds for one file: `timeout` in seconds, `memory` in MiB of the process that reads it (0: none)."""

    timeout: float = 600.0
    memory: int = 6144


@dataclass(frozen=True)
class Reading:
    """How files are read: with OCR where the text layer fails, and through a cache in `cache` (None: without).

    `window` is the rating window, `classifier` whether the trained model weighs the evidence.
    """

    ocr: bool = False
    cache: Path | None = None
    window: Window | None = None
    classifier: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its findings, or the reason why there are none."""

    path: Path
    findings: Findings | None = None
    error: InputError | None = None


def examine_files(
    files: Sequence[Path],
    *,
    kinds: Mapping[Path, DocumentKind] | None = None,
    years: Mapping[Path, int] | None = None,
    jobs: int | None = None,
    limits: Limits = Limits(),
    reading: Reading = Reading(),
    system: str = DEFAULT_SYSTEM,
) -> Iterator[Outcome]:
    """The outcome of each file as it becomes known, in no particular order; `kinds` and `years` tell what is known of them.

    A process that exceeds a limit, or that crashes, is ended and its file named, and the others go on.
    So is a bug: the file is named with the place.
    """
    workers = min(jobs or os.cpu_count() or 1, max(len(files), 1))
    # A fresh interpreter per worker: pdfium must not be forked after it was used.
    with ProcessPool(
        workers, FILES_A_PROCESS, initializer=_prepare, initargs=[system, limits.memory, reading.classifier], context=get_context("spawn")
    ) as pool:
        futures: dict[Future[Findings | InputError], Path] = {
            pool.schedule(
                _examine_file,
                args=(str(path), system, reading, (kinds or {}).get(path, "csr"), (years or {}).get(path)),
                timeout=limits.timeout,
            ): path
            for path in files
        }
        try:
            for future in as_completed(futures):
                yield _outcome(future, futures[future], limits.timeout)
        except BaseException:
            # Interrupted or no longer wanted: leaving the pool would wait for all files.
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _prepare(system: str, memory: int, classifier: bool) -> None:
    """Bound the worker's memory and load the lexicon, once a worker, before the clock of its first file starts."""
    from csr_extract.rating import prepare

    bound_memory(memory)
    prepare(system, classifier=classifier)


def bound_memory(memory: int) -> None:
    """Let this process have no more than so many MiB, where the system can bound it (not on Windows); 0 bounds nothing."""
    try:
        import resource
    except ImportError:
        return
    if memory:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _examine_file(path: str, system: str, reading: Reading, kind: DocumentKind, year: int | None) -> Findings | InputError:
    """Read and examine one file; an error for the person comes back as a value. Runs in a worker."""
    from csr_extract.detection.model import load_model
    from csr_extract.indicators.system import load_system
    from csr_extract.rating import Reader, examine
    from csr_extract.reading.cache import DocumentCache
    from csr_extract.reading.reader import read_document

    try:
        cache = DocumentCache(reading.cache) if reading.cache else None
        document = read_document(Path(path), ocr=reading.ocr, cache=cache)
        model = load_model(system) if reading.classifier else None
        return examine(document, load_system(system), model, Reader(kind, year, reading.window))
    except InputError as error:
        return error
    except MemoryError:
        return InputError(f"{Path(path).name}: there was not enough memory. Give it more (--memory), or split the file.")
    except Exception as error:
        # A bug in one file must not end the run of hundreds; it is named with its place among the failures.
        return UnexpectedError(Path(path), error)


def _outcome(future: Future[Findings | InputError], path: Path, timeout: float) -> Outcome:
    try:
        result = future.result()
    except TimeoutError:
        return Outcome(path, error=TimeLimitError(path, timeout))
    except (ProcessExpired, CancelledError) as error:
        return Outcome(path, error=CrashError(path, getattr(error, "exitcode", 1)))
    if isinstance(result, InputError):
        return Outcome(path, error=result)
    return Outcome(path, findings=result)
