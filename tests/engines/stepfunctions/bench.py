"""Runs what `flowc compile --target stepfunctions` wrote.

The interpreter is a real one, and the commands of containers run, as processes. AWS Batch and
the cluster of EKS are stand-ins; S3 is a server on loopback.

    bench = Bench(Processes(Node(folder, python, variables)), s3=client)
    machine = bench.deploy(folder / "train-flow")
    execution = bench.run(machine, {"alpha": 0.3})
    assert execution.status == "SUCCEEDED", execution.log()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.engines.stepfunctions.batch.faults import Faults
from tests.engines.stepfunctions.batch.service import QUEUE, FakeBatch
from tests.engines.stepfunctions.definitions import check_machine, check_start
from tests.engines.stepfunctions.details import ACCOUNT, Details, Services
from tests.engines.stepfunctions.documents import Documents, filled_in
from tests.engines.stepfunctions.fake_kubernetes import FakeKubernetes
from tests.engines.stepfunctions.hosts import Host
from tests.engines.stepfunctions.interpreter import Machine, Outcome, Running
from tests.engines.stepfunctions.repairs.all_repairs import apply_all

TIMEOUT = 120
"""Seconds for an execution."""
ROLE = f"arn:aws:iam::{ACCOUNT}:role/bench"
ACCOUNTS_OWN = {
    "JobQueue": QUEUE,
    "JobRole": ROLE,
    "ExecutionRole": ROLE,
    "EksCluster": "bench",
    "EksCertificateAuthority": "Y2VydGlmaWNhdGU=",
    "EksEndpoint": "https://bench.eks.example.com",
}
"""What the placeholders for an account's own resources stand for."""


@dataclass(frozen=True)
class Execution:
    """One that has ended, or was stopped for want of time."""

    name: str
    outcome: Outcome
    details: Details
    services: Services

    @property
    def status(self) -> str:
        """`SUCCEEDED`, `FAILED`, `ABORTED` or `TIMED_OUT`."""
        return self.outcome.status

    @property
    def output(self) -> Any:
        """None but where it succeeded."""
        return self.outcome.output

    @property
    def error(self) -> str | None:
        """Why it failed, by name."""
        return self.outcome.error

    @property
    def cause(self) -> str | None:
        """Why it failed; of a job its whole detail, as JSON."""
        return self.outcome.cause

    @property
    def history(self) -> Sequence[Mapping[str, Any]]:
        """The events of the execution, without those of its children."""
        return self.outcome.history

    @property
    def run_id(self) -> str:
        """Of the run in the datastore."""
        return f"sfn-{self.name}"

    def log(self) -> str:
        """How it ended, and what all of its jobs printed; for the messages of tests."""
        batch, kubernetes = self.services.batch, self.services.kubernetes
        printed = [
            batch.log(job) if job in batch.jobs else kubernetes.jobs[job].log
            for job in self.details.jobs
        ]
        return f"{self.status} {self.error} {self.cause}\n{''.join(printed)}"


class Bench:
    """An account of AWS with one region, as far as state machines need it."""

    def __init__(
        self,
        host: Host,
        s3: Any,
        *,
        faults: Faults | None = None,
        at_once: int = 4,
        time_factor: float = 0.01,
    ) -> None:
        """`s3` is a client of boto3. Of jobs of AWS Batch `at_once` run; those who only wait, in a
        state or before a retry, wait for a second `time_factor` seconds."""
        apply_all()
        self.host = host
        self.batch = FakeBatch(host, faults, at_once)
        self.services = Services(self.batch, FakeKubernetes(host), s3)
        self._time_factor = time_factor
        self._names = (f"x{number}" for number in count(1))

    def deploy(self, folder: Path, **values: str) -> Machine:
        """Registers the job definitions of a compiled folder, and reads the state machine.

        `values` are those of placeholders for which the bench has none.
        """
        return self.create(Documents.read(folder), **values)

    def create(self, documents: Documents, **values: str) -> Machine:
        """The same, of documents that need not be files."""
        check_machine(documents.definition)
        given = {**ACCOUNTS_OWN, **values}
        jobs = filled_in(documents.jobs, given)
        revisions = {name: self.batch.register(one) for name, one in jobs.items()}
        return Machine(documents.name, documents.text({**given, **revisions}))

    def start(
        self, machine: Machine, parameters: Mapping[str, Any] | None = None, name: str = ""
    ) -> tuple[Running, Details]:
        """Starts an execution, and does not wait."""
        details = Details(self.services, self._time_factor)
        name, given = name or next(self._names), dict(parameters or {})
        check_start(name, given)
        return machine.start(name, given, details), details

    def run(
        self,
        machine: Machine,
        parameters: Mapping[str, Any] | None = None,
        name: str = "",
        timeout: float = TIMEOUT,
    ) -> Execution:
        """Runs an execution to its end. Raises `TimeoutError`, with what its jobs printed."""
        name = name or next(self._names)
        running, details = self.start(machine, parameters, name)
        outcome = running.wait(timeout)
        if outcome is None:
            running.stop()
            outcome = running.wait(timeout)
            assert outcome is not None
            execution = Execution(name, outcome, details, self.services)
            raise TimeoutError(f"more than {timeout} s: {execution.log()}")
        return Execution(name, outcome, details, self.services)

    def close(self) -> None:
        """Ends all that still runs."""
        self.batch.close()
        self.services.kubernetes.close()
        self.host.close()
