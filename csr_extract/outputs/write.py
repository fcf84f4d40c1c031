"""Writing a file so that a killed run leaves the old one or the new one, never half of one."""

from __future__ import annotations

from pathlib import Path

from csr_extract.errors import InputError


def write_bytes(path: Path, content: bytes) -> None:
    """Write beside and rename; raises InputError where the folder or file cannot be written."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(
            f"{path}: cannot be written ({error.strerror}). Close it in other programs, or choose another --output."
        ) from error


def check_folder(folder: Path) -> None:
    """Make the folder; raises InputError where it cannot be made or written."""
    trial = folder / ".csr-extract.draft"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise InputError(f"{folder}: this folder cannot be written ({error.strerror}). Choose another --output.") from error
