"""The folder in which a machine keeps what its tasks were brought, unpacked or made once."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from runtime_shim.contract import CACHE_FOLDER, ENV_CACHE
from runtime_shim.errors import FlowcError


class CacheFailed(FlowcError):
    """The folder cannot be used."""


def cache_folder(environment: Mapping[str, str], kind: str) -> Path:
    """The folder for things of a kind, which nobody but this user can write to.

    It is in the folder that `FLOWC_CACHE` names, else in `CACHE_FOLDER`, and made where it is
    not there. Raises `CacheFailed`.
    """
    named = environment.get(ENV_CACHE)
    try:
        if not named:
            # Everybody can write beside it: whoever owns it could put another in its place.
            _make_private(Path(CACHE_FOLDER))
        folder = Path(named or CACHE_FOLDER).absolute() / kind
        _make_private(folder)
    except OSError as error:
        raise CacheFailed(
            f"the folder {error.filename} cannot be made: {error.strerror}. "
            f"Name one that can be in the environment variable {ENV_CACHE}."
        ) from error
    return folder


def make_once(folder: Path, fill: Callable[[Path], None]) -> None:
    """Has a folder that `fill` filled; does nothing where it is there already.

    It gets its name when it is complete. Of several processes that make it at once each
    fills one of its own, and one of these stays.
    """
    if folder.is_dir():
        return
    draft = folder.with_name(f".{folder.name}-{os.getpid()}-{os.urandom(4).hex()}")
    draft.mkdir(mode=0o700)
    try:
        fill(draft)
        draft.rename(folder)
    except BaseException as error:
        import shutil

        shutil.rmtree(draft, ignore_errors=True)
        if not isinstance(error, OSError) or not folder.is_dir():
            raise


def _make_private(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
        raise CacheFailed(
            f"what is in the folder {folder} could have been put there by another user. Name a "
            f"folder in the environment variable {ENV_CACHE} that only this one can write to."
        )
