"""obstore, in whichever process asks for it.

obstore does its work in threads that its first call starts, and a forked process has none of
the threads of the one before it: every call would wait for ever. So a process that was forked
from one that uses obstore, as `multiprocessing` and `parallel_map` do, gets a copy of the
library of its own when it imports it: the shared object is loaded once more, from a file that
the loader of the system has not seen. What the process before opened is no use to it;
`OfProcess` has each open its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import find_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Generic, Optional, TypeVar

from runtime_shim.buckets.errors import MissingLibrary
from runtime_shim.libraries import lead_to_libraries

Opened = TypeVar("Opened")

_NATIVE = "obstore._obstore"


def require_library(what: str, extra: str) -> None:
    """Imports obstore for something that needs it.

    Raises `MissingLibrary` where it is not there, which names the extra of flowc's that has it.
    """
    if find_spec("obstore") is None:
        # A process that a task started has the runtime in reach, and not yet what lies beside.
        lead_to_libraries()
    try:
        import obstore  # noqa: F401
    except ImportError:
        raise MissingLibrary(
            f"{what} needs the package obstore, which is not installed here: "
            f"pip install 'flowc[{extra}]'."
        ) from None
    _Copies.watch(Path(str(sys.modules[_NATIVE].__file__)))


class OfProcess(Generic[Opened]):
    """Something of obstore's that each process opens for itself, when it first asks for it."""

    def __init__(self, opens: Callable[[], Opened]) -> None:
        self._opens = opens
        # That of the process before is kept: to close it would wait for its threads.
        self._opened: dict[int, Opened] = {}

    def get(self) -> Opened:
        process = os.getpid()
        if process not in self._opened:
            self._opened[process] = self._opens()
        return self._opened[process]


class _Copies:
    """Finds the native part of obstore in a forked process: a copy that has not been loaded."""

    _original: Optional[Path] = None

    @classmethod
    def watch(cls, original: Path) -> None:
        """From here on, whatever is forked from this process imports obstore anew."""
        if cls._original is None:
            cls._original = original
            os.register_at_fork(after_in_child=cls._forget)

    @classmethod
    def find_spec(
        cls,
        name: str,
        path: Optional[Sequence[str]] = None,  # noqa: ARG003 - as finders are called
        target: Optional[ModuleType] = None,  # noqa: ARG003
    ) -> Optional[ModuleSpec]:
        if name != _NATIVE or cls._original is None:
            return None
        return spec_from_file_location(name, cls._original, loader=_Copied(name, cls._original))

    @classmethod
    def _forget(cls) -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "obstore"]:
            del sys.modules[name]
        if cls not in sys.meta_path:
            sys.meta_path.insert(0, cls)


class _Copied(ExtensionFileLoader):
    """Loads a shared object that is loaded already a second time, with a state of its own."""

    def __init__(self, name: str, original: Path) -> None:
        super().__init__(name, str(original))
        self._original = original

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        with _copy(self._original) as path:
            again = spec_from_file_location(
                spec.name, path, loader=ExtensionFileLoader(spec.name, path)
            )
            assert again is not None, "there is a loader"
            return super().create_module(again)


@contextmanager
def _copy(original: Path) -> Iterator[str]:
    """The path of a new file with the same content, gone afterwards."""
    if hasattr(os, "memfd_create"):
        # Works as well where no folder may hold programs, or none can be written to.
        descriptor = os.memfd_create(original.name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(original.read_bytes())
            file.flush()
            yield f"/proc/self/fd/{descriptor}"
        return
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(suffix=original.suffix) as file:
        file.write(original.read_bytes())
        file.flush()
        yield file.name
