"""The items that the foreachs around a task go over."""

from __future__ import annotations

from itertools import islice
from typing import Any

from runtime_shim.exceptions import MetaflowException
from runtime_shim.flow.state import TaskState


def item(flow: Any, state: TaskState, depth: int) -> Any:
    """The item of the foreach at a depth, from 0 for the outermost; -1 is the innermost.

    It is looked up in the artifact once, when somebody asks. None where the artifact is not
    there: after the join of an inner foreach, that of an outer one need not be. Raises
    `MetaflowException` where it has its items by other keys.
    """
    frame = state.frames[depth]
    if frame.items is None:
        return frame.index
    depth %= len(state.frames)
    if depth not in state.items:
        state.items[depth] = _looked_up(flow, frame.items, frame.index)
    return state.items[depth]


def _looked_up(flow: Any, name: str, index: int) -> Any:
    try:
        items = getattr(flow, name)
    except AttributeError:
        return None
    try:
        return items[index]
    except TypeError:
        return next(islice(items, index, index + 1))
    except KeyError:
        raise MetaflowException(
            f"the foreach goes over self.{name}, a {type(items).__name__} without the key {index}: "
            f"its items are looked up by their index, from 0. Set self.{name} to a list before "
            f"self.next(...), such as `list(self.{name})`."
        ) from None
