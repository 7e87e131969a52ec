"""Calls an exit hook of a flow, once its run has ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from runtime_shim import contract
from runtime_shim.authoring.alias import install_alias
from runtime_shim.authoring.config_values import set_plan
from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import flow_of, plan_of
from runtime_shim.task.failure import trace
from runtime_shim.task.module import load_module


def run_hook(function: str) -> int:
    """Calls the function; 0 when it is done, 1 when it raised.

    A function with an argument `run` is given the run, as the client has it, or None where
    that cannot be read. Raises `FlowcError` where there is no such function.
    """
    environment = dict(os.environ)
    file, flow = flow_of(environment)
    install_alias(environment)
    if environment.get(contract.ENV_PLAN):
        set_plan(plan_of(environment))
    try:
        hook = _function(function, Path(file))
        if _takes_run(hook):
            hook(run=_run(flow, environment))
        else:
            hook()
    except FlowcError:
        raise
    except Exception as error:
        sys.stderr.write(f"the exit hook {function} failed:\n{trace(error)}")
        return 1
    return 0


def _function(name: str, file: Path) -> Callable[..., Any]:
    """A function of the flow's file, or of another module by its whole name."""
    module_name, dot, attribute = name.rpartition(".")
    module = load_module(file.resolve())
    if dot:
        from importlib import import_module

        module = import_module(module_name)
    function = getattr(module, attribute, None)
    if not callable(function):
        raise FlowcError(f"{module_name or file} has no function `{attribute}` for an exit hook.")
    return function  # type: ignore[no-any-return]


def _takes_run(hook: Callable[..., Any]) -> bool:
    from inspect import Parameter, signature

    parameters = signature(hook).parameters.values()
    return any(one.name == "run" or one.kind is Parameter.VAR_KEYWORD for one in parameters)


def _run(flow: str, environment: Mapping[str, str]) -> Any:
    from runtime_shim.client import Run

    try:
        return Run(f"{flow}/{environment.get(contract.ENV_RUN)}", _namespace_check=False)
    except FlowcError as error:
        sys.stderr.write(f"{error}\n")
        return None
