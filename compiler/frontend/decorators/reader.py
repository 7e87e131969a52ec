"""Reads all decorators of a flow and of its steps."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from compiler.diagnostics.catalogue.decorators import (
    BelowStep,
    CatchOnParallel,
    DuplicateDecorator,
    MissingStep,
    OpaqueDecorator,
    TwoComputeLayers,
    WrongLevel,
)
from compiler.diagnostics.diagnostic import Related, did_you_mean
from compiler.diagnostics.report import Report
from compiler.frontend.decorators.arguments import read_arguments
from compiler.frontend.decorators.batch import read_batch
from compiler.frontend.decorators.card import read_cards
from compiler.frontend.decorators.decorations import FlowDecorations, StepDecorations
from compiler.frontend.decorators.environment import read_secrets
from compiler.frontend.decorators.exit_hook import read_exit_hook
from compiler.frontend.decorators.failure import read_catch, read_retry, read_timeout
from compiler.frontend.decorators.given import Given, report_ineffective
from compiler.frontend.decorators.known import KNOWN, PARALLEL_FRAMEWORKS
from compiler.frontend.decorators.kubernetes import read_kubernetes
from compiler.frontend.decorators.packages import Layer, Manager, merge_packages, read_layer
from compiler.frontend.decorators.project import read_project
from compiler.frontend.decorators.resources import merge_resources
from compiler.frontend.decorators.schedule import read_schedule
from compiler.frontend.decorators.sensors import (
    EXTERNAL_TASK_SENSOR,
    S3_KEY_SENSOR,
    read_external_task_sensor,
    read_s3_key_sensor,
)
from compiler.frontend.decorators.trigger import read_trigger
from compiler.frontend.decorators.trigger_on_finish import read_trigger_on_finish
from compiler.frontend.decorators.written import MUTATOR, WRAPPER, Written, read_written
from compiler.frontend.evaluate import Evaluator, Scope
from compiler.frontend.modules import Module, Modules
from compiler.ir.compute import Batch, Compute, Kubernetes
from compiler.ir.step import Opaque
from compiler.ir.trigger import Sensor

Decorators = Sequence[tuple[ast.expr, Scope]]
T = TypeVar("T")


@dataclass
class _Sorted:
    """The decorators of one step or flow: those that are known, by name, and the others."""

    known: dict[str, list[Given]] = field(default_factory=dict)
    opaque: list[Opaque] = field(default_factory=list)
    parallel: bool = False

    def one(self, name: str) -> Given | None:
        """The decorator of that name; the first, if it was wrongly repeated."""
        return self.known[name][0] if name in self.known else None

    def all(self, name: str) -> list[Given]:
        """All decorators of a name that may be repeated."""
        return self.known.get(name, [])

    def read(self, name: str, reader: Callable[[Given], T]) -> T | None:
        """What `reader` makes of the decorator of that name."""
        given = self.one(name)
        return None if given is None else reader(given)


class DecoratorReader:
    """Reads the decorators of one flow: first those of its class, then of each step.

    Everything that is wrong goes into the report, and the rest is read on.
    """

    def __init__(self, evaluator: Evaluator, modules: Modules, report: Report) -> None:
        self._evaluator = evaluator
        self._modules = modules
        self._report = report
        self._warned: set[str] = set()

    def read_flow(self, decorators: Decorators, module: Module) -> FlowDecorations:
        """The decorators of the class of the flow in a module, and of its bases."""
        found = self._sort([self._written(*decorator) for decorator in decorators], "flow")
        triggers = (
            found.read("trigger", read_trigger),
            found.read("trigger_on_finish", read_trigger_on_finish),
        )
        hooks = (read_exit_hook(given, module) for given in found.all("exit_hook"))
        return FlowDecorations(
            project=found.read("project", read_project),
            schedule=found.read("schedule", read_schedule),
            triggers=tuple(trigger for trigger in triggers if trigger is not None),
            sensors=_sensors(found),
            exit_hooks=tuple(hook for hook in hooks if hook is not None),
            opaque=tuple(found.opaque),
            packages=_layers(found, {"pypi": "pypi_base", "conda": "conda_base"}),
        )

    def read_step(self, decorators: Decorators, flow: FlowDecorations) -> StepDecorations:
        """The decorators of one step, from top to bottom."""
        written = [self._written(*decorator) for decorator in decorators]
        self._check_order(written)
        found = self._sort(written, "step")
        compute = self._compute(found)
        parallel = found.parallel or "parallel" in found.known
        if parallel and "kubernetes" in found.known and (catch := found.one("catch")):
            self._report.add(CatchOnParallel(span=catch.span))
        own = _layers(found, {"pypi": "pypi", "conda": "conda"})
        packages, disabled = merge_packages(own, flow.packages, self._report)
        step = found.one("step")
        if step is not None:
            report_ineffective(step, "node_info", "an extension of Metaflow that reads it")
        resources = merge_resources(
            found.one("resources"), found.one("kubernetes") or found.one("batch")
        )
        kubernetes = found.one("kubernetes")
        if kubernetes is not None and not resources.gpu:
            report_ineffective(kubernetes, "gpu_vendor", "a number of GPUs: `gpu=`")
        if kubernetes is not None and not parallel:
            report_ineffective(kubernetes, "hostname_resolution_timeout", "`@parallel`")
        environment = found.one("environment")
        return StepDecorations(
            start=step is not None and step.get("start", default=False),
            end=step is not None and step.get("end", default=False),
            resources=resources,
            compute=compute,
            retry=found.read("retry", read_retry),
            catch=found.read("catch", read_catch),
            timeout=found.read("timeout", read_timeout),
            environment=environment.get("vars", {}) if environment else {},
            environment_span=environment.spans.get("vars") if environment else None,
            secrets=found.read("secrets", read_secrets),
            packages=packages,
            packages_disabled=disabled,
            cards=read_cards(found.all("card"), self._report),
            parallel=parallel,
            opaque=tuple(found.opaque),
        )

    def check_method(self, decorators: Decorators) -> None:
        """Reports decorators of steps on a method that is none."""
        for decorator in decorators:
            written = self._written(*decorator)
            if written.known and KNOWN[written.name].level == "step":
                self._report.add(MissingStep(span=written.span, name=written.name))

    def _written(self, node: ast.expr, scope: Scope) -> Written:
        return read_written(node, scope, self._modules)

    def _check_order(self, decorators: list[Written]) -> None:
        step = next((w for w in decorators if w.known and w.name == "step"), None)
        below = decorators[decorators.index(step) + 1 :] if step else []
        for written in below:
            if step and written.known and written.name != "step":
                related = (Related(step.span, "`@step` stands here"),)
                self._report.add(BelowStep(span=written.span, name=written.name, related=related))

    def _sort(self, decorators: list[Written], level: str) -> _Sorted:
        found = _Sorted()
        for written in decorators:
            if not written.known:
                if written.own != WRAPPER:
                    self._warn(written)
                found.opaque.append(Opaque(name=written.name, span=written.span))
                found.parallel |= written.official and written.name in PARALLEL_FRAMEWORKS
                continue
            decorator = KNOWN[written.name]
            if decorator.level != level:
                self._misplaced(written, decorator.level)
                continue
            given = read_arguments(written, decorator, self._evaluator, self._report)
            same = found.known.setdefault(written.name, [])
            if same and not decorator.repeatable:
                related = (Related(same[0].span, "the first one"),)
                self._report.add(
                    DuplicateDecorator(span=written.span, name=written.name, related=related)
                )
            same.append(given)
        return found

    def _warn(self, written: Written) -> None:
        """Once for each name, at its first use."""
        if written.name not in self._warned:
            self._warned.add(written.name)
            # Metaflow has more decorators than flowc reads: only a slip of the finger counts.
            similar = [known for known in KNOWN if abs(len(known) - len(written.name)) <= 2]
            suggestion = did_you_mean(written.name, similar) if written.official else ""
            when = "it runs with the step"
            if written.own == MUTATOR:
                when = "it mutates in the task, which refuses a `@retry` or `@parallel` from it"
            self._report.add(
                OpaqueDecorator(
                    span=written.span, name=written.name, suggestion=suggestion, when=when
                )
            )

    def _misplaced(self, written: Written, level: str) -> None:
        of_steps = level == "step"
        self._report.add(
            WrongLevel(
                span=written.span,
                name=written.name,
                belongs="steps" if of_steps else "flows",
                where="a method with `@step`" if of_steps else "the flow's class",
            )
        )

    def _compute(self, found: _Sorted) -> Compute | None:
        kubernetes = found.read("kubernetes", read_kubernetes)
        batch = found.read("batch", read_batch)
        if kubernetes is not None and batch is not None:
            both: list[Kubernetes | Batch] = [kubernetes, batch]
            first, second = sorted(both, key=lambda compute: compute.span)
            related = (Related(first.span, f"`@{first.kind}` stands here"),)
            self._report.add(TwoComputeLayers(span=second.span, first=first.kind, related=related))
        return kubernetes or batch


def _sensors(found: _Sorted) -> tuple[Sensor, ...]:
    """In the order in which they stand in the source."""
    read = [
        *(read_external_task_sensor(given) for given in found.all(EXTERNAL_TASK_SENSOR.name)),
        *(read_s3_key_sensor(given) for given in found.all(S3_KEY_SENSOR.name)),
    ]
    return tuple(sorted(filter(None, read), key=lambda sensor: sensor.span))


def _layers(found: _Sorted, names: dict[Manager, str]) -> dict[Manager, Layer]:
    layers = {manager: found.read(name, read_layer) for manager, name in names.items()}
    return {manager: layer for manager, layer in layers.items() if layer is not None}
