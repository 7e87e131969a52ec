"""`@step`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional, TypeVar, overload

F = TypeVar("F", bound=Callable[..., Any])


@overload
def step(f: F) -> F: ...
@overload
def step(
    *, start: bool = ..., end: bool = ..., node_info: Optional[Mapping[str, Any]] = ...
) -> Callable[[F], F]: ...


def step(
    f: Optional[F] = None,
    *,
    start: bool = False,
    end: bool = False,
    node_info: Optional[Mapping[str, Any]] = None,
) -> Any:
    """Marks a method of a flow as a step. It stays the function that it is.

    `start` and `end` make it the first or the last one under another name than these.
    """

    def mark(function: Any) -> Any:
        function.is_step = True
        function.name = function.__name__
        function.decorators = []
        function.wrappers = []
        function.config_decorators = []
        function.notices = []
        function.is_start_step = start
        function.is_end_step = end
        function.node_info = node_info or {}
        return function

    return mark if f is None else mark(f)
