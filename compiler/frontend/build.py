"""Source to IR: puts together what the other files of the frontend read."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from compiler.diagnostics.catalogue.flows import NoSteps
from compiler.diagnostics.catalogue.steps import (
    AsyncStep,
    InvalidStepName,
    NoNext,
    NoSelf,
    ReservedStepName,
    StepTwice,
    TooManyArguments,
)
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.frontend.artifacts import ArtifactReader
from compiler.frontend.decorators import (
    DecoratorReader,
    FlowDecorations,
    StepDecorations,
    is_step,
)
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import Evaluator, Scope
from compiler.frontend.flow_class import Defined, FlowClass, find_flow_class
from compiler.frontend.hidden_decorators import report_hidden_decorators
from compiler.frontend.inputs import Inputs, read_inputs
from compiler.frontend.methods import Method, kind_of
from compiler.frontend.modules import Modules
from compiler.frontend.terminals import Terminals
from compiler.frontend.transitions import TransitionReader
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import End, Transition
from compiler.settings import Settings

_RESERVED_STEPS = ("name", "next", "input", "index", "cmd")


def read_flow(
    path: Path,
    class_name: str | None,
    modules: Modules,
    environment: EnvironmentPolicy,
    settings: Settings,
    report: Report,
) -> Flow | None:
    """The flow in a file, as far as it can be understood; what is wrong is in the report.

    None where there is no flow to speak of: an unreadable file, or no `FlowSpec` in it.
    """
    module = modules.load(path)
    if module is None:
        return None
    folded = find_flow_class(module, class_name, modules, report)
    if folded is None:
        return None
    evaluator = Evaluator(modules, environment, report)
    inputs = read_inputs(folded, modules, evaluator, settings, report)
    return _Builder(folded, inputs, modules, evaluator, report).build()


@dataclass(frozen=True)
class _Builder:
    """Puts a flow together from its class and what that declares."""

    folded: FlowClass
    inputs: Inputs
    modules: Modules
    evaluator: Evaluator
    report: Report

    def build(self) -> Flow | None:
        steps = {
            name: defined
            for name, defined in self.folded.functions.items()
            if self._is_step(defined)
        }
        self._report_shadowed(steps)
        report_hidden_decorators(self.folded.bases, self.modules, self.report)
        if not steps:
            self.report.add(NoSteps(span=self.folded.span, name=self.folded.cls.name))
            return None
        transitions = {
            name: self._transition(name, steps, defined) for name, defined in steps.items()
        }
        entered = Counter(
            target
            for transition in transitions.values()
            if transition
            for target in transition.targets
        )
        flow, decorations = self._decorations(steps, entered)
        spans = {name: defined.span for name, defined in steps.items()}
        terminals = Terminals(
            self.folded.cls.name, self.folded.span, spans, decorations, transitions, self.report
        )
        start, end = terminals.start(), terminals.end()
        # Several ends, and what the end leads to, are reported as that.
        following = transitions[end]
        after_end = following.targets if following else ()
        ends = {end, "end", *after_end, *(name for name in steps if decorations[name].end)}
        for name, defined in steps.items():
            if transitions[name] is None and name not in ends and not _mentions_next(defined):
                self.report.add(NoNext(span=defined.span, name=name))
        artifacts = ArtifactReader(self._methods())
        return Flow(
            name=self.folded.cls.name,
            file=self.folded.cls.module.source.file,
            doc=ast.get_docstring(self.folded.cls.node) or "",
            start=start,
            end=end,
            parameters=tuple(self.inputs.parameters),
            files=tuple(self.inputs.files),
            configs=tuple(self.inputs.configs),
            constants=self.inputs.constants,
            properties=tuple(name for name in self.folded.functions if name not in steps),
            project=flow.project,
            schedule=flow.schedule,
            triggers=flow.triggers,
            sensors=flow.sensors,
            exit_hooks=flow.exit_hooks,
            opaque=flow.opaque,
            steps=tuple(
                self._step(
                    name,
                    defined,
                    decorations[name],
                    transitions[name],
                    flow,
                    artifacts,
                    _inputs_argument(defined, transitions[name], entered[name]),
                )
                for name, defined in steps.items()
            ),
            span=self.folded.span,
        )

    def _is_step(self, defined: Defined) -> bool:
        return any(
            is_step(decorator, defined.module, self.modules)
            for decorator in defined.node.decorator_list
        )

    def _report_shadowed(self, steps: dict[str, Defined]) -> None:
        for shadowed in self.folded.shadowed:
            name = shadowed.node.name
            if name in steps and self._is_step(shadowed):
                related = (Related(shadowed.span, "the first one"),)
                self.report.add(StepTwice(span=steps[name].span, name=name, related=related))

    def _decorations(
        self, steps: dict[str, Defined], targets: Collection[str]
    ) -> tuple[FlowDecorations, dict[str, StepDecorations]]:
        reader = DecoratorReader(self.evaluator, self.modules, self.report)
        flow = reader.read_flow(
            [(node, self.inputs.scope(module)) for node, module in self.folded.decorators],
            self.folded.cls.module,
        )
        decorations = {
            name: reader.read_step(self._decorators(defined), flow)
            for name, defined in steps.items()
        }
        for name, defined in self.folded.functions.items():
            # One that a step goes to lacks its `@step`, which is reported where it is named.
            if name not in steps and name not in targets:
                reader.check_method(self._decorators(defined))
        return flow, decorations

    def _decorators(self, defined: Defined) -> list[tuple[ast.expr, Scope]]:
        scope = self.inputs.scope(defined.module)
        return [(decorator, scope) for decorator in defined.node.decorator_list]

    def _methods(self) -> dict[str, Method]:
        return {
            name: self._method(name, defined) for name, defined in self.folded.functions.items()
        }

    def _method(self, name: str, defined: Defined) -> Method:
        return Method(name, defined.node, defined.module.source, kind_of(defined.node))

    def _transition(self, name: str, steps: Collection[str], defined: Defined) -> Transition | None:
        receiver = next(iter(_arguments(defined)), "self")
        scope = self.inputs.scope(defined.module)
        reader = TransitionReader(name, steps, scope, self.evaluator, self.report)
        return reader.read(defined.node, receiver)

    def _step(
        self,
        name: str,
        defined: Defined,
        decorations: StepDecorations,
        transition: Transition | None,
        flow: FlowDecorations,
        artifacts: ArtifactReader,
        inputs: str | None,
    ) -> Step:
        self._check_signature(name, defined)
        method = self._method(name, defined)
        wrapped = bool(decorations.opaque or flow.opaque or self.folded.has_unseen_base)
        return Step(
            name=name,
            doc=ast.get_docstring(defined.node) or "",
            inputs=inputs,
            transition=transition or End(),
            resources=decorations.resources,
            compute=decorations.compute,
            retry=decorations.retry,
            catch=decorations.catch,
            timeout=decorations.timeout,
            environment=decorations.environment,
            environment_span=decorations.environment_span,
            secrets=decorations.secrets,
            packages=decorations.packages,
            packages_disabled=decorations.packages_disabled,
            cards=decorations.cards,
            parallel=decorations.parallel,
            opaque=decorations.opaque,
            artifacts=artifacts.read(method, inputs, wrapped),
            span=defined.span,
        )

    def _check_signature(self, name: str, defined: Defined) -> None:
        span = defined.span
        count = len(_arguments(defined))
        if name in _RESERVED_STEPS:
            self.report.add(ReservedStepName(span=span, name=name))
        elif re.fullmatch(r"[a-z0-9][a-z0-9_]*", name) is None:
            suggestion = re.sub(r"[^a-z0-9_]", "_", name.lower()).lstrip("_0123456789") or "first"
            self.report.add(InvalidStepName(span=span, name=name, suggestion=suggestion))
        if isinstance(defined.node, ast.AsyncFunctionDef):
            self.report.add(AsyncStep(span=span, name=name))
        if count == 0:
            self.report.add(NoSelf(span=span, name=name))
        elif count > 2:
            self.report.add(TooManyArguments(span=span, name=name, count=count))


def _arguments(defined: Defined) -> list[str]:
    arguments = defined.node.args
    return [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]


def _inputs_argument(defined: Defined, transition: Transition | None, entered: int) -> str | None:
    """The name of a join's inputs; None for a step that is no join."""
    arguments = _arguments(defined)
    if len(arguments) > 2:
        # One too many, which is reported. Does it join something, or does it want data?
        joins = transition is not None and (entered > 1 or arguments[1] == "inputs")
        return arguments[1] if joins else None
    return arguments[1] if len(arguments) == 2 else None


def _mentions_next(defined: Defined) -> bool:
    """Whether a step without a readable transition has a `next` that was reported already."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "next" for node in ast.walk(defined.node)
    )
