"""From a step and the settings to its pod on Kubernetes.

The step has passed `kubernetes_check`, so nothing here can fail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compiler.compute.images import default_image, step_image
from compiler.compute.kubernetes_batch import batch_devices, batch_host_volumes
from compiler.compute.kubernetes_sizes import GPU_RESOURCE, memory_bytes, requests_and_limits
from compiler.compute.pod import ClaimVolume, MemoryVolume, Pod, Volume
from compiler.compute.runtime import with_runtime
from compiler.compute.task_environment import step_variables
from compiler.ir.compute import Batch, Kubernetes, Resources, SecurityContext, Toleration
from compiler.ir.step import Step
from compiler.quantities.size import format_bytes
from compiler.settings import GpuVendor, Settings

SHARED_MEMORY_FOLDER = "/dev/shm"
COMPUTE_POOL_LABEL = "outerbounds.co/compute-pool"
"""The node label that `compute_pool` selects by, the same as Metaflow's."""


def hook_pod(image: str | None, settings: Settings) -> Pod:
    """The pod of an exit hook, which has no step: all that the settings say."""
    defaults = settings.resources
    requests, limits = requests_and_limits(Resources(), defaults, defaults.qos, {})
    pod = Pod(
        image=image or default_image(settings),
        image_pull_policy=settings.image_pull_policy,
        requests=requests,
        limits=limits,
        node_selector=tuple(settings.node_selector.items()),
        tolerations=settings.tolerations,
    )
    return with_runtime(pod, settings, defaults.qos)


def step_pod(step: Step, settings: Settings, environment: str | None = None) -> Pod:
    """The pod that runs the attempts of a step, in the package environment of that id."""
    compute = step.compute
    kubernetes = compute if isinstance(compute, Kubernetes) else None
    batch = compute if isinstance(compute, Batch) else None
    qos = (kubernetes and kubernetes.qos) or settings.resources.qos
    requests, limits = requests_and_limits(
        _resources(step, batch), settings.resources, qos, _devices(step, settings)
    )
    pod = Pod(
        image=step_image(step, settings, environment),
        image_pull_policy=(kubernetes and kubernetes.image_pull_policy)
        or settings.image_pull_policy,
        executable=(compute and compute.executable) or "python",
        env=step_variables(step, settings, environment),
        env_secrets=kubernetes.secrets if kubernetes else (),
        requests=requests,
        limits=limits,
        volumes=_volumes(step, settings),
        ports=(kubernetes.port,) if kubernetes and kubernetes.port else (),
        security_context=_security_context(kubernetes, batch),
        service_account=kubernetes.service_account if kubernetes else None,
        node_selector=tuple(_node_selector(kubernetes, settings).items()),
        tolerations=_tolerations(step, kubernetes, settings),
        labels=tuple(kubernetes.labels.items()) if kubernetes else (),
        annotations=tuple(kubernetes.annotations.items()) if kubernetes else (),
    )
    return with_runtime(pod, settings, qos)


def gpu_vendor(step: Step, settings: Settings) -> GpuVendor:
    """Whose GPUs the step wants, if it wants any."""
    compute = step.compute
    named = compute.gpu_vendor if isinstance(compute, Kubernetes) else None
    return named or settings.gpu_vendor


def _resources(step: Step, batch: Batch | None) -> Resources:
    if batch is None or batch.ephemeral_storage_bytes is None:
        return step.resources
    return replace(step.resources, disk_bytes=batch.ephemeral_storage_bytes)


def _devices(step: Step, settings: Settings) -> dict[str, str]:
    """Extended resources by name. A GPU count of 0 is stated, as the author stated it."""
    devices: dict[str, str] = {}
    if step.resources.gpu is not None:
        devices[GPU_RESOURCE[gpu_vendor(step, settings)]] = str(step.resources.gpu)
    if isinstance(step.compute, Kubernetes):
        devices.update(step.compute.extended_resources)
    elif isinstance(step.compute, Batch):
        devices.update(batch_devices(step.compute))
    return devices


def _volumes(step: Step, settings: Settings) -> tuple[Volume, ...]:
    found: list[Volume] = []
    shared = step.resources.shared_memory_bytes
    if shared:
        found.append(MemoryVolume("shared-memory", SHARED_MEMORY_FOLDER, format_bytes(shared)))
    compute = step.compute
    if compute is not None and compute.tmpfs is not None:
        half = memory_bytes(step.resources, settings.resources) // 2
        size = format_bytes(compute.tmpfs.size_bytes or half)
        found.append(MemoryVolume("tmpfs", compute.tmpfs.path, size))
    if isinstance(compute, Kubernetes):
        claims = compute.persistent_volume_claims.items()
        found.extend(
            # A claim may have dots in its name, a volume may not.
            ClaimVolume(f"claim-{number}", mount, claim)
            for number, (claim, mount) in enumerate(claims)
        )
    elif isinstance(compute, Batch):
        found.extend(batch_host_volumes(compute))
    return tuple(found)


def _security_context(kubernetes: Kubernetes | None, batch: Batch | None) -> SecurityContext | None:
    if batch is not None:
        return SecurityContext(privileged=True) if batch.privileged else None
    return kubernetes.security_context if kubernetes else None


def _node_selector(kubernetes: Kubernetes | None, settings: Settings) -> dict[str, str]:
    selector = dict(settings.node_selector)
    if kubernetes is not None:
        selector.update(kubernetes.node_selector)
        if kubernetes.compute_pool is not None:
            selector[COMPUTE_POOL_LABEL] = kubernetes.compute_pool
    return selector


def _tolerations(
    step: Step, kubernetes: Kubernetes | None, settings: Settings
) -> tuple[Toleration, ...]:
    found: list[Toleration] = [*settings.tolerations]
    if step.resources.gpu:
        found.extend(settings.gpu_tolerations.get(gpu_vendor(step, settings), ()))
    if kubernetes is not None:
        found.extend(kubernetes.tolerations)
    return _once(found)


def _once(tolerations: Iterable[Toleration]) -> tuple[Toleration, ...]:
    return tuple(dict.fromkeys(tolerations))
