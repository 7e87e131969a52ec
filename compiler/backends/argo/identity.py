"""What all documents of a flow share: names, labels, the namespace, the environment."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.backends.argo.naming import label_value, object_name
from compiler.backends.argo.placeholders import placeholder
from compiler.compute.runtime import runtime_requirements
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.package.project import project_of
from compiler.settings import Settings
from runtime_shim.contract import (
    ENV_DATASTORE,
    ENV_FLOW,
    ENV_PACKAGE,
    ENV_PROJECT,
    ENV_RUN,
    ENV_RUNTIME,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The part of a document that is the same for everything in it."""

    name: str
    """Of the WorkflowTemplate, and of the file."""
    namespace: str | None
    labels: dict[str, str]
    annotations: dict[str, str]
    env: tuple[tuple[str, str], ...]
    """Of every container, user's text unescaped."""
    brought: dict[str, str]
    """Of every container, too: long, or changed more often than all else, and so said once."""


RUN_ID = f"argo-{placeholder('workflow.name')}"


def identify(flow: Flow, settings: Settings, package: str | None = None) -> Identity:
    """The identity of a flow under the settings, whose tasks bring a code package."""
    name = settings.argo.name or object_name((*project_parts(flow, settings), flow.name))
    return Identity(
        name=name,
        namespace=namespace(flow, settings),
        labels={
            "app.kubernetes.io/name": name,
            "app.kubernetes.io/part-of": label_value(flow.project.name if flow.project else name),
            "app.kubernetes.io/managed-by": "flowc",
            **settings.labels,
        },
        annotations=settings.annotations,
        env=_env(flow, settings),
        brought=_brought(settings, package),
    )


def project_parts(flow: Flow, settings: Settings) -> tuple[str, ...]:
    """The project and the branch as Metaflow writes them in names, or nothing."""
    project = project_of(flow, settings)
    return project.parts if project else ()


def namespace(flow: Flow, settings: Settings) -> str | None:
    """That of the settings, else the first that a step names; a check sees that they agree."""
    if settings.namespace is not None:
        return settings.namespace
    for step in flow.steps:
        if isinstance(step.compute, Kubernetes) and step.compute.namespace is not None:
            return step.compute.namespace
    return None


def _brought(settings: Settings, package: str | None) -> dict[str, str]:
    brought = {ENV_PACKAGE: package, ENV_RUNTIME: runtime_requirements(settings)}
    return {name: text for name, text in brought.items() if text is not None}


def _env(flow: Flow, settings: Settings) -> tuple[tuple[str, str], ...]:
    env = [
        (ENV_FLOW, f"{flow.file}:{flow.name}"),
        (ENV_RUN, RUN_ID),
        (ENV_DATASTORE, settings.datastore_root),
    ]
    project = project_of(flow, settings)
    if project is not None:
        env.append((ENV_PROJECT, project.text))
    return tuple(env)
