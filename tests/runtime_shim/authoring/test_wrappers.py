from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.artifacts import Artifacts
from runtime_shim.authoring.config_values import Delayed
from runtime_shim.authoring.current import bind_current, current
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.mutators import apply_mutators
from runtime_shim.authoring.step import step
from runtime_shim.authoring.wrappers import (
    USER_SKIP_STEP,
    UserStepDecorator,
    run_wrapped,
    user_step_decorator,
)
from runtime_shim.exceptions import BadStepDecoratorException, MetaflowException
from runtime_shim.flow.state import ATTRIBUTE, TaskState
from runtime_shim.flow.transition import Transition
from runtime_shim.plan import Case, Edge, PlanStep
from tests.runtime_shim.authoring.contexts import context_in, plan_of

said: list[Any] = []


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    said.clear()
    yield
    current.__init__()  # type: ignore[misc]


@user_step_decorator
def inner(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
    said.append(f"inner before {step_name}")
    yield
    said.append("inner after")


@user_step_decorator
def outer(step_name: str, flow: Any, inputs: Any, attributes: Any) -> Iterator[Any]:
    said.append(f"outer before {attributes}")
    yield
    said.append("outer after")
    flow.more = 1


@user_step_decorator
def forgiving(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
    try:
        yield
    except ValueError as error:
        said.append(f"caught {error}")


@user_step_decorator
def skipping(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
    yield USER_SKIP_STEP


class Plain(UserStepDecorator):
    """Has the `post_step` that all have."""


LINEAR = PlanStep("start", "linear", {"end": Edge()})


def _run(wrapped: Any, body: Any = None, plan: PlanStep = LINEAR, inputs: Any = None) -> Any:
    """Runs a step with one decorator, or a list of them, the outermost first."""

    class Flow(FlowSpec):
        @step
        def start(self, *inputs: Any) -> None:
            said.append("step")
            if body:
                body(self)
            else:
                self.next(self.end)

        @step
        def end(self) -> None: ...

        @step
        def other(self) -> None: ...

    function: Any = vars(Flow)["start"]
    for decorator in reversed(wrapped if isinstance(wrapped, list) else [wrapped]):
        assert decorator(function) is function
    steps = {"start": plan, "end": PlanStep("end", "end"), "other": PlanStep("other", "end")}
    apply_mutators(Flow)
    context = context_in(Path("unused"), plan=plan_of(steps))
    flow = Flow(use_cli=False)
    vars(flow)[ATTRIBUTE] = TaskState(
        context.plan, "17", context.task, Artifacts(context.store, "F")
    )
    bind_current(context, flow)
    run_wrapped(function, flow, inputs)
    return flow


def _transition(flow: Any) -> Transition:
    made: Transition | None = vars(flow)[ATTRIBUTE].transition
    assert made is not None
    return made


def test_the_decorator_further_out_comes_first_and_last() -> None:
    flow = _run([outer(limit=3), inner])
    assert said == [
        "outer before {'limit': 3}",
        "inner before start",
        "step",
        "inner after",
        "outer after",
    ]
    assert flow.more == 1
    assert _transition(flow).targets == ("end",)


def test_configs_may_stand_in_the_arguments() -> None:
    _run(outer(limit=Delayed(lambda: 8, "config.limit")))
    assert said[0] == "outer before {'limit': 8}"


def test_an_exception_that_is_caught_makes_the_step_go_its_way() -> None:
    def fail(flow: Any) -> None:
        flow.next(flow.end)
        raise ValueError("bad")

    flow = _run([outer, forgiving, inner], fail)
    assert said[-2:] == ["caught bad", "outer after"]
    assert _transition(flow).targets == ("end",)


def test_an_exception_that_nobody_catches_is_the_step_s() -> None:
    def fail(flow: Any) -> None:
        raise KeyError("bad")

    with pytest.raises(KeyError, match="bad"):
        _run([forgiving, Plain], fail)


def test_a_decorator_may_raise_another_exception() -> None:
    @user_step_decorator
    def other(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        try:
            yield
        except ValueError:
            raise LookupError("other") from None

    def fail(flow: Any) -> None:
        raise ValueError("bad")

    with pytest.raises(LookupError, match="other"):
        _run(other, fail)


@pytest.mark.parametrize("decorators", [skipping, [Plain, skipping], [skipping, inner]])
def test_a_skipped_step_goes_the_way_of_the_plan(decorators: Any) -> None:
    flow = _run(decorators)
    assert "step" not in said
    assert _transition(flow).targets == ("end",)


FOREACH = PlanStep("start", "foreach", {"end": Edge(item=True)}, items="things")
SWITCH = PlanStep(
    "start",
    "switch",
    {"end": Edge(), "other": Edge()},
    condition="things",
    cases=(Case("a", "end"), Case("b", "other")),
)
BRANCH = PlanStep("start", "branch", {"end": Edge(), "other": Edge()})


@pytest.mark.parametrize(
    ("plan", "things", "expected"),
    [
        (FOREACH, [1, 2], Transition("foreach", ("end",), items="things", width=2)),
        (SWITCH, "b", Transition("switch", ("other",))),
        (BRANCH, None, Transition("branch", ("end", "other"))),
    ],
)
def test_what_the_transition_needs_may_be_set_by_who_skips(
    plan: PlanStep, things: Any, expected: Transition
) -> None:
    @user_step_decorator
    def setting(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        flow.things = things
        yield {}

    assert _transition(_run(setting, plan=plan)) == expected


GANG = PlanStep("start", "gang", {"end": Edge(item=True)})


def test_who_skips_a_step_that_starts_a_gang_says_how_large() -> None:
    @user_step_decorator
    def sized(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        yield {"num_parallel": 3}

    assert _transition(_run(sized, plan=GANG)) == Transition("gang", ("end",), width=3)
    with pytest.raises(MetaflowException, match="starts a gang and was skipped"):
        _run(skipping, plan=GANG)


@pytest.mark.parametrize("returned", [True, {"foreach": "others"}])
def test_another_function_may_stand_in_for_the_step(returned: Any) -> None:
    @user_step_decorator
    def replacing(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        def instead(flow: Any) -> Any:
            flow.things, flow.others = [1], [1, 2, 3]
            return returned

        yield instead

    made = _transition(_run(replacing, plan=FOREACH))
    assert "step" not in said
    assert made.width == (1 if returned is True else 3)


def test_a_function_that_stands_in_may_go_on_itself() -> None:
    @user_step_decorator
    def replacing(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        def instead(flow: Any, inputs: Any) -> None:
            said.append(inputs)
            flow.next(flow.end)

        yield instead

    flow = _run(replacing, inputs=["a", "b"])
    assert said == [["a", "b"]]
    assert _transition(flow).targets == ("end",)


class Counting(UserStepDecorator):
    def init(self, *args: Any, **kwargs: Any) -> None:
        self.start = kwargs.get("start", 0)

    def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Any:
        said.append(f"{step_name} {self.start} {inputs}")
        if self.start < 0:
            self.skip_step = {"foreach": "things"}
            flow.things = [1]

    def post_step(self, step_name: str, flow: Any, exception: Exception | None = None) -> Any:
        flow.seen = repr(exception)


def test_a_class_may_be_a_decorator() -> None:
    def fail(flow: Any) -> None:
        raise ValueError("bad")

    flow = _run(Counting(start=4), fail)
    assert said == ["start 4 None", "step"]
    assert flow.seen == "ValueError('bad')"
    assert _transition(flow).targets == ("end",)
    flow = _run(Counting(start=-1), plan=FOREACH)
    assert _transition(flow).width == 1


def test_arguments_need_an_init_that_takes_them() -> None:
    with pytest.raises(MetaflowException, match=r"@Plain was given arguments.*no method"):
        _run(Plain(limit=3))


@pytest.mark.parametrize(
    ("outcome", "expected"), [((None, {"foreach": "things"}), 2), ((None, None), 2), (None, 2)]
)
def test_who_comes_after_the_step_may_say_how_it_goes_on(outcome: Any, expected: int) -> None:
    class After(UserStepDecorator):
        def post_step(self, step_name: str, flow: Any, exception: Any = None) -> Any:
            flow.things = [1, 2]
            return outcome

    def fail(flow: Any) -> None:
        raise ValueError("bad")

    assert _transition(_run(After, fail, plan=FOREACH)).width == expected


def test_what_is_none_of_these_is_refused() -> None:
    class After(UserStepDecorator):
        def post_step(self, step_name: str, flow: Any, exception: Any = None) -> Any:
            return "done"

    with pytest.raises(MetaflowException, match="returned 'done' after the step"):
        _run(After)


def test_a_generator_yields_once() -> None:
    @user_step_decorator
    def never(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        if flow is None:
            yield

    @user_step_decorator
    def twice(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        yield
        yield

    with pytest.raises(MetaflowException, match="ended without a yield"):
        _run(never)
    with pytest.raises(MetaflowException, match="yields more than once"):
        _run([forgiving, twice])


def test_only_a_generator_of_three_or_four_arguments_is_a_decorator() -> None:
    def plain(step_name: str, flow: Any, inputs: Any) -> None: ...

    def two(step_name: str, flow: Any) -> Iterator[Any]:
        yield

    for function in (plain, two):
        with pytest.raises(MetaflowException, match="stands on a generator function"):
            user_step_decorator(function)

    def three(step_name: str, flow: Any, inputs: Any) -> Iterator[Any]:
        yield

    with pytest.raises(MetaflowException, match=r"inputs, attributes\)"):
        user_step_decorator(limit=3)(three)


def test_it_belongs_above_step() -> None:
    def function(self: object) -> None: ...

    with pytest.raises(MetaflowException, match="stands above @step"):
        inner(function)
    with pytest.raises(BadStepDecoratorException, match="@outer stands on `function`"):
        outer(limit=3)(function)


def test_a_notice_of_a_step_is_given_when_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    def noticing(function: Any) -> Any:
        function.notices.append("take note")
        return function

    _run(noticing)
    assert capsys.readouterr().err == "start: take note\n"
