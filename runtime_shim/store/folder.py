"""A datastore in a folder of this machine, or of a file system that several share.

An object is a file, and every file under the root whose name does not begin with a dot
is one. What is being written lies in `.tmp` until it is whole: then one call of the file
system gives it its name. So whoever dies while writing leaves nothing that could be taken
for an object. Nothing is synced to the disk: a lost process loses nothing, a lost machine
may; then a blob's digest shows it.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Optional

from runtime_shim.store import Buffer, Entry, Missing
from runtime_shim.store.errors import AccessDenied, NoKey, StoreFailed
from runtime_shim.store.keys import check_key

MAP_FROM = 1 << 20
"""Bytes from which on `read_buffer` maps a file."""
_PIECE = 1 << 20
DRAFT_SECONDS = 24 * 3600
"""How long nobody has written to a draft when its writer counts as dead."""

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_OBJECT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


class FolderStore:
    """The store in a folder, which is made when something is first written."""

    is_remote = False

    def __init__(self, root: str) -> None:
        self.root = root
        # A step may change the current folder; the store stays where it is.
        self._folder = Path(root).absolute()

    def read(self, key: str) -> bytes:
        with self._explained("read", key):
            try:
                return self._at(key).read_bytes()
            except _NO_OBJECT:
                raise Missing(key) from None

    def read_buffer(
        self,
        key: str,
        size: Optional[int] = None,  # noqa: ARG002 - the file system tells
    ) -> Buffer:
        """As `Store.read_buffer`; a large file is mapped copy-on-write, the file stays as it is."""
        with self._explained("read", key):
            try:
                return _buffer(self._at(key))
            except _NO_OBJECT:
                raise Missing(key) from None

    def read_into(self, key: str, file: BinaryIO) -> None:
        with self._explained("read", key):
            try:
                source = self._at(key).open("rb")
            except _NO_OBJECT:
                raise Missing(key) from None
        with source:
            while piece := source.read(_PIECE):
                file.write(piece)

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        target = self._at(key)
        with self._explained("written", key), self._draft(content) as draft:
            _make_room(target)
            draft.replace(target)

    def create(self, key: str, content: Iterable[Buffer]) -> bool:
        """As `Store.create`; the pieces are not touched where the key is taken."""
        if self.exists(key):
            return False
        target = self._at(key)
        with self._explained("written", key), self._draft(content) as draft:
            _make_room(target)
            try:
                os.link(draft, target)
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                return self._replace_if_new(draft, target)
            return True

    def add(self, key: str, content: Iterable[Buffer]) -> bool:
        return self.create(key, content)

    def exists(self, key: str) -> bool:
        with self._explained("read", key):
            return self._at(key).is_file()

    def list(self, folder: str) -> Iterator[str]:
        path = self._at(folder) if folder else self._folder
        with self._explained("read", folder):
            try:
                names = [entry.name for entry in path.iterdir()]
            except _NO_OBJECT:
                names = []
        # Those with a dot are ours, or what systems leave in any folder (.DS_Store, .nfs...).
        return iter(sorted(name for name in names if not name.startswith(".")))

    def scan(self, folder: str) -> Iterator[Entry]:
        """As `Store.scan`; raises `StoreFailed` rather than pass over what cannot be looked into.

        So does a link that leads nowhere: the disk that it leads to may be missing.
        """

        def failed(error: OSError) -> None:
            file = Path(error.filename)
            # Another process may remove what has just been found.
            if not isinstance(error, _NO_OBJECT) or file.is_symlink():
                with self._explained("read", file.relative_to(self._folder).as_posix()):
                    raise error

        start = self._at(folder) if folder else self._folder
        for path, folders, files in os.walk(start, onerror=failed, followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                if name.startswith("."):
                    continue
                file = Path(path) / name
                try:
                    facts = file.stat()
                except OSError as error:
                    failed(error)
                else:
                    key = file.relative_to(self._folder).as_posix()
                    yield Entry(key, facts.st_size, facts.st_mtime)

    def delete(self, key: str) -> None:
        with self._explained("written", key), suppress(*_NO_OBJECT):
            self._at(key).unlink()

    def drafts(self, oldest: float) -> Iterator[Path]:
        """Files whose writers left them, by when they were last written to: before `oldest`,
        in seconds since the epoch."""
        with suppress(*_NO_OBJECT):
            for draft in (self._folder / ".tmp").iterdir():
                with suppress(*_NO_OBJECT):
                    if draft.is_file() and draft.stat().st_mtime < oldest:
                        yield draft

    def _at(self, key: str) -> Path:
        check_key(key)
        try:
            os.fsencode(key)
        except UnicodeEncodeError:
            raise NoKey(f"{key!r} is no key: it has characters that no file name has.") from None
        return self._folder / key

    @cached_property
    def _drafts(self) -> Path:
        """The folder of what is being written, without what dead writers left."""
        folder = self._folder / ".tmp"
        if not folder.is_dir():
            self._make_root()
            folder.mkdir(exist_ok=True)
        for draft in self.drafts(time.time() - DRAFT_SECONDS):
            with suppress(OSError):  # another process sweeps too
                draft.unlink()
        return folder

    def _make_root(self) -> None:
        try:
            self._folder.mkdir(parents=True)
        except FileExistsError:
            return
        (self._folder / ".gitignore").write_text("*\n")

    @contextmanager
    def _draft(self, content: Iterable[Buffer]) -> Iterator[Path]:
        """A file that holds the pieces, for as long as it takes to give it its name."""
        draft = self._drafts / f"{os.getpid()}-{os.urandom(8).hex()}"
        try:
            with draft.open("xb") as file:
                file.writelines(content)
            yield draft
        finally:
            draft.unlink(missing_ok=True)

    def _replace_if_new(self, draft: Path, target: Path) -> bool:
        """Does what a link does, on a file system that has none."""
        import fcntl

        with (self._folder / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if target.exists():
                return False
            draft.replace(target)
            return True

    @contextmanager
    def _explained(self, deed: str, key: str) -> Iterator[None]:
        """Turns what the operating system says into what a user can act on."""
        try:
            yield
        except OSError as error:
            if error.errno is None:  # not of the system: say, of a signal handler
                raise
            kind = AccessDenied if error.errno in _DENIED else StoreFailed
            whole = f"datastore {self._folder}"
            what = f"`{key}` of the {whole}" if key else f"The {whole}"
            raise kind(
                f"{what} cannot be {deed}: {error.strerror}. {_advice(error.errno)}"
            ) from error


def _make_room(target: Path) -> None:
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)


def _buffer(path: Path) -> Buffer:
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size < MAP_FROM:
            return bytearray(file.readall())
        from mmap import ACCESS_COPY, mmap

        return memoryview(mmap(file.fileno(), size, access=ACCESS_COPY))


def _advice(code: int) -> str:
    if code in _DENIED:
        return "Make the folder readable and writable for this user, or name another datastore."
    if code in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space, or name a datastore on another disk."
    if code in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
        return "A file is where a folder has to be, or a folder where a file has to be."
    return "Check the disk, or name another datastore."
