"""Mutators: a user's own classes that change the decorators of a flow before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Optional

from runtime_shim.authoring.config import configs_of
from runtime_shim.authoring.config_values import value_of
from runtime_shim.authoring.marks import (
    FLOW_DECORATIONS,
    Decoration,
    FlowKind,
    StepKind,
    is_flow,
    is_step,
    own_list,
)
from runtime_shim.authoring.mutable import Lists, Mutable
from runtime_shim.authoring.parameters import Parameter, declared
from runtime_shim.authoring.user_decorators import (
    UserDecorator,
    UserDecoratorOfSteps,
    short_name,
)
from runtime_shim.exceptions import (
    BadFlowDecoratorException,
    DuplicateFlowDecoratorException,
    DuplicateStepDecoratorException,
    MetaflowException,
    UnknownFlowDecoratorException,
    UnknownStepDecoratorException,
)

_FLOW_MUTATORS = "_flow_mutators"


class FlowMutator(UserDecorator):
    """Derive from it, override `pre_mutate` or `mutate`, and write it above a flow's class."""

    @staticmethod
    def stands_on(value: object) -> bool:
        return is_flow(value)

    def __call__(self, flow: type) -> type:
        if not is_flow(flow):
            raise BadFlowDecoratorException(short_name(type(self)))
        own_list(flow, _FLOW_MUTATORS).append(self)
        return flow

    def pre_mutate(self, mutable_flow: MutableFlow) -> None:
        """Called first: parameters and decorators of the flow may still change."""

    def mutate(self, mutable_flow: MutableFlow) -> None:
        """Called when all of `pre_mutate` is done: the steps' decorators may still change."""


class StepMutator(UserDecoratorOfSteps):
    """Derive from it, override `pre_mutate` or `mutate`, and write it above `@step`."""

    lists: ClassVar[tuple[str, ...]] = ("config_decorators",)

    def pre_mutate(self, mutable_step: MutableStep) -> None:
        """Called first: mutators may still be added."""

    def mutate(self, mutable_step: MutableStep) -> None:
        """Called when all of `pre_mutate` is done."""


class MutableStep(Mutable):
    """A step, to a mutator."""

    def __init__(self, cls: type, step: Any, by: str, early: bool) -> None:
        super().__init__(by, early)
        self._cls = cls
        self._my_step = step

    @property
    def flow(self) -> MutableFlow:
        """The flow that has the step."""
        return MutableFlow(self._cls, self._by, self._early)

    def _decorations(self) -> list[Decoration]:
        held: list[Decoration] = self._my_step.decorators
        return held

    def _user_lists(self) -> Lists:
        return self._my_step.wrappers, self._my_step.config_decorators

    def _attach(self, user: UserDecorator) -> None:
        user(self._my_step)  # type: ignore[operator]

    def _step(self) -> Any:
        return self._my_step

    def _is_kind(self, value: object) -> bool:
        return isinstance(value, StepKind)

    def _check_late(self, cls: type[UserDecorator], done: str) -> None:
        if issubclass(cls, StepMutator) and not self._early:
            raise _too_late(f"the mutator @{short_name(cls)}", done)

    def _duplicate(self, name: str) -> Exception:
        return DuplicateStepDecoratorException(name, self._my_step)

    def _unknown(self, name: str) -> Exception:
        return UnknownStepDecoratorException(name)


class MutableFlow(Mutable):
    """A flow, to a mutator. Its steps, parameters and configs are its attributes, too."""

    def __init__(self, cls: type, by: str, early: bool) -> None:
        super().__init__(by, early)
        self._flow_cls = cls

    @property
    def configs(self) -> Iterator[tuple[str, Any]]:
        """Name and value of each config."""
        for config in configs_of(self._flow_cls).values():
            yield config.name, value_of(config.name)

    @property
    def parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Attribute and declaration of each parameter and included file."""
        for attribute, declaration in list(declared(self._flow_cls).items()):
            if not declaration.IS_CONFIG_PARAMETER:
                yield attribute, declaration

    @property
    def steps(self) -> Iterator[tuple[str, MutableStep]]:
        """Name and step of each step, in alphabetical order."""
        for name in steps_of(self._flow_cls):
            yield name, self._mutable(getattr(self._flow_cls, name))

    @property
    def start_step(self) -> MutableStep:
        """The step that the flow starts with."""
        return self._end("is_start_step", "start")

    @property
    def end_step(self) -> MutableStep:
        """The step that the flow ends with."""
        return self._end("is_end_step", "end")

    def add_parameter(self, name: str, value: Any, overwrite: bool = False) -> None:
        """Adds a parameter, whose value is its default: who starts a run does not know of it."""
        self._only_early(f"the parameter `{name}`", "added")
        if not isinstance(value, Parameter) or value.IS_CONFIG_PARAMETER:
            raise MetaflowException(
                f"add_parameter takes a Parameter or an IncludeFile, not {value!r}."
            )
        if hasattr(self._flow_cls, name) and not overwrite:
            raise MetaflowException(
                f"the flow {self._flow_cls.__name__} has an attribute `{name}` already; to replace "
                "it, give `overwrite=True`."
            )
        setattr(self._flow_cls, name, value)
        declared(self._flow_cls)[name] = value

    def remove_parameter(self, parameter_name: str) -> bool:
        """Removes the parameter of that name, and tells whether there was one."""
        self._only_early(f"the parameter `{parameter_name}`", "removed")
        for attribute, parameter in self.parameters:
            if parameter.name == parameter_name:
                del declared(self._flow_cls)[attribute]
                for base in self._flow_cls.__mro__:
                    if attribute in vars(base):
                        delattr(base, attribute)
                return True
        return False

    def add_decorator(self, *arguments: Any, **named: Any) -> Any:
        self._only_early("a decorator of the flow", "added")
        return super().add_decorator(*arguments, **named)

    def remove_decorator(self, *arguments: Any, **named: Any) -> bool:
        self._only_early("a decorator of the flow", "removed")
        return super().remove_decorator(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        cls = self.__dict__.get("_flow_cls")
        if cls is None or name.startswith("_"):
            raise AttributeError(name)
        value = getattr(cls, name)
        if is_step(value):
            return self._mutable(value)
        if name in declared(cls):
            return value
        raise AttributeError(name)

    def _mutable(self, step: Any) -> MutableStep:
        return MutableStep(self._flow_cls, step, self._by, self._early)

    def _end(self, mark: str, default: str) -> MutableStep:
        steps = dict(self.steps)
        marked = [step for step in steps.values() if getattr(step._my_step, mark)]
        return marked[0] if marked else steps[default]

    def _only_early(self, what: str, done: str) -> None:
        if not self._early:
            raise _too_late(what, done)

    def _decorations(self) -> list[Decoration]:
        return own_list(self._flow_cls, FLOW_DECORATIONS)

    def _user_lists(self) -> Lists:
        return (own_list(self._flow_cls, _FLOW_MUTATORS),)

    def _attach(self, user: UserDecorator) -> None:
        user(self._flow_cls)  # type: ignore[operator]

    def _step(self) -> Optional[Any]:
        return None

    def _is_kind(self, value: object) -> bool:
        return isinstance(value, FlowKind)

    def _check_late(self, cls: type[UserDecorator], done: str) -> None:
        if done == "removed":
            raise MetaflowException(
                f"the mutator @{short_name(cls)} cannot be removed: mutators are being called."
            )

    def _duplicate(self, name: str) -> Exception:
        return DuplicateFlowDecoratorException(name)

    def _unknown(self, name: str) -> Exception:
        return UnknownFlowDecoratorException(name)


def apply_mutators(cls: type) -> None:
    """Lets all mutators change a flow's class, and readies what users' decorators take.

    To be called once, after `read_configs`. First comes `pre_mutate` of the flow's mutators,
    and of those that they add; then that of the steps' ones; then `mutate` in the same order.
    """
    mutators = own_list(cls, _FLOW_MUTATORS)
    # Further mutators may join the lists while they are gone through.
    for mutator in mutators:
        mutator.external_init()
        mutator.pre_mutate(MutableFlow(cls, _by(mutator), early=True))
    steps = [getattr(cls, name) for name in steps_of(cls)]
    of_steps = ((step, mutator) for step in steps for mutator in step.config_decorators)
    for step, mutator in of_steps:
        mutator.external_init()
        mutator.pre_mutate(MutableStep(cls, step, _by(mutator), early=True))
    for parameter in declared(cls).values():
        parameter.init()
    for mutator in mutators:
        mutator.mutate(MutableFlow(cls, _by(mutator), early=False))
    for step in steps:
        _mutate_step(cls, step)


def _mutate_step(cls: type, step: Any) -> None:
    for mutator in step.config_decorators:
        mutator.mutate(MutableStep(cls, step, _by(mutator), early=False))
    for wrapper in step.wrappers:
        wrapper.external_init()


def steps_of(cls: type) -> list[str]:
    """The names of the steps, in alphabetical order."""
    return [name for name in dir(cls) if is_step(getattr(cls, name, None))]


def _by(mutator: UserDecorator) -> str:
    return f"the mutator @{short_name(type(mutator))}"


def _too_late(what: str, done: str) -> MetaflowException:
    return MetaflowException(f"{what} can be {done} in `pre_mutate`, and no longer in `mutate`.")
