"""How a failed attempt is told: to whoever reads the log, and in its record."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path
from types import FrameType, TracebackType

from runtime_shim.errors import FlowcError
from runtime_shim.manifest import Failure

_RUNTIME = str(Path(__file__).parents[1])
_STANDARD = str(Path(os.__file__).parent)


def failure_of(error: BaseException) -> Failure:
    """The failure that an exception is."""
    kind = type(error)
    return Failure(f"{kind.__module__}.{kind.__qualname__}", _said(error), trace(error))


def report(flow: object, error: BaseException) -> None:
    """Writes to stderr which task failed, and why.

    An error of flowc's own is one message and the user's line it came up at; of any other
    there is the traceback.
    """
    told = _message(error) if isinstance(error, FlowcError) else trace(error)
    # A step may have closed its outputs, or put anything in their place.
    with contextlib.suppress(Exception):
        sys.stderr.write(f"{_label(flow)} failed:\n{told.rstrip()}\n")
        sys.stderr.flush()


def trace(error: BaseException) -> str:
    """The traceback from the user's first line on: what called the step is of no interest."""
    lines = traceback.format_exception(type(error), error, _of_user(error.__traceback__))
    return "".join(lines)


def stack(frame: FrameType | None) -> str:
    """Where a frame is, from the user's first line on."""
    entries = traceback.extract_stack(frame)
    ours = [entry.filename.startswith(_RUNTIME) for entry in entries]
    first = next((n for n in range(1, len(ours)) if ours[n - 1] and not ours[n]), 0)
    return "".join(traceback.format_list(entries[first:]))


def _label(flow: object) -> str:
    try:
        return str(flow)
    except Exception:
        # It shows the item of a foreach, which may be what cannot be read or printed.
        return f"<flow {type(flow).__name__}>"


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as second:
        return f"(its message cannot be had: {type(second).__name__})"


def _of_user(frames: TracebackType | None) -> TracebackType | None:
    """The traceback without the runtime's frames before the user's; whole if there are none."""
    first = frames
    while first is not None and _is_ours(first):
        first = first.tb_next
    return first or frames


def _message(error: FlowcError) -> str:
    place = ""
    frame = error.__traceback__
    while frame is not None:
        if not _is_ours(frame) and not _is_standard(frame):
            place = f" ({frame.tb_frame.f_code.co_filename}, line {frame.tb_lineno})"
        frame = frame.tb_next
    return f"{error}{place}"


def _is_ours(frame: TracebackType) -> bool:
    return frame.tb_frame.f_code.co_filename.startswith(_RUNTIME)


def _is_standard(frame: TracebackType) -> bool:
    file = frame.tb_frame.f_code.co_filename
    return file.startswith(_STANDARD) and "site-packages" not in file
