"""AWS Step Functions: a state machine, its Batch jobs, and a CloudFormation template of it all."""

from __future__ import annotations

from compiler.backends.backend import Backend, Program
from compiler.backends.bundle import Bundle
from compiler.backends.deployer import Deployer
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings


class StepFunctions:
    """The backend. Its parts are imported at their first use: `flowc check` starts often."""

    name = "stepfunctions"
    packaged = True

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        """Reports whatever Step Functions, Batch or EventBridge would refuse or ignore."""
        from compiler.backends.stepfunctions.check import check

        check(flow, settings, report)

    def lower(self, program: Program, settings: Settings, report: Report) -> Bundle:
        """A folder with the documents of the state machine."""
        from compiler.backends.stepfunctions.lower import lower

        return lower(program, settings, report)

    def deployer(self, flow: Flow, settings: Settings) -> Deployer:
        """Brings the documents to AWS by boto3."""
        from compiler.backends.stepfunctions.deploy import deployer

        return deployer(flow, settings)


BACKEND: Backend = StepFunctions()
