"""The region tree as DAG templates.

Everything that Argo can order within one DAG stays in one: sequences, branches, the arms
of a switch, tails that arms share. A template of its own have the turns of a loop, which
Argo expresses by a template that calls itself, the body of a fan-out, unless it
is a single step, a gang that is tried again, and the groups by which `fitting` keeps a DAG
within its limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compiler.backends.argo.fitting import MAX_TASKS, Group
from compiler.backends.argo.models import Parameter, Template
from compiler.backends.argo.naming import Names, step_names
from compiler.backends.argo.placeholders import RETRIES, inputs, output, placeholder
from compiler.backends.argo.pods import PodTemplates
from compiler.backends.argo.readiness import (
    ALWAYS,
    Ready,
    all_of,
    all_skipped,
    any_of,
    succeeded,
)
from compiler.backends.argo.scope import (
    EXIT,
    FALLS_THROUGH,
    Entry,
    Scope,
    call_arguments,
    input_parameters,
)
from compiler.diagnostics.catalogue.targets import TooManyTasks
from compiler.diagnostics.report import Report
from compiler.ir.errors import InternalError
from compiler.ir.flow import Flow
from compiler.ir.region import (
    Arm,
    Choice,
    Jump,
    Labelled,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)
from compiler.ir.regions.queries import tasks
from runtime_shim.contract import RESULT_CHOICE, RESULT_WIDTH, child_path

_ITEM = placeholder("item")
_NEXT_TURN = placeholder("=asInt(inputs.parameters.turn) + 1")
_ATTEMPT: Parameter = {"name": "attempt", "value": RETRIES}


class GraphTemplates:
    """Lowers one region tree; `templates` has the result, the entry point first."""

    def __init__(self, flow: Flow, pods: PodTemplates, names: Names, report: Report) -> None:
        self._flow = flow
        self._pods = pods
        self._template_names = names
        self._report = report
        # A step's task has the step's own name, whatever else needs one.
        self._task_of = step_names(step.name for step in flow.steps)
        self._task_names = Names(self._task_of.values())
        self._nothing: str | None = None
        self.templates: list[Template] = []

    def lower(self, entrypoint: str, region: Sequence) -> None:
        """Adds the template that runs the whole flow, and all that it calls."""
        scope = Scope(entrypoint)
        self._sequence(scope, region, Entry(ALWAYS))
        self.templates.insert(0, self._finished(scope))
        if self._nothing is not None:
            # A suspension that is over at once: Argo has no task that does nothing.
            self.templates.append({"name": self._nothing, "suspend": {"duration": "0"}})

    def _finished(self, scope: Scope) -> Template:
        if len(scope.tasks) > MAX_TASKS:
            step = self._flow.by_name[scope.widest or self._flow.start]
            self._report.add(TooManyTasks(span=step.span, step=step.name, count=len(scope.tasks)))
        return scope.finish()

    def _sequence(self, scope: Scope, sequence: Sequence, entry: Entry) -> Ready:
        for region in _flattened(sequence):
            entry = Entry(self._region(scope, region, entry))
        return entry.point

    def _region(self, scope: Scope, region: Region, entry: Entry) -> Ready:
        if isinstance(region, Task):
            return self._task(scope, region.step, entry)
        if isinstance(region, Parallel):
            return all_of([self._sequence(scope, branch, entry) for branch in region.branches])
        if isinstance(region, Map):
            return self._map(scope, region, entry)
        if isinstance(region, Choice):
            return self._switch(scope, region, entry)
        if isinstance(region, Loop):
            return self._loop(scope, region, entry)
        if isinstance(region, Group):
            return self._group(scope, region, entry)
        if isinstance(region, Jump):
            return self._jump(scope, region.label, entry)
        return self._sequence(scope, region, entry)

    def _task(self, scope: Scope, step: str, entry: Entry) -> Ready:
        name = self._task_of[step]
        task = scope.add(name, self._pods.of(step), entry)
        task["arguments"] = {"parameters": _step_arguments(step, scope.path)}
        return succeeded(name)

    def _map(self, scope: Scope, region: Map, entry: Entry) -> Ready:
        width = output(self._task_of[region.split], RESULT_WIDTH)
        if region.gang:
            (member,) = tasks(region.body)
            return self._gang(scope, member, width, entry)
        path = child_path(scope.path, _ITEM)
        body = list(_flattened(region.body))
        if len(body) == 1 and isinstance(body[0], Task):
            step = body[0].step
            name = self._task_of[step]
            task = scope.add(name, self._pods.of(step), entry)
            arguments = _step_arguments(step, path)
        else:
            name = self._task_names.claim(f"{region.split}-foreach")
            inner = Scope(
                self._template_names.claim(name),
                path=inputs("path"),
                parameters=input_parameters(path),
            )
            self._sequence(inner, region.body, Entry(ALWAYS))
            self.templates.append(self._finished(inner))
            task = scope.add(name, inner.template, entry)
            arguments = call_arguments(path)
        task["withSequence"] = {"count": width}
        task["arguments"] = {"parameters": arguments}
        return succeeded(name)

    def _gang(self, scope: Scope, step: str, width: str, entry: Entry) -> Ready:
        """Its members; in a DAG of their own if they are tried again, which then all are.

        A member that Argo tries again by itself would wait for others that have ended.
        """
        retry = self._pods.gang_retry(step)
        if retry is None:
            return self._members(scope, step, width, entry)
        name = self._task_of[step]
        gang = Scope(
            self._template_names.claim(f"{name}-gang"),
            path=inputs("path") if scope.path else "",
            parameters=[*input_parameters(scope.path), {"name": "size"}],
            retry=retry,
        )
        self._members(gang, step, inputs("size"), Entry(ALWAYS), [_ATTEMPT])
        self.templates.append(self._finished(gang))
        task = scope.add(name, gang.template, entry)
        arguments: list[Parameter] = [{"name": "size", "value": width}]
        task["arguments"] = {"parameters": [*call_arguments(scope.path), *arguments]}
        return succeeded(name)

    def _members(
        self, scope: Scope, step: str, size: str, entry: Entry, more: Iterable[Parameter] = ()
    ) -> Ready:
        name = self._task_of[step]
        task = scope.add(name, self._pods.of(step), entry)
        task["withSequence"] = {"count": size}
        arguments = _step_arguments(step, child_path(scope.path, _ITEM))
        task["arguments"] = {"parameters": [*arguments, {"name": "size", "value": size}, *more]}
        return succeeded(name)

    def _loop(self, scope: Scope, region: Loop, entry: Entry) -> Ready:
        name = self._task_names.claim(f"{region.label}-loop")
        outer_path = inputs("path") if scope.path else ""
        turn = Scope(
            self._template_names.claim(name),
            path=child_path(outer_path, inputs("turn")),
            loop=region.label,
            parameters=input_parameters(scope.path, turn=True),
        )
        self._sequence(turn, region.body, Entry(ALWAYS))
        return self._call(scope, name, turn, entry)

    def _group(self, scope: Scope, group: Group, entry: Entry) -> Ready:
        steps = list(tasks(group))
        name = self._task_names.claim(f"{steps[0]}-through-{steps[-1]}")
        inner = Scope(
            self._template_names.claim(name),
            path=inputs("path") if scope.path else "",
            parameters=input_parameters(scope.path),
        )
        self._sequence(inner, group, Entry(ALWAYS))
        return self._call(scope, name, inner, entry)

    def _call(self, scope: Scope, name: str, inner: Scope, entry: Entry) -> Ready:
        """A task that runs a DAG, and goes on by the way by which that was left."""
        self.templates.append(self._finished(inner))
        task = scope.add(name, inner.template, entry)
        arguments = call_arguments(scope.path)
        if arguments:
            task["arguments"] = {"parameters": arguments}
        if not inner.exits:
            return succeeded(name)
        # Some ways out lead further than to what follows. The DAG tells which way it was
        # left, so here it is like a switch.
        ways = [Arm(label, Sequence((Jump(label),))) for label in inner.exits]
        ways.append(Arm(FALLS_THROUGH, Sequence()))
        return self._choice(scope, name, output(name, EXIT), tuple(ways), (), succeeded(name))

    def _jump(self, scope: Scope, label: str, entry: Entry) -> Ready:
        if label in scope.arrivals and entry.when is None:
            scope.arrivals[label].append(entry.point)
        elif label == scope.loop:
            name = self._task_names.claim(f"{label}-again")
            task = scope.add(name, scope.template, entry)
            outer_path = inputs("path") if _has(scope, "path") else ""
            arguments = call_arguments(outer_path)
            arguments.append({"name": "turn", "value": _NEXT_TURN})
            task["arguments"] = {"parameters": arguments}
            scope.recursions.append(name)
        else:
            name = self._mark(scope, f"leave-for-{label}", entry)
            scope.exits.setdefault(label, []).append(name)
        return Ready(())

    def _mark(self, scope: Scope, wanted: str, entry: Entry) -> str:
        """A task that does nothing but tell that control came here."""
        if self._nothing is None:
            self._nothing = self._template_names.claim("nothing")
        name = self._task_names.claim(wanted)
        scope.add(name, self._nothing, entry)
        return name

    def _switch(self, scope: Scope, region: Choice, entry: Entry) -> Ready:
        switch, before = self._task_of[region.switch], len(scope.tasks)
        chosen = output(switch, RESULT_CHOICE)
        end = self._choice(scope, switch, chosen, region.arms, region.shared, entry.point)
        if scope.widest is None and len(scope.tasks) - before > MAX_TASKS // 2:
            scope.widest = region.switch
        return end

    def _choice(
        self,
        scope: Scope,
        switch: str,
        chosen: str,
        arms: tuple[Arm, ...],
        shared: tuple[Labelled, ...],
        point: Ready,
    ) -> Ready:
        scope.arrivals.update((tail.label, []) for tail in shared)
        ends: list[Ready] = []
        first_tasks: list[str] = []
        without_task: list[Arm] = []
        for arm in arms:
            if _needs_no_task(scope, arm):
                without_task.append(arm)
                continue
            position = len(scope.tasks)
            entry = Entry(point, f"'{chosen}' == '{arm.target}'")
            ends.append(self._sequence(scope, arm.body, entry))
            first_tasks.append(scope.tasks[position]["name"])
        for arm in without_task:
            if len(without_task) == 1:
                taken = Ready((all_skipped(first_tasks),)) if first_tasks else point
            else:
                entry = Entry(point, f"'{chosen}' == '{arm.target}'")
                taken = succeeded(self._mark(scope, f"{switch}-to-{arm.target}", entry))
            ends.append(self._sequence(scope, arm.body, Entry(taken)))
        ends += self._tails(scope, shared)
        return any_of(ends)

    def _tails(self, scope: Scope, shared: tuple[Labelled, ...]) -> list[Ready]:
        """Tails may enter each other, so what each waits for is known when all are written."""
        ends: list[Ready] = []
        first_tasks = []
        for tail in shared:
            position = len(scope.tasks)
            ends.append(self._sequence(scope, tail.body, Entry(Ready(("?",)))))
            first_tasks.append(scope.tasks[position])
        for tail, task in zip(shared, first_tasks, strict=True):
            arrived = any_of(scope.arrivals.pop(tail.label))
            if not arrived.alternatives:
                raise InternalError(f"nothing leads to the shared tail {tail.label}")
            task["depends"] = arrived.depends
        return ends


def _step_arguments(step: str, path: str) -> list[Parameter]:
    return [{"name": "step", "value": step}, *call_arguments(path)]


def _flattened(sequence: Sequence) -> Iterator[Region]:
    stack = [iter(sequence.children)]
    while stack:
        region = next(stack[-1], None)
        if region is None:
            stack.pop()
        elif isinstance(region, Sequence) and not isinstance(region, Group):
            stack.append(iter(region.children))
        else:
            yield region


def _needs_no_task(scope: Scope, arm: Arm) -> bool:
    """Whether the arm has nothing of its own in this DAG."""
    first = next(_flattened(arm.body), None)
    return first is None or (isinstance(first, Jump) and first.label in scope.arrivals)


def _has(scope: Scope, name: str) -> bool:
    return any(parameter["name"] == name for parameter in scope.parameters)
