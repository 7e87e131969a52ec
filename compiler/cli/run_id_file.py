"""The file of `--run-id-file`, which gets the id of a run as soon as there is one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click


def check_run_id_file(file: Path) -> None:
    """Raises `UsageError` where the file cannot be written, before there is a run."""
    with _draft(file):
        pass


def write_run_id(file: Path, run: str) -> None:
    """Writes the file as a whole, so that whoever waits for it finds the id in it."""
    with _draft(file) as draft:
        draft.write_text(run, encoding="utf-8")
        draft.chmod(0o666 & ~_umask())
        draft.replace(file)


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """An empty file beside it, gone afterwards."""
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        raise click.UsageError(f"cannot write {file}: {error.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
