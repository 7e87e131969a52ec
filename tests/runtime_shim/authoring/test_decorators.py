from __future__ import annotations

import functools
from typing import Any

import pytest

from compiler.frontend.decorators.known import KNOWN, KNOWN_FLOW, KNOWN_STEP
from runtime_shim.authoring import decorators
from runtime_shim.authoring.decorators import (
    KINDS,
    Decoration,
    card,
    catch,
    decorations_of,
    exit_hook,
    flow_decorations_of,
    is_step,
    project,
    retry,
    schedule,
    timeout,
)
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.marks import FlowKind, StepKind
from runtime_shim.authoring.step import step
from runtime_shim.exceptions import (
    BadFlowDecoratorException,
    BadStepDecoratorException,
    DuplicateFlowDecoratorException,
    DuplicateStepDecoratorException,
    InvalidDecoratorAttribute,
)


def test_a_decorator_notes_its_arguments_and_gives_back_the_function() -> None:
    def start(self: object) -> int:
        return 3

    marked = timeout(seconds=4)(retry(step(start)))
    assert marked is start
    assert marked(None) == 3
    assert decorations_of(marked) == [
        Decoration("retry", {}),
        Decoration("timeout", {"seconds": 4}),
    ]
    assert decorations_of(marked)[0].attributes == {"times": "3", "minutes_between_retries": "2"}


def test_a_step_may_be_marked_as_the_first_or_the_last_one() -> None:
    @step(start=True)
    def begin(self: object) -> None: ...

    @step(end=True, node_info={"a": 1})
    def finish(self: Any) -> None: ...

    def plain(self: object) -> None: ...

    assert is_step(begin)
    assert not is_step(plain)
    assert vars(begin)["is_start_step"]
    assert not vars(begin)["is_end_step"]
    assert vars(finish)["is_end_step"]
    assert vars(finish)["node_info"] == {"a": 1}


def test_a_plain_wrapper_is_a_step_with_the_decorators_of_what_it_wraps() -> None:
    def loud(function: Any) -> Any:
        @functools.wraps(function)
        def wrapped(*arguments: Any) -> Any:
            return ["loud", function(*arguments)]

        return wrapped

    @catch(var="error")
    @loud
    @retry
    @step
    def start(self: object) -> str:
        return "x"

    assert is_step(start)
    assert [decoration.name for decoration in decorations_of(start)] == ["retry", "catch"]
    assert start(None) == ["loud", "x"]


def test_a_decorator_that_does_not_stand_on_a_step_is_refused() -> None:
    with pytest.raises(BadStepDecoratorException, match="@retry stands on `start`"):

        @retry(times=3)
        def start(self: object) -> None: ...


def test_unknown_arguments_are_refused() -> None:
    with pytest.raises(InvalidDecoratorAttribute, match="@retry has no argument `time`"):

        @retry(time=3)
        @step
        def start(self: object) -> None: ...


def test_only_repeatable_decorators_may_stand_there_twice() -> None:
    @card(id="a")
    @card
    @step
    def start(self: object) -> None: ...

    assert len(decorations_of(start)) == 2
    with pytest.raises(DuplicateStepDecoratorException, match="`start` has @retry twice"):
        retry(times=1)(retry(start))


def test_flows_have_those_of_their_bases_first() -> None:
    @project(name="x")
    class Base(FlowSpec):
        pass

    @schedule(hourly=True)
    class Flow(Base):
        pass

    assert [d.name for d in flow_decorations_of(Flow)] == ["project", "schedule"]
    assert [d.name for d in flow_decorations_of(Base)] == ["project"]
    with pytest.raises(DuplicateFlowDecoratorException):
        project(name="y")(Flow)


def test_two_bases_with_a_common_one_give_its_decorators_once() -> None:
    @project(name="x")
    class Base(FlowSpec):
        pass

    class Left(Base):
        pass

    @schedule
    class Right(Base):
        pass

    class Flow(Left, Right):
        pass

    assert [d.name for d in flow_decorations_of(Flow)] == ["project", "schedule"]


def test_a_flow_decorator_belongs_on_a_flow() -> None:
    with pytest.raises(BadFlowDecoratorException):

        @schedule
        class NoFlow:
            pass


def test_exit_hooks_may_be_many() -> None:
    @exit_hook(on_error=[print])
    @exit_hook(on_success=[print])
    class Flow(FlowSpec):
        pass

    assert len(flow_decorations_of(Flow)) == 2


def test_all_that_the_compiler_reads_is_there_with_the_same_arguments() -> None:
    for name, known in KNOWN.items():
        if name == "step":
            continue
        kind = KINDS[name]
        assert getattr(decorators, name) is kind
        assert isinstance(kind, StepKind if known.level == "step" else FlowKind)
        assert set(known.by_name) <= set(kind.defaults), name
        assert known.repeatable == kind.repeatable, name
    assert KNOWN_STEP.keys() - {"step"} <= KINDS.keys()
    assert KNOWN_FLOW.keys() <= KINDS.keys()


@pytest.mark.parametrize(
    ("name", "argument"),
    [(name, argument) for name, kind in KINDS.items() for argument in kind.defaults],
)
def test_every_argument_can_be_given_by_its_name(name: str, argument: str) -> None:
    given = getattr(decorators, name)(**{argument: None})
    if isinstance(KINDS[name], FlowKind):
        (made,) = flow_decorations_of(given(type("Flow", (FlowSpec,), {})))
    else:
        (made,) = decorations_of(given(step(lambda self: None)))
    assert made.arguments == {argument: None}
