"""Decorators of a user's own that run code around a step."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping
from typing import Any, ClassVar, Optional, Union

from runtime_shim.authoring.current import bound_context
from runtime_shim.authoring.user_decorators import UserDecoratorOfSteps
from runtime_shim.exceptions import MetaflowException
from runtime_shim.flow.state import state_of

USER_SKIP_STEP: dict[str, Any] = {}
"""What a generator yields to skip the step."""

Next = Union[bool, Mapping[str, Any], None]
"""How the step goes on if it does not say so itself: the way that its source says (True, or
an empty mapping), that way with other arguments of `self.next` (a mapping), or not."""


class UserStepDecorator(UserDecoratorOfSteps):
    """Derive from it, and override `init`, `pre_step` and `post_step` as needed."""

    lists: ClassVar[tuple[str, ...]] = ("wrappers",)

    skip_step: Next = False
    """Set it in `pre_step` to leave out the step and all decorators further in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args:
            raise MetaflowException(
                f"@{type(self).__name__} takes its arguments by name, as in "
                f"@{type(self).__name__}(limit=3), and stands above @step."
            )
        super().__init__(**kwargs)

    def pre_step(
        self,
        step_name: str,  # noqa: ARG002
        flow: Any,  # noqa: ARG002
        inputs: Any = None,  # noqa: ARG002
    ) -> Optional[Callable[..., Any]]:
        """Called before the step; may return a function to call in its place."""
        return None

    def post_step(
        self,
        step_name: str,  # noqa: ARG002
        flow: Any,  # noqa: ARG002
        exception: Optional[Exception] = None,
    ) -> Any:
        """Called after the step, with what it raised.

        Returns the exception to go on with or None, or a pair of that and of `Next`.
        """
        return exception, None


class _GeneratorDecorator(UserStepDecorator):
    """A decorator that a user wrote as a generator."""

    function: ClassVar[Callable[..., Generator[Any, None, Any]]]
    takes_attributes: ClassVar[bool]

    def init(self, *args: Any, **kwargs: Any) -> None:
        """All named arguments are the `attributes` of the generator."""

    def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Any:
        arguments = (step_name, flow, inputs)
        more = (self._kwargs,) if self.takes_attributes else ()
        self._running = type(self).function(*arguments, *more)
        try:
            yielded = next(self._running)
        except StopIteration:
            raise MetaflowException(
                f"{self.decorator_name} ended without a yield. To leave out the step, "
                "`yield USER_SKIP_STEP`."
            ) from None
        if isinstance(yielded, dict):
            self.skip_step = yielded or True
            return None
        return yielded

    def post_step(
        self,
        step_name: str,  # noqa: ARG002
        flow: Any,  # noqa: ARG002
        exception: Optional[Exception] = None,
    ) -> Any:
        try:
            if exception is None:
                next(self._running)
            else:
                self._running.throw(exception)
        except StopIteration as end:
            return end.value
        except Exception as error:
            return error
        raise YieldedTwice(f"{self.decorator_name} yields more than once.")


class YieldedTwice(MetaflowException):
    """A generator did not end after its yield."""


def user_step_decorator(*args: Any, **kwargs: Any) -> Any:
    """Makes a decorator for steps of a generator function.

    It is called with the step's name, the flow, the inputs of a join or None, and if it
    takes four arguments with the named arguments of the decorator. Its one `yield` is the
    step: it may yield a function to call instead, or a dict to skip the step, which holds
    arguments for `self.next`. What the step raises is raised there; to let it end there is
    to make the step a success.
    """
    if not args:
        return lambda function: user_step_decorator(function, **kwargs)
    from inspect import isgeneratorfunction, signature

    function = args[0]
    count = len(signature(function).parameters) if isgeneratorfunction(function) else 0
    if count not in ((4,) if kwargs else (3, 4)):
        raise MetaflowException(
            "@user_step_decorator stands on a generator function with the arguments "
            f"(step_name, flow, inputs{', attributes' if kwargs else '[, attributes]'})."
        )
    name = f"{function.__module__}.{function.__name__}"
    return type(
        function.__name__,
        (_GeneratorDecorator,),
        {
            "__module__": function.__module__,
            "__doc__": function.__doc__,
            "decorator_name": name,
            "function": staticmethod(function),
            "takes_attributes": count == 4,
        },
    )


def run_wrapped(function: Any, flow: Any, inputs: Any) -> None:
    """Calls a step's function inside of its user decorators, the outermost of them first.

    `function` is the one of the class, `inputs` None except in a join. Raises what is left
    of the step's exception when all decorators have seen it.
    """
    for notice in function.notices:
        sys.stderr.write(f"{function.name}: {notice}\n")
    arguments = (flow,) if inputs is None else (flow, inputs)
    if not function.wrappers:
        function(*arguments)
        return
    entered, call, next_ = _enter(function, flow, inputs)
    raised: Optional[Exception] = None
    try:
        if call is not None:
            returned = call(*arguments)
            next_ = None if call is function else returned or None
    except Exception as error:
        raised = error
    made_no_transition = raised is not None
    for wrapper in reversed(entered):
        raised, other = _leave(wrapper, function.name, flow, raised)
        next_ = next_ if other is None else other
    if raised is not None:
        raise raised
    if made_no_transition or (next_ is not None and next_ is not False):
        _go_on(flow, next_)


def _enter(
    function: Any, flow: Any, inputs: Any
) -> tuple[list[UserStepDecorator], Optional[Callable[..., Any]], Next]:
    """Who has been entered, what is to be called inside of them if anything, how to go on."""
    entered: list[UserStepDecorator] = []
    for wrapper in reversed(function.wrappers):
        instead = wrapper.pre_step(function.name, flow, inputs)
        entered.append(wrapper)
        if wrapper.skip_step:
            return entered, None, wrapper.skip_step
        if instead:
            return entered, instead, None
    return entered, function, None


def _leave(
    wrapper: UserStepDecorator, step: str, flow: Any, raised: Optional[Exception]
) -> tuple[Optional[Exception], Next]:
    try:
        outcome = wrapper.post_step(step, flow, raised)
    except YieldedTwice:
        raise
    except Exception as error:
        outcome = error
    if outcome is None or isinstance(outcome, Exception):
        return outcome, None
    if isinstance(outcome, tuple) and len(outcome) == 2:
        return outcome
    raise MetaflowException(
        f"{wrapper.decorator_name} returned {outcome!r} after the step. It may return None, an "
        "exception, or a pair of that and the arguments for self.next."
    )


def _go_on(flow: Any, next_: Next) -> None:
    """Makes the transition that the step did not make, or another than it made."""
    context = bound_context()
    state = state_of(flow)
    assert context is not None
    assert state is not None
    step = context.step
    if not step.edges:
        return
    state.transition = None
    targets = [getattr(flow, target) for target in step.edges]
    if isinstance(next_, Mapping) and next_:
        flow.next(*targets, **next_)
    elif step.kind == "gang":
        raise MetaflowException(
            f"the step `{step.name}` starts a gang and was skipped: give the number of its "
            "members, as in `yield {'num_parallel': 4}`."
        )
    elif step.kind == "foreach":
        flow.next(*targets, foreach=step.items)
    elif step.kind == "switch":
        cases = {case.value: getattr(flow, case.target) for case in step.cases}
        flow.next(cases, condition=step.condition)
    else:
        flow.next(*targets)
