"""Argo Workflows: a WorkflowTemplate, and what starts it by itself, as YAML for `kubectl`."""

from __future__ import annotations

from compiler.backends.backend import Backend, Program
from compiler.backends.bundle import Bundle
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings


class Argo:
    """The backend. Its parts are imported at their first use: `flowc check` starts often."""

    name = "argo"
    packaged = True

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        """Reports whatever Argo Workflows or Kubernetes would refuse or ignore."""
        from compiler.backends.argo.check import check

        check(flow, settings, report)

    def lower(self, program: Program, settings: Settings, report: Report) -> Bundle:
        """One YAML file with all documents of the flow."""
        from compiler.backends.argo.lower import lower

        return lower(program, settings, report)


BACKEND: Backend = Argo()
