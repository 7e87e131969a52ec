"""What a step printed, without what its runner says around it.

Of a traceback that the runner prints only the exception is left, since the frames are of
the runner too. Nothing is left of an error of the framework's own: the words differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TRACEBACK = "Traceback (most recent call last):"
_FAILED = re.compile(r"<flow \S+ step .*> failed:")
_CAUGHT = re.compile(r"@catch caught an exception from .*")
_QUOTED = ">  "


def printed_under_metaflow(lines: Iterable[str]) -> list[str]:
    """The step's own lines in one stream of a task that Metaflow ran."""
    kept: list[str] = []
    found = list(lines)
    for number, line in enumerate(found):
        if _FAILED.fullmatch(line):
            return kept + _exception(found[number + 1 :])
        if _CAUGHT.fullmatch(line):
            return kept + _exception([line.removeprefix(_QUOTED) for line in found[number + 1 :]])
        kept.append(line)
    return kept


def _exception(report: list[str]) -> list[str]:
    """The exception's own lines in what Metaflow says of a failure."""
    if _TRACEBACK not in report:
        return []
    last = len(report) - 1 - report[::-1].index(_TRACEBACK)
    frames = [number for number, line in enumerate(report) if number > last and line[:1] == " "]
    text = report[max(frames) + 1 :]
    while text and text[-1] in ("", "Task failed."):
        text.pop()
    return text


def printed_under_flowc(lines: Iterable[str]) -> list[str]:
    """The step's own lines in one stream of a task that flowc ran."""
    return list(lines)
