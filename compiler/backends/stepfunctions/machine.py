"""The state machine of a whole flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from compiler.backends.backend import Program
from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.arrays import array_states
from compiler.backends.stepfunctions.eks import eks_task
from compiler.backends.stepfunctions.gangs import gang_states
from compiler.backends.stepfunctions.graph import Lowering, following
from compiler.backends.stepfunctions.hooks import with_hooks
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.intrinsics import as_text
from compiler.backends.stepfunctions.jobs import JobDefinitions
from compiler.backends.stepfunctions.kinds import ONE_JOB, Kind
from compiler.backends.stepfunctions.maps import UNLIMITED, concurrency, distributed_map
from compiler.backends.stepfunctions.models import Machine, State, States
from compiler.backends.stepfunctions.naming import state_name
from compiler.backends.stepfunctions.scope import RETRIES, first_scope, width_text
from compiler.backends.stepfunctions.tasks import batch_task, read_result
from compiler.ir.region import Map
from compiler.ir.regions.queries import tasks
from compiler.settings import Settings
from runtime_shim.contract import RESULT_CHOICE, RESULT_WIDTH

BEGIN = "begin"
"""The only state that is named like a step could be. It gives way to one of that name."""


def state_machine(
    program: Program,
    settings: Settings,
    identity: Identity,
    jobs: JobDefinitions,
    kinds: Mapping[str, Kind],
) -> Machine:
    """What every run of the flow does."""
    steps = FlowSteps(program, settings, identity, jobs, kinds)
    machine = Lowering(steps).machine(program.region)
    machine = with_hooks(machine, program.flow, identity, jobs)
    begin: State = {"Type": "Pass", "Parameters": first_scope(identity.env)}
    name = BEGIN if BEGIN not in machine["States"] else state_name(BEGIN, "run")
    states = {name: following(begin, machine["StartAt"]), **machine["States"]}
    comment = f"{program.flow.file}:{program.flow.name}"
    return {"Comment": comment, "StartAt": name, "States": states}


class FlowSteps:
    """The states that run the steps of one flow."""

    def __init__(
        self,
        program: Program,
        settings: Settings,
        identity: Identity,
        jobs: JobDefinitions,
        kinds: Mapping[str, Kind],
    ) -> None:
        self._program = program
        self._settings = settings
        self._identity = identity
        self._jobs = jobs
        self._kinds = kinds

    def task(self, step: str) -> State:
        """Runs a step's task, as a job of its own."""
        flow = self._program.flow
        starts = step == flow.start
        if self._kinds[step] is Kind.EKS:
            environment = self._program.environments.get(step)
            return eks_task(
                flow.by_name[step], self._settings, self._identity, environment, starts=starts
            )
        return batch_task(flow.by_name[step], self._jobs.of(step), self._identity, starts=starts)

    def choice(self, step: str) -> State:
        """Reads which way a switch has decided for."""
        return read_result(self._identity, step, RESULT_CHOICE)

    def fan_out(self, region: Map, around: int, body: Callable[[], Machine], then: str) -> States:
        """A Distributed Map, or one job for all items."""
        whole = self._one_job(region, then)
        if whole is not None:
            return whole
        reader, name = state_name(region.split, "width"), state_name(region.split, "foreach")
        if not region.gang:
            wanted = concurrency(region, around, self._settings.stepfunctions.max_concurrency)
            plain = distributed_map(region, body(), self._identity, wanted)
            return {name: following(plain, then)}
        read = read_result(self._identity, region.split, RESULT_WIDTH)
        gang = self._gang(region, body())
        return {reader: following(read, name), name: following(gang, then)}

    def _gang(self, region: Map, body: Machine) -> State:
        """The members wait for each other: all of them run, and are tried again, together."""
        known = {"size": width_text(), "retry": as_text(RETRIES)}
        made = distributed_map(region, body, self._identity, UNLIMITED, **known)
        member = self._program.flow.by_name[next(tasks(region.body))]
        made["Retry"] = [*made["Retry"], *retries.of_step(member)]
        return made

    def _one_job(self, region: Map, then: str) -> States | None:
        step = next(tasks(region.body))
        if self._kinds[step] not in ONE_JOB:
            return None
        make = array_states if self._kinds[step] is Kind.ARRAY else gang_states
        definition = self._jobs.of(step)
        return make(
            region.split, self._program.flow.by_name[step], definition, self._identity, then
        )
