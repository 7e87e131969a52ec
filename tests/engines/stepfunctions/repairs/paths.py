"""A path that names one value gives that value.

Stock: `$.items[0].name` gives a list with the value in it. The specification: a Reference Path
identifies a single node, and the value of that node is what is passed on.
"""

from __future__ import annotations

import re
from functools import cache, reduce
from typing import Any

from moto.stepfunctions.parser.asl.utils import json_path

from tests.engines.stepfunctions.repairs.patches import Repair, wherever_imported

_STEP = re.compile(
    r"""
    \.(?P<name>[^.\[\]*?@()'"\s,]+)
    | \[(?P<index>[0-9]+)\]
    | \['(?P<quoted>[^'\\]+)'\]
    """,
    re.VERBOSE,
)
_stock = json_path.extract_json


def _extract(path: str, data: Any) -> Any:
    steps = _steps(path)
    if steps is None:
        return _stock(path, data)
    try:
        return reduce(_member, steps, data)
    except LookupError:
        raise json_path.NoSuchJsonPathError(json_path=path, data=data) from None


def _member(value: Any, step: str | int) -> Any:
    kind: Any = dict if isinstance(step, str) else list
    if not isinstance(value, kind):
        raise LookupError(step)
    return value[step]


@cache
def _steps(path: str) -> tuple[str | int, ...] | None:
    """The keys and indexes that lead to the one value of a path; None where it may have more."""
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        found = _STEP.match(path, position)
        if found is None:
            return None
        index = found["index"]
        steps.append(int(index) if index is not None else found["name"] or found["quoted"])
        position = found.end()
    return tuple(steps)


PATHS = Repair("paths", wherever_imported(_stock, _extract))
