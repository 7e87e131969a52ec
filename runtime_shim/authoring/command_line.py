"""`python flow.py run ...`: the script hands over to the command line of flowc."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from runtime_shim.errors import FlowcError

_COMPILER = "compiler"


def hand_over(cls: type, arguments: Sequence[str]) -> NoReturn:
    """Becomes `flowc COMMAND FILE:CLASS ...`, and so never returns.

    Ends the process with 2, and a message, where flowc's compiler is not installed.
    """
    try:
        command = compiler_command(cls, arguments)
    except FlowcError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *command])


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
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if command in ("--help", "help"):
        command, rest = "run", ["--help"]
    return ["-m", _COMPILER, command, f"{file}:{cls.__name__}", *rest]
