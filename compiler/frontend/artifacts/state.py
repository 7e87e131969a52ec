"""What is known about the artifacts at one point of a function."""

from __future__ import annotations

from dataclasses import dataclass, field

from compiler.frontend.artifacts.values import Value, join


@dataclass(slots=True)
class State:
    """The facts that hold whenever control gets to one point.

    `written`: names that this step has surely written. `available`: these, and the names
    that it has surely read, so that they must have been there. `possible`: names that some
    path here has written without having needed them before, or that the source has asked
    for by `hasattr`. `variables`: what local names refer to.
    """

    available: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    variables: dict[str, Value] = field(default_factory=dict)

    def copy(self) -> State:
        return State(
            set(self.available), set(self.written), set(self.possible), dict(self.variables)
        )

    def write(self, name: str) -> None:
        if name not in self.available:
            self.possible.add(name)
            self.available.add(name)
        self.written.add(name)

    def delete(self, name: str) -> None:
        self.available.discard(name)
        self.written.discard(name)


def merge(left: State | None, right: State | None) -> State | None:
    """What holds where two paths meet; None is a path that does not get there."""
    if left is None or right is None:
        return left or right
    variables: dict[str, Value] = {}
    for name, value in left.variables.items():
        common = join(value, right.variables.get(name))
        if common is not None:
            variables[name] = common
    return State(
        left.available & right.available,
        left.written & right.written,
        left.possible | right.possible,
        variables,
    )
