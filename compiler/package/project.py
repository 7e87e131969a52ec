"""The project and the branch that a flow is deployed or run as."""

from __future__ import annotations

from compiler.ir.flow import Flow
from compiler.settings import Settings
from runtime_shim.project import ProjectContext


def project_of(flow: Flow, settings: Settings) -> ProjectContext | None:
    """What `@project` says, where the settings say nothing else; None for a flow without it."""
    if flow.project is None:
        return None
    production = settings.production or flow.project.production
    return ProjectContext(flow.project.name, settings.branch or flow.project.branch, production)
