"""What Kubernetes would refuse about a step's pod, at the argument that asks for it.

Texts whose form is fixed (labels, ports, tolerations) the frontend has checked already.
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.compute.images import default_image
from compiler.compute.kubernetes import SHARED_MEMORY_FOLDER
from compiler.compute.kubernetes_batch import batch_host_volumes
from compiler.compute.kubernetes_names import (
    is_dns_label,
    is_dns_subdomain,
    is_extended_resource,
    is_label_value,
    is_mount_path,
    is_variable,
)
from compiler.diagnostics.catalogue.environments import NoImageForConda
from compiler.diagnostics.catalogue.targets import (
    InvalidLabelValue,
    InvalidMount,
    InvalidName,
    ReservedVariable,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.ir.compute import Batch, Compute, Kubernetes
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim.contract import RUNTIME_FOLDER

_OBJECT = "use lower-case letters, digits, `-` and `.`, with a letter or a digit at both ends"
_NAMESPACE = "use at most 63 lower-case letters, digits and `-`"
_DEVICE = "write `domain.org/name`, as the device plug-in offers it"
_VARIABLE = "use letters, digits, `_`, `-` and `.`, and no digit first"
_RESERVED = "FLOWC_"


def pod_problems(step: Step, settings: Settings) -> Iterator[Diagnostic]:
    """Every reason for which Kubernetes would refuse the pod of `step`."""
    yield from _environment(step)
    yield from _conda(step, settings)
    compute = step.compute
    if isinstance(compute, Kubernetes):
        yield from _objects(compute)
        yield from _placement(compute)
    if compute is not None:
        yield from _mounts(step, compute, settings)


def _at(compute: Compute, argument: str) -> Span:
    return compute.spans.get(argument, compute.span)


def _environment(step: Step) -> Iterator[Diagnostic]:
    span = step.environment_span or step.span
    for name, value in step.environment.items():
        if "\0" in value:
            what = "the name of a variable whose value holds a NUL character"
            yield InvalidName(span=span, what=what, text=name, rule="leave the NUL character out")
        if name.startswith(_RESERVED):
            yield ReservedVariable(span=span, name=name)
        elif not is_variable(name):
            yield InvalidName(
                span=span, what="the name of an environment variable", text=name, rule=_VARIABLE
            )


def _conda(step: Step, settings: Settings) -> Iterator[Diagnostic]:
    named = settings.image or (step.compute and step.compute.image)
    if step.packages is not None and step.packages.manager == "conda" and not named:
        yield NoImageForConda(span=step.packages.span, image=default_image(settings, step))


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
                span = _at(compute, argument)
                yield InvalidName(span=span, what=f"the name of {what}", text=name, rule=_OBJECT)
    if compute.namespace is not None and not is_dns_label(compute.namespace):
        span = _at(compute, "namespace")
        yield InvalidName(span=span, what="a namespace", text=compute.namespace, rule=_NAMESPACE)


def _placement(compute: Kubernetes) -> Iterator[Diagnostic]:
    if compute.compute_pool is not None and not is_label_value(compute.compute_pool):
        span = _at(compute, "compute_pool")
        yield InvalidLabelValue(span=span, key="compute_pool", text=compute.compute_pool)
    for device in compute.extended_resources:
        if not is_extended_resource(device):
            span = _at(compute, "extended_resources")
            yield InvalidName(span=span, what="an extended resource", text=device, rule=_DEVICE)


def _mounts(step: Step, compute: Compute, settings: Settings) -> Iterator[Diagnostic]:
    taken = {RUNTIME_FOLDER} if settings.runtime == "injected" else set()
    if step.resources.shared_memory_bytes:
        taken.add(SHARED_MEMORY_FOLDER)
    for argument, path in _mount_paths(compute):
        span = _at(compute, argument)
        if not is_mount_path(path):
            yield InvalidMount(span=span, path=path, problem="is no absolute path without `:`")
        elif path.rstrip("/") in taken:
            yield InvalidMount(span=span, path=path, problem="is the folder of another volume")
        taken.add(path.rstrip("/"))


def _mount_paths(compute: Compute) -> Iterator[tuple[str, str]]:
    if compute.tmpfs is not None:
        yield "tmpfs_path", compute.tmpfs.path
    if isinstance(compute, Batch):
        for volume in batch_host_volumes(compute):
            yield "host_volumes", volume.mount
    else:
        for path in compute.persistent_volume_claims.values():
            yield "persistent_volume_claims", path
