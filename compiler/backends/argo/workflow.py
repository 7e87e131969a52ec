"""The WorkflowTemplate."""

from __future__ import annotations

from compiler.backends.argo.containers import annotation
from compiler.backends.argo.fitting import MAX_TASKS, fit
from compiler.backends.argo.graph import GraphTemplates
from compiler.backends.argo.hooks import hook_templates
from compiler.backends.argo.identity import Identity
from compiler.backends.argo.models import Metadata, Workflow, WorkflowSpec
from compiler.backends.argo.naming import Names
from compiler.backends.argo.parameters import arguments
from compiler.backends.argo.placeholders import prose
from compiler.backends.argo.pods import PodTemplates
from compiler.backends.backend import Program
from compiler.compute.kubernetes_models import NameRef
from compiler.diagnostics.report import Report
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.settings import Settings

API_VERSION = "argoproj.io/v1alpha1"
FLOW_ANNOTATION = "flowc/flow"
DESCRIPTION_ANNOTATION = "workflows.argoproj.io/description"
"""What Argo's own page shows below the name."""


def workflow_template(
    program: Program, settings: Settings, identity: Identity, report: Report
) -> Workflow:
    """The template that every run of the flow is made from."""
    flow = program.flow
    names = Names()
    entrypoint = names.claim("main")
    hooks = hook_templates(flow, settings, identity, names)
    pods = PodTemplates(program, settings, identity, names)
    graph = GraphTemplates(flow, pods, names, report)
    graph.lower(entrypoint, fit(program.region, MAX_TASKS))

    spec: WorkflowSpec = {"entrypoint": entrypoint}
    if hooks:
        spec["onExit"] = hooks[0]["name"]
    given = arguments(flow)
    if given:
        spec["arguments"] = {"parameters": given}
    if settings.argo.parallelism is not None:
        spec["parallelism"] = settings.argo.parallelism
    if settings.service_account is not None:
        spec["serviceAccountName"] = settings.service_account
    pull_secrets = _pull_secrets(flow, settings)
    if pull_secrets:
        spec["imagePullSecrets"] = pull_secrets
    spec["workflowMetadata"] = _common(identity)
    spec["podMetadata"] = _of_pods(identity)
    spec["templates"] = [*graph.templates, *pods.templates, *hooks]
    return {
        "apiVersion": API_VERSION,
        "kind": "WorkflowTemplate",
        "metadata": _metadata(flow, identity),
        "spec": spec,
    }


def metadata(name: str, identity: Identity) -> Metadata:
    """Of any of the documents."""
    made: Metadata = {"name": name}
    if identity.namespace is not None:
        made["namespace"] = identity.namespace
    made.update(_common(identity))
    return made


def _common(identity: Identity) -> Metadata:
    """What all documents, runs and pods have."""
    made: Metadata = {"labels": identity.labels}
    if identity.annotations:
        made["annotations"] = identity.annotations
    return made


def _of_pods(identity: Identity) -> Metadata:
    made = _common(identity)
    brought = {annotation(name): text for name, text in identity.brought.items()}
    if brought:
        made["annotations"] = {**identity.annotations, **brought}
    return made


def _metadata(flow: Flow, identity: Identity) -> Metadata:
    made = metadata(identity.name, identity)
    own = {FLOW_ANNOTATION: prose(f"{flow.file}:{flow.name}")}
    if flow.doc:
        own[DESCRIPTION_ANNOTATION] = prose(flow.doc)
    made["annotations"] = {**own, **identity.annotations}
    return made


def _pull_secrets(flow: Flow, settings: Settings) -> list[NameRef]:
    """Argo takes these for a whole workflow only: all that any step names."""
    found = dict.fromkeys(settings.image_pull_secrets)
    for step in flow.steps:
        if isinstance(step.compute, Kubernetes):
            found.update(dict.fromkeys(step.compute.image_pull_secrets))
    return [{"name": name} for name in found]
