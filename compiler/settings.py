"""What a project or a platform team decides, as against what a flow's author writes.

Settings come from `flowc.toml`, or `[tool.flowc]` in `pyproject.toml`, in the project
root; options of the command line go over them. Reading them is `settings_file`'s job.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from compiler.ir.compute import Toleration


class _Table(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        defer_build=True,
    )


class DefaultResources(_Table):
    """What a step gets that asks for nothing. Metaflow's own defaults."""

    cpu: str | int | float = 1
    memory: str | int = 4096
    """As in `@resources`: a quantity, or a number of megabytes."""
    disk: str | int = 10240
    qos: str = "burstable"


class ArgoSettings(_Table):
    """`[tool.flowc.argo]`"""

    name: str | None = None
    """The name of the workflow template; made from the flow's name where absent."""
    parallelism: int | None = Field(default=None, ge=1)
    """The most pods that one run may have at a time."""
    event_source: str | None = None
    """The Argo Events source, and the event in it, that carry the events of `@trigger`."""
    event_name: str | None = None
    event_bus: str = "default"
    event_service_account: str | None = None
    event_url: str | None = None
    """Where a finished flow posts its own event, for the `@trigger_on_finish` of others."""


class Settings(_Table):
    """`[tool.flowc]`"""

    image: str | None = None
    """The image of steps that name none; `python:3.12-slim` where absent."""
    image_pull_policy: str | None = None
    image_pull_secrets: tuple[str, ...] = ()
    datastore: str = "s3://flowc"
    """The root of the datastore, as the tasks reach it."""
    namespace: str | None = None
    service_account: str | None = None
    queue: str | None = None
    """The AWS Batch queue of steps that name none."""
    resources: DefaultResources = DefaultResources()
    gpu_vendor: str = "nvidia"
    gpu_tolerations: dict[str, tuple[Toleration, ...]] = {}
    """From a GPU vendor to the tolerations that every step with such a GPU gets."""
    tolerations: tuple[Toleration, ...] = ()
    node_selector: dict[str, str] = {}
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    env: tuple[str, ...] = ()
    """Names of environment variables that the flow may read while it is compiled, or
    `NAME=VALUE`, which gives the value here instead of taking it from the environment."""
    configs: dict[str, str] = {}
    """Files, relative to the project root, for the flow's `Config`s, by the config's name."""
    branch: str | None = None
    production: bool = False
    argo: ArgoSettings = ArgoSettings()
