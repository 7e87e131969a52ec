"""The operations that a run needs of a datastore, each tried once on objects of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from compiler.datastore.permissions import Need
from runtime_shim.store import Missing, Store
from runtime_shim.store.errors import AccessDenied
from runtime_shim.store.transfer import LARGE

_PIECE = 1 << 20


class Wrong(Exception):
    """The store did something else than it has to; the message is a whole sentence."""


class Conceals(Exception):
    """The store does not tell what is missing from what is denied."""


@dataclass(frozen=True)
class Bench:
    """A place for trials: a store, and a folder in it for nothing else."""

    store: Store
    folder: str
    stored: set[str] = field(default_factory=set)
    """The names of the objects in it."""

    def key(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Stores an object."""
        self.store.write(self.key(name), content)
        self.stored.add(name)

    def is_there(self, name: str) -> bool:
        """Whether there is such an object, as far as whoever asks may know."""
        try:
            return self.store.exists(self.key(name))
        except AccessDenied:
            return False


@dataclass(frozen=True)
class Trial:
    """One operation."""

    name: str
    need: Need
    run: Callable[[Bench], None]
    """Raises what the store raises, or `Wrong`, or `Conceals`."""
    after: str | None = None
    """The trial without whose success this one cannot be made."""


def _write(bench: Bench) -> None:
    bench.put("small", [b"one"])


def _read(bench: Bench) -> None:
    _demand(bench, "small", b"one")


def _missing(bench: Bench) -> None:
    try:
        bench.store.read(bench.key("missing"))
    except Missing:
        return
    except AccessDenied as error:
        raise Conceals from error
    raise Wrong("It gives an object that nobody has stored.")


def _create(bench: Bench) -> None:
    key = bench.key("created")
    if not bench.store.create(key, [b"first"]):
        raise Wrong("It says that a new object exists already.")
    bench.stored.add("created")
    if bench.store.create(key, [b"second"]) or bench.store.read(key) != b"first":
        raise Wrong(
            "It has no conditional writes: what was to be stored only if nothing is there has "
            "replaced what was there. Two attempts that commit at once could both believe that "
            "they did. Use a store, or a version of it, that heeds `If-None-Match: *`."
        )


def _overwrite(bench: Bench) -> None:
    bench.put("small", [b"two"])
    _demand(bench, "small", b"two")


def _list(bench: Bench) -> None:
    listed = set(bench.store.list(bench.folder))
    scanned = {entry.key for entry in bench.store.scan(bench.folder)}
    if listed != bench.stored or scanned != set(map(bench.key, bench.stored)):
        raise Wrong("Its listing does not show what was stored right before.")


def _write_large(bench: Bench) -> None:
    bench.put("large", _pieces())


def _read_ranges(bench: Bench) -> None:
    pieces = list(_pieces())
    found = memoryview(bench.store.read_buffer(bench.key("large"), len(pieces) * _PIECE))
    for number, piece in enumerate(pieces):
        if found[number * _PIECE : (number + 1) * _PIECE] != piece:
            raise Wrong("A large object that is read in parts is not what was stored.")


def _abort(bench: Bench) -> None:
    class Enough(Exception):
        pass

    def pieces() -> Iterator[bytes]:
        yield from _pieces()
        raise Enough

    with suppress(Enough):
        bench.put("aborted", pieces())
    if bench.is_there("aborted"):
        bench.stored.add("aborted")
        raise Wrong("Half of an object is there after its upload was given up.")


def _delete(bench: Bench) -> None:
    bench.store.delete(bench.key("small"))
    if bench.is_there("small"):
        raise Wrong("An object is still there after it was deleted.")
    bench.stored.discard("small")


def _demand(bench: Bench, name: str, content: bytes) -> None:
    try:
        found = bench.store.read(bench.key(name))
    except Missing:
        raise Wrong("It does not find an object that was stored right before.") from None
    if found != content:
        raise Wrong("It gives another content than was stored right before.")


def _pieces() -> Iterator[bytes]:
    """More than goes in one request, each piece another one."""
    for number in range(LARGE // _PIECE + 2):
        yield bytes([number]) * _PIECE


TRIALS = (
    Trial("write", "write", _write),
    Trial("read", "read", _read, after="write"),
    Trial("tell what is missing", "list", _missing, after="read"),
    Trial("create once", "write", _create, after="read"),
    Trial("overwrite", "overwrite", _overwrite, after="read"),
    Trial("list", "list", _list),
    Trial("write in parts", "large", _write_large, after="write"),
    Trial("read in parts", "read", _read_ranges, after="write in parts"),
    Trial("give up an upload", "abort", _abort, after="write in parts"),
    Trial("delete", "delete", _delete, after="write"),
)
"""In their order: they build on each other."""
