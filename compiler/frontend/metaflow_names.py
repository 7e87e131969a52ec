"""The names of the authoring API, and the one form that flowc knows each of them by."""

from __future__ import annotations

API = frozenset(
    (
        "FlowSpec",
        "step",
        "current",
        "Parameter",
        "JSONType",
        "JSONTypeClass",
        "IncludeFile",
        "Config",
        "ConfigValue",
        "config_expr",
        "FlowMutator",
        "StepMutator",
        "MutableFlow",
        "MutableStep",
        "user_step_decorator",
        "UserStepDecorator",
        "USER_SKIP_STEP",
        "airflow_external_task_sensor",
        "airflow_s3_key_sensor",
        "batch",
        "card",
        "catch",
        "checkpoint",
        "conda",
        "conda_base",
        "environment",
        "exit_hook",
        "kubernetes",
        "parallel",
        "project",
        "pypi",
        "pypi_base",
        "resources",
        "retry",
        "schedule",
        "secrets",
        "timeout",
        "trigger",
        "trigger_on_finish",
        "titus",
        "S3",
        "Flow",
        "Run",
        "Step",
        "Task",
        "DataArtifact",
        "Metaflow",
        "namespace",
        "get_namespace",
        "default_namespace",
        "metadata",
        "get_metadata",
        "default_metadata",
        "Runner",
        "NBRunner",
        "Deployer",
        "NBDeployer",
        "parallel_map",
        "parallel_imap_unordered",
        "profile",
        "unit_test",
    )
)
"""What `from metaflow import *` gives, as far as a flow's source may depend on it."""

_REEXPORTING = frozenset(
    {
        "metaflow",
        "metaflow.flowspec",
        "metaflow.decorators",
        "metaflow.parameters",
        "metaflow.includefile",
        "metaflow.metaflow_current",
        "metaflow.user_configs",
        "metaflow.user_configs.config_parameters",
        "metaflow.user_decorators",
        "metaflow.user_decorators.user_flow_decorator",
        "metaflow.user_decorators.user_step_decorator",
        "metaflow.api",
        "metaflow.client",
        "metaflow.client.core",
        "metaflow.runner.metaflow_runner",
        "metaflow.runner.deployer",
        "metaflow.plugins",
    }
)


def canonical(dotted: str) -> str:
    """One name for each thing of the authoring API, whichever module it was imported from.

    >>> canonical("flowc.step"), canonical("metaflow.flowspec.FlowSpec"), canonical("os.path")
    ('metaflow.step', 'metaflow.FlowSpec', 'os.path')
    """
    top, _, rest = dotted.partition(".")
    if top == "flowc":
        dotted = f"metaflow.{rest}" if rest else "metaflow"
    module, _, name = dotted.rpartition(".")
    return f"metaflow.{name}" if module in _REEXPORTING and name in API else dotted
