"""Values to pickles and back, without a copy of the large buffers in them.

A pickle of protocol 5 leaves large buffers out (PEP 574), where the class of the value
offers them, as numpy's arrays do. The rest comes from the pickler in pieces, and a large
`bytes` in it is one of them as it is.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from runtime_shim.store import Buffer

PROTOCOL = 5
OUT_OF_BAND = 64 << 10
"""Bytes from which on a buffer stays out of the pickle."""


class _Pieces(list[Buffer]):
    """What a pickler wrote, as it wrote it."""

    write = list.append


@dataclass(frozen=True)
class Pickled:
    """A value as bytes."""

    pieces: list[Buffer] = field(default_factory=_Pieces)
    """The pickle, cut anywhere."""
    buffers: list[memoryview] = field(default_factory=list)
    """What the pickle leaves out, in its order. Memory of the value itself, no copies."""

    @property
    def size(self) -> int:
        """Bytes of all."""
        return sum(map(len, self.pieces)) + sum(map(len, self.buffers))


class ClassNotFound(Exception):
    """A class (or function) that a pickle refers to is not there; whole sentences."""


def dump(value: object) -> Pickled:
    """Pickles a value; raises whatever pickle and the methods of the value raise."""
    pickled = Pickled()

    def stays_in(buffer: pickle.PickleBuffer) -> bool:
        content = buffer.raw()
        if len(content) < OUT_OF_BAND:
            return True
        pickled.buffers.append(content)
        return False

    pickler_for(pickled.pieces, stays_in).dump(value)
    return pickled


def pickler_for(sink: Any, stays_in: Any, kind: type[pickle.Pickler] = pickle.Pickler) -> Any:
    """The pickler that `dump` uses, on a sink of one's own."""
    pickler = kind(sink, PROTOCOL, buffer_callback=stays_in)
    array = getattr(sys.modules.get("numpy"), "ndarray", None)
    if array is not None:
        pickler.dispatch_table = {array: _reduce_array, **copyreg.dispatch_table}
    return pickler


def load(content: Buffer, buffers: Sequence[Buffer]) -> object:
    """The value of a pickle; its arrays use the memory of the buffers.

    Raises `ClassNotFound`, or whatever else the pickle and the classes it needs raise.
    """
    return _Unpickler(io.BytesIO(content), buffers=buffers).load()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return super().find_class(module, name)
        except Exception as error:
            raise ClassNotFound(_why_not_found(module, name, error)) from error


def _why_not_found(module: str, name: str, error: Exception) -> str:
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if missing and f"{module}.".startswith(f"{missing}."):
        return (
            f"its class `{name}` is of the module `{module}`, and there is no module "
            f"`{missing}` here. Install the package, or bring the file along with the flow."
        )
    if isinstance(error, AttributeError) and module in sys.modules:
        return (
            f"the module `{module}` no longer has `{name}`. Bring it back, if under a new name "
            "then with the old one as well, or run the step that sets the artifact again."
        )
    return (
        f"the module `{module}` of its class `{name}` cannot be imported "
        f"({type(error).__name__}: {error}). See to it that it can."
    )


def _reduce_array(array: Any) -> Any:
    """Leaves the memory of an array out only where that makes no difference to who loads it.

    An array whose memory is a buffer cannot be resized, and is read-only if it was when it
    was stored. Under protocol 4, which Metaflow uses, both are otherwise.
    """
    large = array.nbytes >= OUT_OF_BAND and array.flags.writeable
    return array.__reduce_ex__(PROTOCOL if large else 4)
