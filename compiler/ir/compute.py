"""What a step asks of the machine it runs on, in canonical units."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from compiler.diagnostics.span import Span
from compiler.ir.model import ONE_OF_KIND, JsonValue, Node


class Resources(Node):
    """The sizes a step asks for; what is None is left to the settings.

    CPU is in thousandths of a core, every size in bytes. Where several decorators
    name one resource the frontend has already merged them as Metaflow does: the
    larger of cpu, memory and disk, and the gpu and shared memory of `@resources`.
    """

    cpu_millis: int | None = None
    memory_bytes: int | None = None
    disk_bytes: int | None = None
    gpu: int | None = None
    shared_memory_bytes: int | None = None


class Tmpfs(Node):
    """A memory-backed folder. Without a size it takes half of the step's memory."""

    path: str = "/metaflow_temp"
    size_bytes: int | None = None
    tempdir: bool = True
    """Whether temporary files of the step go there."""


class Toleration(Node):
    """A Kubernetes toleration, with the field names of the Kubernetes API."""

    key: str | None = None
    operator: str | None = None
    value: str | None = None
    effect: str | None = None
    toleration_seconds: int | None = None


class SecurityContext(Node):
    """The container security context that `@kubernetes(security_context=...)` allows."""

    privileged: bool | None = None
    allow_privilege_escalation: bool | None = None
    run_as_user: int | None = None
    run_as_group: int | None = None
    run_as_non_root: bool | None = None


class Kubernetes(Node):
    """`@kubernetes`, but for the sizes, which are in `Step.resources`."""

    kind: Literal["kubernetes"] = "kubernetes"
    image: str | None = None
    image_pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = None
    image_pull_secrets: tuple[str, ...] = ()
    service_account: str | None = None
    secrets: tuple[str, ...] = ()
    node_selector: dict[str, str] = field(default_factory=dict)
    namespace: str | None = None
    gpu_vendor: Literal["nvidia", "amd"] | None = None
    tolerations: tuple[Toleration, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)
    tmpfs: Tmpfs | None = None
    persistent_volume_claims: dict[str, str] = field(default_factory=dict)
    """From the name of a claim to the folder where it is mounted."""
    port: int | None = None
    compute_pool: str | None = None
    executable: str | None = None
    hostname_resolution_timeout_seconds: int | None = None
    qos: Literal["guaranteed", "burstable"] | None = None
    extended_resources: dict[str, str] = field(default_factory=dict)
    security_context: SecurityContext | None = None
    spans: dict[str, Span] = field(default_factory=dict)
    """Where each argument that was given stands, by its name in the source."""
    span: Span


class Batch(Node):
    """`@batch`, but for the sizes, which are in `Step.resources`."""

    kind: Literal["batch"] = "batch"
    image: str | None = None
    queue: str | None = None
    iam_role: str | None = None
    execution_role: str | None = None
    max_swap_bytes: int | None = None
    swappiness: int | None = None
    inferentia: int | None = None
    trainium: int | None = None
    efa: int | None = None
    host_volumes: tuple[str, ...] = ()
    efs_volumes: dict[str, str] = field(default_factory=dict)
    """From the id of a file system to the folder where it is mounted."""
    tmpfs: Tmpfs | None = None
    tags: dict[str, str] = field(default_factory=dict)
    ephemeral_storage_bytes: int | None = None
    log_driver: str | None = None
    log_options: tuple[str, ...] = ()
    executable: str | None = None
    privileged: bool = False
    spans: dict[str, Span] = field(default_factory=dict)
    span: Span


Compute = Annotated[Kubernetes | Batch, ONE_OF_KIND]


class Packages(Node):
    """`@pypi`, `@conda` and their flow-level bases, merged for one step."""

    manager: Literal["pypi", "conda"]
    packages: dict[str, str] = field(default_factory=dict)
    """From the name of a package to its version constraint; empty means any."""
    python: str | None = None
    span: Span


class SecretSource(Node):
    """One source of `@secrets`: its type and what that type's provider takes."""

    type: str | None = None
    """None where the source was a bare string, which the runtime's default provider reads."""
    id: str
    options: dict[str, JsonValue] = field(default_factory=dict)
    role: str | None = None
    """Goes before the role of the whole `@secrets`."""


class Secrets(Node):
    """`@secrets`: environment variables that the runtime fetches before the step."""

    sources: tuple[SecretSource, ...]
    role: str | None = None
    allow_override: bool = False
    span: Span
