"""What Argo and Kubernetes cannot honour about the steps of a flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compiler.backends.argo.capabilities import CAPABILITIES, TARGET
from compiler.backends.argo.identity import namespace
from compiler.backends.capabilities import argument_problems
from compiler.compute.kubernetes_check import pod_problems
from compiler.diagnostics.catalogue.targets import (
    BatchOnKubernetes,
    GangTooWide,
    NamespacesDiffer,
    TemplateSyntax,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Batch, Compute, Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Gang
from compiler.settings import Settings


def step_problems(flow: Flow, settings: Settings, whole: bool) -> Iterator[Diagnostic]:
    """All of them, step by step; `whole` unless a decorator lacks what was wrong with it."""
    common = namespace(flow, settings)
    for step in flow.steps:
        yield from pod_problems(step, settings)
        if step.compute is not None:
            yield from _templates(step.compute)
        if isinstance(step.compute, Batch) and whole:
            yield BatchOnKubernetes(span=step.compute.span, step=step.name)
        yield from argument_problems(step, CAPABILITIES, TARGET)
        if isinstance(step.compute, Kubernetes):
            yield from _namespace(step, step.compute, common)
        yield from _gang(step, settings)


def _namespace(step: Step, compute: Kubernetes, common: str | None) -> Iterator[Diagnostic]:
    if compute.namespace is not None and common is not None and compute.namespace != common:
        yield NamespacesDiffer(
            span=compute.spans.get("namespace", compute.span),
            step=step.name,
            namespace=compute.namespace,
            other=common,
        )


def _gang(step: Step, settings: Settings) -> Iterator[Diagnostic]:
    limit, transition = settings.argo.parallelism, step.transition
    if limit is None or not isinstance(transition, Gang):
        return
    if isinstance(transition.size, int) and transition.size > limit:
        yield GangTooWide(span=transition.span, size=transition.size, parallelism=limit)


def _templates(compute: Compute) -> Iterator[Diagnostic]:
    for argument, texts in _texts(compute):
        if any(is_template(text) for text in texts):
            span = compute.spans.get(argument, compute.span)
            yield TemplateSyntax(span=span, what=f"`{argument}`")


def is_template(text: str) -> bool:
    """Whether Argo, or flowc's own marks in a document, would make something of the text."""
    return "{{" in text or "\0" in text


def _texts(compute: Compute) -> Iterator[tuple[str, Iterable[str]]]:
    """Free text that reaches the document as it is."""
    yield "image", [compute.image or ""]
    yield "executable", [compute.executable or ""]
    if compute.tmpfs is not None:
        yield "tmpfs_path", [compute.tmpfs.path]
    if isinstance(compute, Batch):
        yield "host_volumes", compute.host_volumes
    else:
        yield "annotations", compute.annotations.values()
        yield "persistent_volume_claims", compute.persistent_volume_claims.values()
