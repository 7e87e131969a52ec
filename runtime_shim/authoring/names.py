"""All names that `flowc` gives, which are those of Metaflow.

What every flow needs is imported here. The rest is imported when it is first asked for: a
flow that looks at no earlier run does not pay for the client.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from runtime_shim.authoring.config import Config, ConfigValue, config_expr
from runtime_shim.authoring.current import current
from runtime_shim.authoring.decorators import (
    airflow_external_task_sensor,
    airflow_s3_key_sensor,
    batch,
    card,
    catch,
    conda,
    conda_base,
    environment,
    exit_hook,
    kubernetes,
    parallel,
    project,
    pypi,
    pypi_base,
    pytorch_parallel,
    resources,
    retry,
    schedule,
    secrets,
    timeout,
    trigger,
    trigger_on_finish,
)
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.include import IncludeFile
from runtime_shim.authoring.missing import Missing
from runtime_shim.authoring.parameters import JSONType, JSONTypeClass, Parameter
from runtime_shim.authoring.step import step

if TYPE_CHECKING:
    from runtime_shim.authoring.mutators import (
        FlowMutator,
        MutableFlow,
        MutableStep,
        StepMutator,
    )
    from runtime_shim.authoring.parsers import (
        conda_environment_yml_parser,
        pyproject_toml_parser,
        requirements_txt_parser,
        yaml_parser,
    )
    from runtime_shim.authoring.processes import parallel_imap_unordered, parallel_map
    from runtime_shim.authoring.profile import profile
    from runtime_shim.authoring.wrappers import (
        USER_SKIP_STEP,
        UserStepDecorator,
        user_step_decorator,
    )
    from runtime_shim.client import (
        DataArtifact,
        Flow,
        Metaflow,
        Run,
        Step,
        Task,
        default_metadata,
        default_namespace,
        get_metadata,
        get_namespace,
        metadata,
        namespace,
    )
    from runtime_shim.s3 import S3

__all__ = [
    "S3",
    "USER_SKIP_STEP",
    "Config",
    "ConfigValue",
    "DataArtifact",
    "Flow",
    "FlowMutator",
    "FlowSpec",
    "IncludeFile",
    "JSONType",
    "JSONTypeClass",
    "Metaflow",
    "MutableFlow",
    "MutableStep",
    "Parameter",
    "Run",
    "Step",
    "StepMutator",
    "Task",
    "UserStepDecorator",
    "airflow_external_task_sensor",
    "airflow_s3_key_sensor",
    "batch",
    "card",
    "catch",
    "conda",
    "conda_base",
    "conda_environment_yml_parser",
    "config_expr",
    "current",
    "default_metadata",
    "default_namespace",
    "environment",
    "exit_hook",
    "get_metadata",
    "get_namespace",
    "kubernetes",
    "metadata",
    "namespace",
    "parallel",
    "parallel_imap_unordered",
    "parallel_map",
    "profile",
    "project",
    "pypi",
    "pypi_base",
    "pyproject_toml_parser",
    "pytorch_parallel",
    "requirements_txt_parser",
    "resources",
    "retry",
    "schedule",
    "secrets",
    "step",
    "timeout",
    "trigger",
    "trigger_on_finish",
    "user_step_decorator",
    "yaml_parser",
]

_LATER = {
    "runtime_shim.authoring.mutators": "FlowMutator MutableFlow MutableStep StepMutator",
    "runtime_shim.authoring.parsers": (
        "conda_environment_yml_parser pyproject_toml_parser requirements_txt_parser yaml_parser"
    ),
    "runtime_shim.authoring.processes": "parallel_imap_unordered parallel_map",
    "runtime_shim.authoring.profile": "profile",
    "runtime_shim.authoring.wrappers": "USER_SKIP_STEP UserStepDecorator user_step_decorator",
    "runtime_shim.client": (
        "DataArtifact Flow Metaflow Run Step Task default_metadata default_namespace "
        "get_metadata get_namespace metadata namespace"
    ),
    "runtime_shim.s3": "S3",
}
_HOME = {name: module for module, names in _LATER.items() for name in names.split()}

_UNSUPPORTED = {
    **dict.fromkeys(
        ("Runner", "NBRunner"), "start runs with `flowc run`, and read them with the client"
    ),
    **dict.fromkeys(
        ("Deployer", "NBDeployer", "DeployedFlow"),
        "`flowc compile` writes what a scheduler deploys",
    ),
    "checkpoint": "keep what a retry starts from in a store of your own",
    "titus": "use @kubernetes or @batch",
    "unit_test": "call the steps' functions in a test of your own",
    "namespaced_event_name": "write the name of the event",
    "inspect_spin": "open the run with the client",
    "package_sources": "flowc packages the folder of the flow",
}
"""What Metaflow exports and flowc does not have, and what to do instead."""


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = globals()[name] = getattr(import_module(_HOME[name]), name)
        return value
    if name == "cards":
        return import_module("runtime_shim.cards.components")
    if name in _UNSUPPORTED:
        return Missing(name, _UNSUPPORTED[name])
    raise AttributeError(f"module 'flowc' has no attribute '{name}'")
