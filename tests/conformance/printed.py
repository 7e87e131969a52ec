"""What a step printed, without what its runner says around it.

Both sides tell of a failure after a line that names the step. Of the traceback only the
exception is left, since the frames are the runner's too. Nothing is left of an error of the
framework's own, whose words differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TRACEBACK = "Traceback (most recent call last):"
_FAILED = re.compile(r"<flow \S+ step .*> failed:|    Cannot pickle artifact:|Task failed\.")
_CAUGHT = re.compile(r"@catch caught an exception from .*")
_TIMED_OUT = re.compile(r"([-\d]+ [:.\d]+ )?Step \w+ timed out after .*")
_QUOTED = ">  "
_MODULE = re.compile(r"^(\w+\.)+(?=\w+(:|$))")
"""Of an exception's class: the flow's own has another one on either side."""
_UNSET = re.compile(r"(?<=^AttributeError: Flow )(\w+ has no attribute '\w+').*")
_EXIT = re.compile(r"SystemExit: .*")
"""Which Metaflow does not show."""


def own_lines(lines: Iterable[str]) -> list[str]:
    """The step's own lines in one stream of a task."""
    kept: list[str] = []
    found = list(lines)
    for number, line in enumerate(found):
        if _FAILED.fullmatch(line):
            return kept + _exception(found[number + 1 :])
        if _CAUGHT.fullmatch(line):
            return kept + _exception([line.removeprefix(_QUOTED) for line in found[number + 1 :]])
        if not _TIMED_OUT.fullmatch(line):
            kept.append(line)
    return kept


def _exception(report: list[str]) -> list[str]:
    """The exception's own lines in what the runner says of a failure."""
    if _TRACEBACK not in report:
        return []
    last = len(report) - 1 - report[::-1].index(_TRACEBACK)
    frames = [number for number, line in enumerate(report) if number > last and line[:1] == " "]
    first, *others = report[max(frames, default=last) + 1 :] or [""]
    text = [_UNSET.sub(r"\1", _MODULE.sub("", first)), *others]
    while text and (text[-1] in ("", "Task failed.") or _EXIT.fullmatch(text[-1])):
        text.pop()
    return text
