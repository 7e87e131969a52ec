"""The target `local`: the plan that `flowc run` follows on one machine."""

from __future__ import annotations

from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.package.plan import make_plan
from compiler.settings import Settings


class LocalBackend:
    """One machine has no limits of its own; what it lacks is reported when a flow runs."""

    name = "local"
    packaged = False

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        """Every flow that passed the checks can run."""

    def lower(
        self,
        program: Program,
        settings: Settings,  # noqa: ARG002 - the plan is the same under all settings
        report: Report,  # noqa: ARG002
    ) -> Bundle:
        """One file, `<Flow>.plan.json`."""
        flow = program.flow
        plan = make_plan(program).to_json().encode()
        return Bundle(self.name, flow.name, flow.file, {f"{flow.name}.plan.json": plan})


BACKEND = LocalBackend()
