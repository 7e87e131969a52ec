"""How a failed attempt is told: to whoever reads the log, and in its record."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType

from runtime_shim.errors import FlowcError, type_name
from runtime_shim.manifest import Failure

_RUNTIME = str(Path(__file__).parents[1])
_STANDARD = str(Path(os.__file__).parent)
_OWN_TYPE = re.compile(r"^([ |+-]*)runtime_shim\.[\w.]*(?=\b[A-Z]\w*(:|$))", re.MULTILINE)
"""Where a traceback names the type of an exception of flowc's own."""


def failure_of(error: BaseException) -> Failure:
    """The failure that an exception is."""
    return Failure(type_name(type(error)), _said(error), trace(error))


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
    """The traceback with the user's frames alone, as far as there are any.

    Where the runtime itself broke its last frames stay, and with FLOWC_TRACEBACK set all do.
    """
    whole = traceback.TracebackException.from_exception(error)
    if not os.environ.get("FLOWC_TRACEBACK"):
        _leave_out_ours(whole, error)
    return _OWN_TYPE.sub(r"\1flowc.", "".join(whole.format()))


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


def _leave_out_ours(whole: traceback.TracebackException, error: BaseException) -> None:
    """Also of the exceptions that led to it, and of those of a group."""
    pending = [(whole, error)]
    while pending:
        part, one = pending.pop()
        part.stack = traceback.StackSummary.from_list(_shown(part.stack, one))
        parts = [(part.__cause__, one.__cause__), (part.__context__, one.__context__)]
        inside = getattr(part, "exceptions", None) or (), getattr(one, "exceptions", ())
        parts += zip(*inside)  # noqa: B905 - not in Python 3.9
        # A traceback leaves out what it has told already.
        pending += [(inner, cause) for inner, cause in parts if inner and cause]


def _shown(
    frames: Sequence[traceback.FrameSummary], error: BaseException
) -> list[traceback.FrameSummary]:
    users = [number for number, frame in enumerate(frames) if not _is_inside(frame.filename)]
    if not users:
        return list(frames)
    # What the runtime raises is said to the user; anything else it did not mean to happen.
    meant = isinstance(error, FlowcError) or (frames[-1].line or "").startswith("raise")
    after = len(frames) if meant else users[-1]
    return [
        frame
        for number, frame in enumerate(frames)
        if number > after or not _is_inside(frame.filename)
    ]


def _message(error: FlowcError) -> str:
    place = ""
    frame = error.__traceback__
    while frame is not None:
        if not _is_ours(frame) and not _is_standard(frame):
            place = f" ({frame.tb_frame.f_code.co_filename}, line {frame.tb_lineno})"
        frame = frame.tb_next
    return f"{error}{place}"


def _is_ours(frame: TracebackType) -> bool:
    return _is_inside(frame.tb_frame.f_code.co_filename)


def _is_inside(file: str) -> bool:
    """Whether it is the runtime, or what imports a module for it."""
    return file.startswith((_RUNTIME, "<frozen importlib"))


def _is_standard(frame: TracebackType) -> bool:
    file = frame.tb_frame.f_code.co_filename
    return file.startswith(_STANDARD) and "site-packages" not in file
