"""Makes the plan that the runtime follows (`runtime_shim.plan`) from a region tree."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.backends.backend import Program
from compiler.ir.artifacts import InputRead
from compiler.ir.parameter import FlowConfig
from compiler.ir.region import Loop, Map, Parallel, Task
from compiler.ir.regions.queries import tasks, walk
from compiler.ir.step import Step
from compiler.ir.transition import Foreach, Switch
from runtime_shim.plan import Case, Edge, Plan, PlanConfig, PlanStep


def make_plan(program: Program) -> Plan:
    """The plan of a flow that every check has passed."""
    flow = program.flow
    routes = _Routes.of(program)
    return Plan(
        flow=flow.name,
        file=flow.file,
        start=flow.start,
        end=flow.end,
        steps={step.name: _step(step, routes) for step in flow.steps},
        configs={config.name: _config(config) for config in flow.configs},
        on_success=tuple(name for hook in flow.exit_hooks for name in hook.on_success),
        on_error=tuple(name for hook in flow.exit_hooks for name in hook.on_error),
    )


def _config(config: FlowConfig) -> PlanConfig:
    return PlanConfig(config.attribute, config.value, config.parser, config.plain)


def _step(step: Step, routes: _Routes) -> PlanStep:
    transition = step.transition
    ended = routes.ended_by.get(step.name)
    return PlanStep(
        name=step.name,
        kind=transition.kind,
        edges={target: routes.edge(step.name, target) for target in transition.targets},
        items=transition.items if isinstance(transition, Foreach) else None,
        condition=transition.condition if isinstance(transition, Switch) else None,
        cases=_cases(step),
        split=ended.split if ended else None,
        branches=routes.waited_for(step.name),
        gang=step.parallel,
        retries=step.retry.times if step.retry else 0,
        wait_seconds=step.retry.wait_seconds if step.retry else 0,
        catch=step.catch is not None,
        reads=_reads(step, is_join=ended is not None),
        environment=step.environment,
        cpu_millis=step.resources.cpu_millis,
        memory_bytes=step.resources.memory_bytes,
        gpu=step.resources.gpu,
    )


def _reads(step: Step, is_join: bool) -> tuple[str, ...]:
    """What is fetched before the step asks for it: not what it may do without."""
    use = step.artifacts
    if is_join:
        names = [_input_read(read) for read in use.input_reads]
    else:
        names = [read.name for read in use.reads if read.certain]
    return tuple(dict.fromkeys(names))


def _input_read(read: InputRead) -> str:
    which = read.step if read.number is None else str(read.number)
    return f"{which}.{read.name}" if which else read.name


def _cases(step: Step) -> tuple[Case, ...]:
    if not isinstance(step.transition, Switch):
        return ()
    return tuple(Case(case.value, case.target) for case in step.transition.cases)


@dataclass(frozen=True)
class _Routes:
    """Where the steps stand in the region tree, and how to get from one to the next."""

    numbered: dict[str, tuple[Map | Loop, ...]]
    """For each step the regions around it that its path has a number for, outermost first."""
    ended_by: dict[str, Parallel | Map]
    """For each join the region that it ends."""
    branches: dict[str, dict[str, str]]
    """For each join of branches, by each step inside of them, the branch's first step."""

    @classmethod
    def of(cls, program: Program) -> _Routes:
        routes = cls({}, {}, {})
        for region, place in walk(program.region):
            if isinstance(region, Task):
                routes.numbered[region.step] = place.numbered
            elif isinstance(region, Map | Parallel):
                routes.ended_by[region.join] = region
            if isinstance(region, Parallel):
                firsts = program.flow.by_name[region.split].transition.targets
                routes.branches[region.join] = {
                    step: first
                    for first, branch in zip(firsts, region.branches, strict=True)
                    for step in tasks(branch)
                }
        return routes

    def edge(self, source: str, target: str) -> Edge:
        before, after = self.numbered[source], self.numbered[target]
        shared = _shared(before, after)
        for depth, region in enumerate(after[:shared]):
            if isinstance(region, Loop) and region.label == target:
                return Edge(keep=depth + 1, bump=True)
        opened = after[shared:]
        return Edge(
            keep=shared,
            item=any(isinstance(region, Map) for region in opened),
            enter=sum(isinstance(region, Loop) for region in opened),
            slot=self._slot(source, target),
        )

    def waited_for(self, join: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.branches.get(join, {}).values()))

    def _slot(self, source: str, target: str) -> str | None:
        ended = self.ended_by.get(target)
        if ended is None:
            return None
        return "#" if isinstance(ended, Map) else self.branches[target][source]


def _shared(first: tuple[Map | Loop, ...], second: tuple[Map | Loop, ...]) -> int:
    """How many regions, from the outermost on, both are in."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one is not other:
            break
        count += 1
    return count
