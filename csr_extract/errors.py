"""Every error a person may meet is a sentence: what, where, what now. Bugs keep their traceback."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

EXIT_USAGE = 2
EXIT_SOME_FAILED = 3


class CsrExtractError(Exception):
    """The root of all errors whose message is written for the person at the keyboard."""

    def __reduce__(self) -> tuple[Callable[..., CsrExtractError], tuple[type[CsrExtractError], str, dict[str, object]]]:
        """Errors cross from one process to another with their message as it is."""
        return _restored, (type(self), str(self), vars(self))


def _restored(kind: type[CsrExtractError], message: str, state: dict[str, object]) -> CsrExtractError:
    error = kind.__new__(kind)
    error.args = (message,)
    vars(error).update(state)
    return error


class InputError(CsrExtractError):
    """A document, manifest or argument that cannot be used as it is."""


class MissingPathError(InputError):
    """A path that does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: there is no such file or folder. Check the spelling, or give an absolute path.")


class EmptyFileError(InputError):
    """A file of zero bytes, or without a single word."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name}: the file is empty, or holds no words. Copy or download it again.")


class DamagedFileError(InputError):
    """A file that is not what its name says, or is cut short."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name}: {what}. Open it in a viewer to check, then download it again.")


class WrongTypeError(InputError):
    """A file whose content is of another type than its ending says."""

    def __init__(self, path: Path, found: str, cure: str) -> None:
        super().__init__(f"{path.name}: this is {found}, not what its ending says. {cure}")


class UnknownTypeError(InputError):
    """A file type without a reader."""

    def __init__(self, path: Path, known: Sequence[str]) -> None:
        super().__init__(f"{path.name}: no reader for {path.suffix or 'files without an ending'}. Known are {', '.join(known)}.")


class PasswordError(InputError):
    """A PDF that asks for a user password."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name}: the PDF is locked with a password. Save an unlocked copy (print to PDF) and rate that.")


class NoTextError(InputError):
    """A PDF of images: nothing to read without optical character recognition."""

    def __init__(self, path: Path, pages: int, *, tried: bool = False) -> None:
        cure = (
            "OCR found no words on them either; scan the report again, at 200 dpi or more."
            if tried
            else "Install the extra that reads pictures (pip install 'csr-extract[ocr]') and leave out --no-ocr."
        )
        super().__init__(f"{path.name}: none of its {pages} pages contain text (a scan?). {cure}")


class TooLargeError(InputError):
    """A file over the bounds within which files are read."""

    def __init__(self, path: Path, size: str, limit: str) -> None:
        super().__init__(f"{path.name}: {size} is more than the {limit} that are read of one file. Split it and rate the parts.")


class EncryptedWordError(InputError):
    """A Word file behind a password."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name}: the file is locked with a password, or is an old .doc with a new ending. "
            "Open it in Word, save it as .docx without a password, and rate that."
        )


class TimeLimitError(InputError):
    """A file that was stopped because it took too long."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(f"{path.name}: stopped after {seconds:g} s. Give it longer (--timeout), or split the file.")


class CrashError(InputError):
    """A file that ended its worker process."""

    def __init__(self, path: Path, exit_code: int) -> None:
        super().__init__(
            f"{path.name}: the process that read it ended abnormally (exit code {exit_code}); "
            "the file is damaged or needs more memory. Repair it (qpdf --linearize) or split it."
        )


class UnexpectedError(InputError):
    """A file over which the program itself stumbled: a bug, told with its place, that must not end the other files' run."""

    def __init__(self, path: Path, error: BaseException) -> None:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        super().__init__(
            f"{path.name}: the program stumbled over this file ({type(error).__name__}: {error}{place}). "
            "Please report it; saving the file again as PDF may help."
        )


class ManifestError(InputError):
    """A companies.csv that cannot be followed; lists every problem at once."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__(listed(f"{path.name}: the manifest has {count(problems, 'problem')}", problems))


class LexiconError(CsrExtractError):
    """Lexicon files with problems; lists every problem of every file at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(listed(f"the lexicon has {count(problems, 'problem')}", problems))


class IndustryError(InputError):
    """Unknown or too many industries, or weights that do not fit them."""


class ConsistencyError(CsrExtractError):
    """AHP judgements that contradict each other too much (CR of 0.1 or more)."""


class ResultError(InputError):
    """A results folder, company or indicator that does not exist or is of another version."""


def count(things: Sequence[object], noun: str) -> str:
    """A number with its noun.

    >>> count(["a"], "problem"), count([], "problem")
    ('1 problem', '0 problems')
    """
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def listed(head: str, lines: Sequence[str]) -> str:
    """A heading with one line below it for each thing."""
    return "\n".join([f"{head}:", *(f"  - {line}" for line in lines)])
