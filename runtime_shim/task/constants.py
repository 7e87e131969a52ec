"""What is the same for all tasks of a run: parameters, configs, and constants of the class.

They are artifacts of every task. On the class each becomes a property that cannot be set,
so that no step changes what the others would not see.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.inputs import evaluate_inputs
from runtime_shim.authoring.parameters import Parameter, declared
from runtime_shim.flow.context import given_parameters
from runtime_shim.flow.state import TaskState
from runtime_shim.store.uploads import creating
from runtime_shim.task.predecessors import Predecessors

_OWN = frozenset({"cmd", "foreach_stack", "index", "input", "script_name", "name"})
"""Attributes of every flow, which are none of these even where a class sets them."""


def set_constants(cls: type, state: TaskState, before: Predecessors) -> None:
    """Gives a task what came from before, and its class the properties.

    Where the run starts, parameters are evaluated and stored. A join has nothing else from
    before, any other step all that its predecessor had. Raises `FlowcError` for a parameter
    that is missing or does not fit.
    """
    parameters = declared(cls)
    constants = constants_of(cls, parameters)
    if not before.tasks:
        given = given_parameters(before.context.environment)
        values = {**evaluate_inputs(cls, given, before.context), **constants}
        with creating(state.codec.store) as create:
            state.artifacts = {
                name: state.codec.save(name, value, create) for name, value in values.items()
            }
    elif before.context.step.is_join:
        found = before.manifest(0).artifacts
        state.artifacts = {name: found[name] for name in (*parameters, *constants) if name in found}
    else:
        state.artifacts = dict(before.manifest(0).artifacts)
    state.parameters = tuple(parameters)
    for name, parameter in parameters.items():
        freeze(cls, name, partial(_parameter, parameter, state, name))
    for name, value in constants.items():
        freeze(cls, name, partial(_same, value))


def constants_of(cls: type, declared: Container[str]) -> dict[str, Any]:
    """The constants of a flow's class and its bases, by name, in alphabetical order.

    Functions, properties and classes are none, nor is what is `declared` to be something
    else, nor anything with a leading underscore.
    """
    bases = (base for base in cls.__mro__ if base not in (FlowSpec, object))
    names = sorted({name for base in bases for name in vars(base)} - _OWN)
    found = (
        (name, getattr(cls, name)) for name in names if name[0] != "_" and name not in declared
    )
    return {
        name: value
        for name, value in found
        if not isinstance(value, (MethodType, FunctionType, property, type))
    }


def freeze(cls: type, name: str, read: Callable[[], Any]) -> None:
    """Makes of an attribute a property that is read once, when first asked for, and not set."""
    values: list[Any] = []

    def get(_: object) -> Any:
        if not values:
            values.append(read())
        return values[0]

    setattr(cls, name, property(get, _refuse))


def _parameter(parameter: Parameter, state: TaskState, name: str) -> Any:
    return parameter.load_parameter(state.load(name))


def _same(value: Any) -> Any:
    return value


def _refuse(_: object, __: object) -> None:
    raise AttributeError("Flow level attributes and Parameters are not modifiable")
