"""`python flow.py run ...`: the script hands over to the command line of flowc."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import NoReturn, Optional

from runtime_shim.errors import FlowcError

_COMPILER = "compiler"
_FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP")


def hand_over(cls: type, arguments: Sequence[str]) -> NoReturn:
    """Runs `flowc COMMAND FILE:CLASS ...` to its end, and raises `SystemExit` with its code.

    That is what Metaflow raises at the same place, so whatever the script does about it
    counts. The code is 2, with a message, where flowc's compiler is not installed.
    """
    try:
        command = compiler_command(cls, arguments)
    except FlowcError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    sys.stdout.flush()
    sys.stderr.flush()
    with subprocess.Popen([sys.executable, *command]) as child, _forwarding(child):
        status = child.wait()
    # Of a command that a signal ended, the code that a shell would report.
    sys.exit(status if status >= 0 else 128 - status)


def compiler_command(cls: type, arguments: Sequence[str]) -> list[str]:
    """The arguments for Python that mean what the script was called with.

    The first one comes first, be it a command or an option before it, which the command line
    takes care of. Raises `FlowcError` where the compiler is not installed.
    """
    if find_spec(_COMPILER) is None:
        raise FlowcError(
            "this Python has the runtime of flowc, but not its command line: install `flowc`."
        )
    file = Path(sys.modules[cls.__module__].__file__ or "")
    command, *rest = arguments or ("--help",)
    return ["-m", _COMPILER, command, f"{file}:{cls.__name__}", *rest]


@contextmanager
def _forwarding(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Until it is left, signals that ask this process to stop ask the child in its place."""

    def forward(number: int, _: Optional[FrameType]) -> None:
        # Ctrl-C goes to both already, and a second one would not leave the tasks any time.
        if number != signal.SIGINT or not _in_foreground():
            child.send_signal(number)

    handlers = {}
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in _FORWARDED):
            # Somebody who started this with a signal ignored, as nohup does, meant it.
            if signal.getsignal(number) is not signal.SIG_IGN:
                handlers[number] = signal.signal(number, forward)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _in_foreground() -> bool:
    """Whether the terminal sends its signals to this process and to what it has started."""
    try:
        terminal = os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
