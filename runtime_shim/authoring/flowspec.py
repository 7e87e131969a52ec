"""`FlowSpec`, the class that every flow derives from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from runtime_shim.errors import Unsupported
from runtime_shim.exceptions import InvalidNextException, MetaflowException
from runtime_shim.flow.foreach import item
from runtime_shim.flow.state import TaskState, state_of

if TYPE_CHECKING:
    from runtime_shim.flow.inputs import Inputs


class Taken(BaseException):
    """The user's `__init__` came to the point where Metaflow takes over and never returns."""


class FlowSpec:
    """The base class of flows.

    In a task, what a step sets on `self` is stored as an artifact, and what the steps before
    it stored is there when it is asked for.
    """

    name: str
    """The name of the class."""

    def __init__(self, use_cli: bool = True) -> None:
        # Not by assignment, which a class would refuse that has a parameter or constant `name`.
        vars(self)["name"] = type(self).__name__
        if not use_cli:
            return
        if state_of(self) is not None:
            raise Taken
        if _made_by_script(self):
            from runtime_shim.authoring.command_line import hand_over

            hand_over(type(self), sys.argv[1:])

    def next(
        self,
        *dsts: Callable[..., None] | dict[Any, Callable[..., None]],
        **kwargs: Any,
    ) -> None:
        """Says which steps come after this one; the last call of every step but the end.

        `self.next(self.a)` goes to one step, `self.next(self.a, self.b)` to several side by
        side. `foreach="items"` starts one task for each item of the artifact,
        `num_parallel=n` a gang of n tasks that run at once. With a dictionary and
        `condition="choice"`, the value of that artifact decides for one of the steps.

        Raises `InvalidNextException`, and `RuntimeError` where no case fits the condition.
        """
        from runtime_shim.flow.transition import transition_of

        state = _running(self, "self.next()")
        if state.transition is not None:
            raise InvalidNextException(
                f"The step `{state.task.step}` calls self.next() more than once; it may do so once."
            )
        state.transition = transition_of(self, state.task.step, dsts, kwargs)

    @property
    def index(self) -> int | None:
        """The index of this task in the innermost foreach around it, from 0; None in none."""
        state = state_of(self)
        return state.frames[-1].index if state is not None and state.frames else None

    @property
    def input(self) -> Any:
        """The item of this task in the innermost foreach around it; None in none."""
        state = state_of(self)
        return item(self, state, -1) if state is not None and state.frames else None

    def foreach_stack(self) -> list[tuple[int, int | None, Any]]:
        """Index, number of tasks and item for each foreach around this task, outermost first.

        A gang's number is None, as in Metaflow.
        """
        state = _running(self, "foreach_stack()")
        return [
            (frame.index, frame.width if frame.items else None, item(self, state, depth))
            for depth, frame in enumerate(state.frames)
        ]

    def merge_artifacts(
        self,
        inputs: Inputs,
        exclude: Sequence[str] | None = None,
        include: Sequence[str] | None = None,
    ) -> None:
        """Takes over, in a join, the artifacts that the inputs agree on and the join has not set.

        With `include` only those, with `exclude` all but those.

        Raises `UnhandledInMergeArtifactsException` for artifacts with several values,
        `MissingInMergeArtifactsException` for some of `include` that no input has, and
        `MetaflowException` outside of a join and for `include` together with `exclude`.
        """
        from runtime_shim.flow.merge import merge

        merge(self, _running(self, "merge_artifacts()"), inputs, exclude or (), include or ())

    @property
    def script_name(self) -> str:
        """The name of the file that has the flow."""
        path = getattr(sys.modules.get(type(self).__module__), "__file__", None) or ""
        return path.rpartition("/")[2]

    def cmd(self, cmdline: str, input: Any = None, output: Any = None) -> Any:  # noqa: A002, ARG002
        """Not supported; raises `Unsupported`."""
        raise Unsupported("FlowSpec.cmd is not supported: use subprocess.run in its place.")

    def __iter__(self) -> Iterator[Callable[..., None]]:
        """The steps, as functions, in alphabetical order."""
        from runtime_shim.authoring.decorators import is_step

        cls = type(self)
        return (getattr(cls, name) for name in dir(cls) if is_step(getattr(cls, name, None)))

    def __getattr__(self, name: str) -> Any:
        state = state_of(self)
        if state is not None and name in state.artifacts:
            value = vars(self)[name] = state.load(name)
            return value
        where = f" in the step {state.task.step}" if state is not None else ""
        raise AttributeError(f"Flow {type(self).__name__} has no attribute '{name}'{where}")

    def __str__(self) -> str:
        state = state_of(self)
        if state is None:
            return f"<flow {type(self).__name__}>"
        task = f"flow {type(self).__name__} step {state.task.step}"
        if not state.frames:
            return f"<{task}>"
        task = f"{task}[{','.join(str(frame.index) for frame in state.frames)}]"
        if self.input is None:
            return f"<{task}>"
        text = str(self.input)
        return f"<{task} (input: {text[:20]}{'...' if len(text) > 20 else ''})>"

    def __getstate__(self) -> Any:
        raise MetaflowException(
            "a flow cannot be stored. Do not set `self`, or one of `inputs`, as an artifact: "
            "take the attributes that you need, as in `self.losses = [i.loss for i in inputs]`."
        )

    @property
    def _current_step(self) -> str | None:
        state = state_of(self)
        return state.task.step if state is not None else None


def _running(flow: object, what: str) -> TaskState:
    state = state_of(flow)
    if state is None:
        raise MetaflowException(f"{what} means something in a step that runs, and only there.")
    return state


def _made_by_script(flow: object) -> bool:
    """Whether it is the script that was started which makes the flow, as in `MyFlow()`."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_name == "__init__":
        if not any(value is flow for value in frame.f_locals.values()):
            break
        frame = frame.f_back
    return frame.f_globals.get("__name__") == "__main__" and "__file__" in frame.f_globals
