"""Brings a flow's documents to AWS, and starts runs of it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compiler.backends.bundle import Bundle
from compiler.backends.deployer import Change, DeployedRun, Deployer, DeployError, RunFailure
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.executions import Executions
from compiler.backends.stepfunctions.deploy.inputs import check_input
from compiler.backends.stepfunctions.deploy.jobs import job_changes, job_removal
from compiler.backends.stepfunctions.deploy.machine import StateMachine
from compiler.backends.stepfunctions.deploy.place import values_of
from compiler.backends.stepfunctions.deploy.pruning import old_versions
from compiler.backends.stepfunctions.deploy.reading import documents_of
from compiler.backends.stepfunctions.deploy.rules import Rules
from compiler.backends.stepfunctions.deploy.schedule import schedule_change, schedule_removal
from compiler.backends.stepfunctions.deploy.versions import Versions
from compiler.backends.stepfunctions.documents import Documents, compact
from compiler.backends.stepfunctions.identity import identify
from compiler.backends.stepfunctions.placeholders import filled, used
from compiler.backends.stepfunctions.roles import MACHINE_ROLE
from compiler.ir.flow import Flow
from compiler.settings import Settings
from runtime_shim.buckets.urls import NoPlace

_STARTED = "StateMachine"
"""The placeholder for what a schedule and rules start."""
_ANY_PACKAGE = "0" * 64
"""All code packages have names of this length."""


class Deployment:
    """A flow in an account of AWS; see `Deployer`."""

    def __init__(self, flow: Flow, settings: Settings) -> None:
        self._flow = flow
        self._settings = settings
        self._identity = identify(flow, settings, _ANY_PACKAGE)
        self.name = self._identity.name
        self._cloud = Cloud()
        self._machine = StateMachine(self.name, self._identity.full_name, self._cloud)
        self._executions = Executions(self._machine, self._cloud)

    def changes(self, bundle: Bundle) -> Sequence[Change]:
        """Job definitions first, then what names them; what is no longer wanted at the end."""
        return list(self._changes(documents_of(bundle, self.name)))

    def removal(self) -> Sequence[Change]:
        """What starts runs first, then what they take."""
        alias = self._machine.alias
        return [
            *self._rules().removal(),
            *schedule_removal(self.name, alias, self._cloud),
            *self._machine.removal(),
            *job_removal(self.name, self._cloud),
        ]

    def trigger(self, parameters: Mapping[str, str]) -> str:
        """Starts the version that is live."""
        given = compact(parameters)
        check_input(given, self._flow, self._settings, self._identity)
        return self._executions.start(given)

    def runs(self, limit: int) -> Sequence[DeployedRun]:
        """Whatever has started them."""
        return self._executions.newest(limit)

    def run(self, run: str) -> tuple[DeployedRun, RunFailure | None]:
        """With the state that failed, in the innermost map."""
        return self._executions.one(run)

    def _changes(self, documents: Documents) -> Iterator[Change]:
        parts = (documents.machine, documents.jobs, documents.schedule, documents.rules)
        wanted = {*used(parts), MACHINE_ROLE} - documents.jobs.keys() - {_STARTED}
        values = values_of(wanted, self._settings, self._cloud)
        values[_STARTED] = self._machine.alias
        yield from job_changes(documents.jobs, self.name, values, self._cloud)
        machine = self._machine.change(documents.machine, values[MACHINE_ROLE], values)
        yield machine
        yield from self._starts(documents, values)
        if machine.action != "create":
            versions = Versions(self._machine.arn, self._cloud)
            yield from old_versions(self.name, versions, values.values(), self._cloud)

    def _starts(self, documents: Documents, values: Mapping[str, str]) -> Iterator[Change]:
        rules = self._rules()
        alias = values[_STARTED]
        if documents.schedule is None:
            stale = schedule_removal(self.name, alias, self._cloud)
        else:
            schedule = filled(documents.schedule, values)
            assert isinstance(schedule, dict)
            yield schedule_change(schedule, alias, self._cloud)
            stale = iter(())
        kept = []
        for rule in documents.rules:
            request = filled(rule, values)
            assert isinstance(request, dict)
            kept.append(request)
            yield rules.change(request)
        yield from stale
        yield from rules.removal(kept)

    def _rules(self) -> Rules:
        return Rules(self.name, self._machine.alias, self._cloud)


def deployer(flow: Flow, settings: Settings) -> Deployer:
    """The deployment of a flow."""
    try:
        return Deployment(flow, settings)
    except NoPlace as error:
        raise DeployError(f"`datastore` has to be an s3:// URL: {error}.") from None
