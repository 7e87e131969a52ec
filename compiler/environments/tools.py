"""Running the programs that resolve packages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_DECORATION = re.compile(r"^\W*(?:error:|cause:|hint:)?\s*", re.IGNORECASE)


class Unresolvable(Exception):
    """No versions satisfy the request; the message is the program's."""


class LookupBroken(Exception):
    """The program could not look the packages up; the message is the program's."""


def run_tool(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], text: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs a program in a folder with a text on its standard input, whatever its exit code.

    Raises `LookupBroken` where it cannot be started.
    """
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=dict(environment),
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        problem = f"{command[0]} cannot be started: {error.strerror}"
        raise LookupBroken(problem) from None


def in_one_line(said: str) -> str:
    """What a program said in several lines and boxes, without those.

    >>> in_one_line("error: No solution found\\n  cause: Because there is no six==99.\\n")
    'No solution found; Because there is no six==99.'
    """
    lines = (_DECORATION.sub("", line).strip() for line in said.splitlines())
    return "; ".join(line for line in lines if line)
