"""Apache Airflow: one DAG file, which Airflow 2.10 to 3.3 run as it is."""

from __future__ import annotations

from compiler.backends.backend import Backend, Program
from compiler.backends.bundle import Bundle
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings


class Airflow:
    """The backend. Its parts are imported at their first use: `flowc check` starts often."""

    name = "airflow"
    packaged = True

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        """Reports whatever Airflow, Kubernetes or Batch would refuse or ignore."""
        from compiler.backends.airflow.check import check

        check(flow, settings, report)

    def lower(self, program: Program, settings: Settings, report: Report) -> Bundle:
        """The DAG file, and the job definitions of steps with `@batch`."""
        from compiler.backends.airflow.lower import lower

        return lower(program, settings, report)


BACKEND: Backend = Airflow()
