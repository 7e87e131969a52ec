"""What Kubernetes would refuse about a step's pod, at the argument that asks for it.

Texts whose form is fixed (labels, ports, tolerations) the frontend has checked already.
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.compute.container_check import (
    container_problems,
    mount_problems,
    place_of_argument,
)
from compiler.compute.kubernetes import SHARED_MEMORY_FOLDER
from compiler.compute.kubernetes_batch import batch_host_volumes
from compiler.compute.kubernetes_names import (
    RESERVED,
    is_dns_label,
    is_dns_subdomain,
    is_extended_resource,
    is_label_value,
    is_reserved,
)
from compiler.diagnostics.catalogue.targets import InvalidLabelValue, InvalidName, ReservedKey
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Batch, Compute, Kubernetes
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim.contract import RUNTIME_FOLDER

_OBJECT = "use lower-case letters, digits, `-` and `.`, with a letter or a digit at both ends"
_NAMESPACE = "use at most 63 lower-case letters, digits and `-`"
_DEVICE = "write `domain.org/name`, as the device plug-in offers it"


def pod_problems(step: Step, settings: Settings) -> Iterator[Diagnostic]:
    """Every reason for which Kubernetes would refuse the pod of `step`."""
    yield from container_problems(step, settings)
    compute = step.compute
    if isinstance(compute, Kubernetes):
        yield from _objects(compute)
        yield from _placement(compute)
        yield from _keys(compute)
    if compute is not None:
        yield from mount_problems(compute, _mount_paths(compute), _taken(step, settings))


def _objects(compute: Kubernetes) -> Iterator[Diagnostic]:
    """Names of objects that must exist already."""
    named = [
        ("service_account", "a service account", (compute.service_account,)),
        ("secrets", "a secret", compute.secrets),
        ("image_pull_secrets", "a secret", compute.image_pull_secrets),
        ("persistent_volume_claims", "a volume claim", tuple(compute.persistent_volume_claims)),
    ]
    for argument, what, names in named:
        for name in names:
            if name is not None and not is_dns_subdomain(name):
                span = place_of_argument(compute, argument)
                yield InvalidName(span=span, what=f"the name of {what}", text=name, rule=_OBJECT)
    if compute.namespace is not None and not is_dns_label(compute.namespace):
        span = place_of_argument(compute, "namespace")
        yield InvalidName(span=span, what="a namespace", text=compute.namespace, rule=_NAMESPACE)


def _placement(compute: Kubernetes) -> Iterator[Diagnostic]:
    if compute.compute_pool is not None and not is_label_value(compute.compute_pool):
        span = place_of_argument(compute, "compute_pool")
        yield InvalidLabelValue(span=span, key="compute_pool", text=compute.compute_pool)
    for device in compute.extended_resources:
        if not is_extended_resource(device):
            span = place_of_argument(compute, "extended_resources")
            yield InvalidName(span=span, what="an extended resource", text=device, rule=_DEVICE)


def _keys(compute: Kubernetes) -> Iterator[Diagnostic]:
    given = {"labels": compute.labels, "annotations": compute.annotations}
    for argument, mapping in given.items():
        for key in mapping:
            if is_reserved(key):
                span = place_of_argument(compute, argument)
                yield ReservedKey(span=span, key=key, reserved=RESERVED)


def _taken(step: Step, settings: Settings) -> Iterator[str]:
    """Folders of volumes that have no argument."""
    if settings.runtime == "injected":
        yield RUNTIME_FOLDER
    if step.resources.shared_memory_bytes:
        yield SHARED_MEMORY_FOLDER


def _mount_paths(compute: Compute) -> Iterator[tuple[str, str]]:
    if compute.tmpfs is not None:
        yield "tmpfs_path", compute.tmpfs.path
    if isinstance(compute, Batch):
        for volume in batch_host_volumes(compute):
            yield "host_volumes", volume.mount
    else:
        for path in compute.persistent_volume_claims.values():
            yield "persistent_volume_claims", path
