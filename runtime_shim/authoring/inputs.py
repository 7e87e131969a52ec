"""What a flow is given when a run starts, and what its configs hold."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from runtime_shim.authoring.config import config_artifacts, configs_of
from runtime_shim.authoring.config_values import ConfigValue, all_values, set_plan, value_of
from runtime_shim.authoring.parameters import (
    ParameterContext,
    declared,
    keep_declared,
)
from runtime_shim.exceptions import MetaflowException
from runtime_shim.flow.context import TaskContext
from runtime_shim.identity import user_name
from runtime_shim.local_datastore import is_url
from runtime_shim.plan import Plan


def evaluate_inputs(cls: type, given: Mapping[str, str], context: TaskContext) -> dict[str, object]:
    """The artifacts of the parameters, included files and configs, by attribute.

    What nobody gave has the default of the class. A step sees of each what the
    declaration's `load_parameter` makes of it. Raises `FlowcError` naming
    the parameter for text of the wrong type, for a missing required one, and where the
    function that computes a default fails.
    """
    parameters = {
        attribute: declaration
        for attribute, declaration in declared(cls).items()
        if not declaration.IS_CONFIG_PARAMETER
    }
    _check_names(parameters.values())
    told = _parameter_context(context)
    values: dict[str, object] = {
        attribute: parameter.evaluate(given.get(parameter.name), told)
        for attribute, parameter in parameters.items()
    }
    return {**values, **config_artifacts(cls)}


def read_configs(cls: type, plan: Plan) -> None:
    """Puts the values of the configs in their places on the class."""
    set_plan(plan)
    namespace = vars(sys.modules[cls.__module__])
    keep_declared(cls)
    for attribute, config in configs_of(cls).items():
        setattr(cls, attribute, value_of(config.name, namespace, config.parser))


def _check_names(parameters: Any) -> None:
    seen: set[str] = set()
    for parameter in parameters:
        name = parameter.name.lower()
        if name in seen:
            raise MetaflowException(
                f"two parameters have the name `{parameter.name}`; upper and lower case count "
                "as the same."
            )
        seen.add(name)


def _parameter_context(context: TaskContext) -> ParameterContext:
    root = context.store.root
    record = context.record
    return ParameterContext(
        flow_name=context.plan.flow,
        user_name=record.user if record else user_name(context.environment),
        parameter_name="",
        logger=_log,
        ds_type=root.partition("://")[0] if is_url(root) else "local",
        configs=ConfigValue(all_values()),
    )


def _log(*values: object, **options: object) -> None:  # noqa: ARG001 - for colours and such
    print(*values, file=sys.stderr)  # noqa: T201 - what user code says
