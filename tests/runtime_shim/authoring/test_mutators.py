from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from runtime_shim.authoring.config import Config, set_plan
from runtime_shim.authoring.decorators import (
    card,
    catch,
    decorations_of,
    environment,
    exit_hook,
    flow_decorations_of,
    parallel,
    project,
    resources,
    retry,
    schedule,
    timeout,
)
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.inputs import read_configs
from runtime_shim.authoring.mutators import (
    FlowMutator,
    MutableFlow,
    MutableStep,
    StepMutator,
    apply_mutators,
)
from runtime_shim.authoring.parameters import Parameter, declared
from runtime_shim.authoring.step import step
from runtime_shim.authoring.wrappers import UserStepDecorator, user_step_decorator
from runtime_shim.exceptions import (
    BadFlowDecoratorException,
    DuplicateFlowDecoratorException,
    DuplicateStepDecoratorException,
    MetaflowException,
    UnknownFlowDecoratorException,
    UnknownStepDecoratorException,
)
from runtime_shim.plan import PlanConfig
from tests.runtime_shim.authoring.contexts import plan_of

said: list[Any] = []
CONFIG = plan_of(configs={"settings": PlanConfig("config", {"seconds": 5, "add": ["timeout"]})})


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    said.clear()
    yield
    set_plan(None)


def _flow() -> Any:
    class Flow(FlowSpec):
        config = Config("settings")
        alpha = Parameter("alpha", default=1)

        @catch(var="error")
        @step
        def start(self) -> None: ...

        @step
        def end(self) -> None: ...

    return Flow


def _mutated(flow: Any) -> Any:
    read_configs(flow, CONFIG)
    apply_mutators(flow)
    return flow


def _in_step(change: Any, early: bool = False, flow: Any = None) -> Any:
    """Applies a mutator of the step `start` that does `change`; the step's function."""

    class Changing(StepMutator):
        def pre_mutate(self, mutable_step: MutableStep) -> None:
            if early:
                change(mutable_step)

        def mutate(self, mutable_step: MutableStep) -> None:
            if not early:
                change(mutable_step)

    flow = flow or _flow()
    Changing(flow.start)
    return _mutated(flow).start


def _in_flow(change: Any, early: bool = True, flow: Any = None) -> Any:
    """Applies a mutator of the flow that does `change`; the flow."""

    class Changing(FlowMutator):
        def pre_mutate(self, mutable_flow: MutableFlow) -> None:
            if early:
                change(mutable_flow)

        def mutate(self, mutable_flow: MutableFlow) -> None:
            if not early:
                change(mutable_flow)

    return _mutated(Changing(flow or _flow()))


def _names(function: Any) -> list[str]:
    return [decoration.name for decoration in decorations_of(function)]


# --- how they are applied --------------------------------------------------------------


def test_mutators_run_in_their_order_with_their_arguments() -> None:
    class Saying(FlowMutator):
        def init(self, *args: Any, **kwargs: Any) -> None:
            said.append((args, kwargs))

        def pre_mutate(self, mutable_flow: MutableFlow) -> None:
            said.append("flow early")

        def mutate(self, mutable_flow: MutableFlow) -> None:
            said.append("flow late")

    class SayingOfStep(StepMutator):
        def pre_mutate(self, mutable_step: MutableStep) -> None:
            said.append("step early")

        def mutate(self, mutable_step: MutableStep) -> None:
            said.append("step late")

    flow = _flow()
    flow.end = SayingOfStep()(flow.end)
    assert Saying(1, seconds=flow.config.seconds)(flow) is flow
    _mutated(flow)
    assert said == [
        ((1,), {"seconds": 5}),
        "flow early",
        "step early",
        "flow late",
        "step late",
    ]


def test_a_mutator_of_a_base_class_sees_the_flow_that_runs() -> None:
    class Seeing(FlowMutator):
        def mutate(self, mutable_flow: MutableFlow) -> None:
            said.append([name for name, _ in mutable_flow.steps])

    @Seeing
    class Base(FlowSpec):
        @step
        def start(self) -> None: ...

    assert isinstance(Base, type)

    class Flow(Base):
        @step
        def end(self) -> None: ...

    apply_mutators(Flow)
    assert said == [["end", "start"]]


def test_a_class_may_mutate_and_wrap() -> None:
    class Both(StepMutator, UserStepDecorator):
        def init(self, *args: Any, **kwargs: Any) -> None:
            said.append(kwargs)

        def mutate(self, mutable_step: MutableStep) -> None:
            mutable_step.add_decorator(timeout, deco_kwargs={"seconds": 3})

    flow = _flow()
    Both(limit=1)(flow.start)
    start = _mutated(flow).start
    assert said == [{"limit": 1}]
    assert len(start.wrappers) == len(start.config_decorators) == 1
    assert _names(start) == ["catch", "timeout"]


def test_a_flow_s_mutator_belongs_on_a_flow() -> None:
    class Idle(FlowMutator):
        pass

    with pytest.raises(BadFlowDecoratorException, match="@Idle belongs above"):
        Idle()(int)
    with pytest.raises(MetaflowException, match="@Idle was given arguments"):
        _mutated(Idle(3)(_flow()))


# --- decorators of steps ---------------------------------------------------------------


@pytest.mark.parametrize(
    "add",
    [
        lambda step: step.add_decorator(timeout, deco_kwargs={"seconds": 9}),
        lambda step: step.add_decorator("timeout:seconds=9"),
        lambda step: step.add_decorator("timeout", deco_kwargs={"seconds": 9}),
    ],
)
def test_a_decorator_may_be_added_in_three_ways(add: Any) -> None:
    start = _in_step(lambda step: said.append(add(step)))
    added = decorations_of(start)[-1]
    assert added.name == "timeout"
    assert added.arguments == {"seconds": 9}
    assert added.added
    assert not decorations_of(start)[0].added
    assert said == [added]


def test_a_second_decorator_of_a_kind_is_left_out_or_takes_over() -> None:
    def add(step: Any, duplicates: int) -> None:
        said.append(step.add_decorator("catch:var=other", duplicates=duplicates))

    start = _in_step(lambda step: add(step, MutableStep.IGNORE))
    assert [d.arguments for d in decorations_of(start)] == [{"var": "error"}]
    assert said.pop() is None
    start = _in_step(lambda step: add(step, MutableStep.OVERRIDE))
    assert [d.arguments for d in decorations_of(start)] == [{"var": "other"}]
    with pytest.raises(DuplicateStepDecoratorException):
        _in_step(lambda step: add(step, MutableStep.ERROR))
    with pytest.raises(ValueError, match="duplicates is"):
        _in_step(lambda step: add(step, 7))


def test_repeatable_decorators_may_be_added_to_others() -> None:
    def add(step: Any) -> None:
        step.add_decorator(card)
        step.add_decorator(card, deco_kwargs={"id": "b"})

    assert _names(_in_step(add)) == ["catch", "card", "card"]


def test_decorators_can_be_looked_at() -> None:
    @user_step_decorator
    def around(step_name: str, flow: Any, inputs: Any, attributes: Any) -> Iterator[Any]:
        yield

    def look(step: MutableStep) -> None:
        said.extend(spec for spec in step.decorator_specs if "Changing" not in spec[0])
        assert step.has_decorator("catch")
        assert step.has_decorator(around.decorator_name)
        assert not step.has_decorator("retry")
        assert step.get_decorator_specs("catch")[0][3] == {"var": "error", "print_exception": True}
        assert [name for name, _ in step.flow.steps] == ["end", "start"]

    flow = _flow()
    around(limit=2)(flow.start)
    _in_step(look, flow=flow)
    assert said[0] == ("catch", "metaflow.catch", [], {"var": "error", "print_exception": True})
    name = around.decorator_name
    assert said[1] == (name.rpartition(".")[2], name, [], {"limit": 2})


def test_decorators_can_be_removed() -> None:
    def remove(step: MutableStep) -> None:
        said.append(step.remove_decorator("catch", deco_kwargs={"var": "no"}))
        (spec,) = step.get_decorator_specs("catch")
        said.append(step.remove_decorator(spec[0], spec[2], spec[3]))
        said.append(step.remove_decorator("catch"))

    assert _names(_in_step(remove)) == []
    assert said == [False, True, False]


def test_user_decorators_can_be_added_and_removed() -> None:
    class Around(UserStepDecorator):
        def init(self, *args: Any, **kwargs: Any) -> None:
            said.append(kwargs)

    def add(step: MutableStep) -> None:
        assert step.add_decorator(Around, deco_kwargs={"a": 1}) is not None
        assert step.add_decorator(Around) is None
        name = Around.decorator_name
        assert step.add_decorator(f"{name}:a=2", duplicates=MutableStep.OVERRIDE) is not None

    start = _in_step(add)
    assert said == [{"a": 1}, {"a": 2}]
    (wrapper,) = start.wrappers
    assert wrapper.get_args_kwargs() == ([], {"a": 2})
    flow = _flow()
    Around()(flow.start)
    start = _in_step(lambda step: said.append(step.remove_decorator("Around")), flow=flow)
    assert said[-1] is True
    assert start.wrappers == []


class Adding(StepMutator):
    """Adds what the config lists."""

    def pre_mutate(self, mutable_step: MutableStep) -> None:
        said.append("early")

    def mutate(self, mutable_step: MutableStep) -> None:
        for name in next(mutable_step.flow.configs)[1]["add"]:
            mutable_step.add_decorator(name, deco_kwargs={"seconds": 1})


def test_mutators_are_added_while_it_is_early() -> None:
    start = _in_step(lambda step: step.add_decorator(Adding), early=True)
    assert said == ["early"]
    assert _names(start) == ["catch", "timeout"]
    full_name = f"{__name__}.Adding"
    assert _names(_in_step(lambda step: step.add_decorator(full_name), early=True))[-1] == "timeout"
    with pytest.raises(MetaflowException, match="@Adding can be added in `pre_mutate`"):
        _in_step(lambda step: step.add_decorator(Adding))
    flow = _flow()
    Adding(flow.start)
    with pytest.raises(MetaflowException, match="@Adding can be removed in `pre_mutate`"):
        _in_step(lambda step: step.remove_decorator("Adding"), flow=flow)


@pytest.mark.parametrize(
    ("decorator", "error", "words"),
    [
        ("nothing", UnknownStepDecoratorException, "no decorator `nothing`"),
        ("no_such_module.x", MetaflowException, "`no_such_module` cannot be imported"),
        ("timeout:seconds", MetaflowException, "is no `name=value`"),
        (print, TypeError, "add_decorator takes a decorator"),
        (schedule, TypeError, "add_decorator takes a decorator"),
    ],
)
def test_what_is_no_decorator_of_a_step_is_refused(decorator: Any, error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        _in_step(lambda step: step.add_decorator(decorator))


def test_arguments_stand_in_one_place() -> None:
    with pytest.raises(MetaflowException, match="has its arguments in the text"):
        _in_step(lambda s: s.add_decorator("timeout:seconds=1", deco_kwargs={"minutes": 1}))
    with pytest.raises(MetaflowException, match="@timeout takes its arguments by name"):
        _in_step(lambda s: s.add_decorator(timeout, deco_args=[3]))


# --- what no scheduler learns of -------------------------------------------------------


def test_what_changes_how_the_run_goes_is_refused() -> None:
    for decorator in (retry, parallel):
        with pytest.raises(MetaflowException, match=r"@Changing adds @\w+ to the step `start`"):
            _in_step(lambda step, added=decorator: step.add_decorator(added))
    with pytest.raises(MetaflowException, match="adds @exit_hook to the flow"):
        _in_flow(lambda flow: flow.add_decorator(exit_hook, deco_kwargs={"on_error": [print]}))


def test_what_the_scheduler_has_done_cannot_be_taken_back() -> None:
    for decorator in (retry(times=1), environment(vars={"A": "1"})):
        flow = _flow()
        decorator(flow.start)
        name = decorations_of(flow.start)[-1].name
        with pytest.raises(MetaflowException, match=f"removes @{name} from the step `start`"):
            _in_step(lambda step, name=name: step.remove_decorator(name), flow=flow)


def test_what_only_asks_for_a_place_to_run_in_is_noted() -> None:
    start = _in_step(lambda step: step.add_decorator(resources, deco_kwargs={"cpu": 4}))
    assert [note for note in start.notices if "adds @resources, which has no effect" in note]
    assert _mutated(_flow()).start.notices == []


def test_what_was_added_at_run_time_can_be_removed_again() -> None:
    def change(step: MutableStep) -> None:
        step.add_decorator(environment, deco_kwargs={"vars": {"A": "1"}})
        assert step.remove_decorator("environment")

    assert _names(_in_step(change)) == ["catch"]


# --- flows -----------------------------------------------------------------------------


def test_a_flow_shows_its_steps_parameters_and_configs() -> None:
    def look(flow: MutableFlow) -> None:
        assert [name for name, _ in flow.steps] == ["end", "start"]
        assert [(name, p.name) for name, p in flow.parameters] == [("alpha", "alpha")]
        assert list(flow.configs) == [("settings", {"seconds": 5, "add": ["timeout"]})]
        assert flow.config.seconds == 5
        assert flow.alpha.name == "alpha"
        assert flow.start.has_decorator("catch")
        assert flow.start_step.has_decorator("catch")
        assert not flow.end_step.has_decorator("catch")
        for name in ("nothing", "next", "_flow_mutators"):
            with pytest.raises(AttributeError):
                getattr(flow, name)
        said.append("looked")

    _in_flow(look)
    _in_flow(look, early=False)
    assert said == ["looked", "looked"]


def test_steps_can_be_changed_from_the_flow() -> None:
    def change(flow: MutableFlow) -> None:
        for _, mutable in flow.steps:
            mutable.add_decorator("timeout:seconds=1")

    flow = _in_flow(change, early=False)
    assert _names(flow.end) == ["timeout"]


def test_parameters_can_be_added_replaced_and_removed() -> None:
    def change(flow: MutableFlow) -> None:
        flow.add_parameter("beta", Parameter("beta", default=2))
        flow.add_parameter("alpha", Parameter("alpha", default=3), overwrite=True)

    flow = _in_flow(change)
    assert flow.beta.name == "beta"
    assert declared(flow)["alpha"].kwargs["default"] == 3
    flow = _in_flow(lambda flow: said.append(flow.remove_parameter("alpha")))
    assert said == [True]
    assert list(declared(flow)) == ["config"]
    assert not isinstance(vars(flow).get("alpha"), Parameter)
    _in_flow(lambda flow: said.append(flow.remove_parameter("nothing")))
    assert said[-1] is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.add_parameter("alpha", Parameter("alpha")), "has an attribute `alpha`"),
        (lambda f: f.add_parameter("beta", 3), "takes a Parameter or an IncludeFile, not 3"),
        (lambda f: f.add_parameter("beta", Config("beta")), "takes a Parameter"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(change: Any, words: str) -> None:
    with pytest.raises(MetaflowException, match=words):
        _in_flow(change)


@pytest.mark.parametrize(
    "change",
    [
        lambda flow: flow.add_parameter("beta", Parameter("beta")),
        lambda flow: flow.remove_parameter("alpha"),
        lambda flow: flow.add_decorator(project, deco_kwargs={"name": "x"}),
        lambda flow: flow.remove_decorator("project"),
    ],
)
def test_later_on_only_steps_can_be_changed(change: Any) -> None:
    with pytest.raises(MetaflowException, match="in `pre_mutate`, and no longer in `mutate`"):
        _in_flow(change, early=False)


def test_decorators_of_the_flow_can_be_changed() -> None:
    @schedule(daily=True)
    class Base(FlowSpec):
        pass

    class Flow(Base):
        pass

    def change(flow: MutableFlow) -> None:
        assert flow.add_decorator("schedule:hourly=true") is None
        assert flow.add_decorator("schedule:hourly=true", duplicates=MutableFlow.OVERRIDE)
        assert flow.add_decorator(project, deco_kwargs={"name": "x"})
        assert flow.has_decorator("project")
        with pytest.raises(DuplicateFlowDecoratorException):
            flow.add_decorator(project, duplicates=MutableFlow.ERROR)
        with pytest.raises(UnknownFlowDecoratorException):
            flow.add_decorator("nothing")
        with pytest.raises(TypeError):
            flow.add_decorator(timeout)

    _in_flow(change, flow=Flow)
    assert [(d.name, d.arguments) for d in flow_decorations_of(Flow)] == [
        ("schedule", {"hourly": True}),
        ("project", {"name": "x"}),
    ]
    assert [d.arguments for d in flow_decorations_of(Base)] == [{"daily": True}]


def test_a_flow_s_mutator_may_add_another_that_then_runs() -> None:
    class Second(FlowMutator):
        def pre_mutate(self, mutable_flow: MutableFlow) -> None:
            said.append("second early")

        def mutate(self, mutable_flow: MutableFlow) -> None:
            said.append("second late")

    def change(flow: MutableFlow) -> None:
        said.append(flow.add_decorator(Second) is not None)
        said.append(flow.add_decorator(Second))
        with pytest.raises(MetaflowException, match="cannot be removed"):
            flow.remove_decorator(Second.decorator_name)

    _in_flow(change)
    assert said == [True, None, "second early", "second late"]
