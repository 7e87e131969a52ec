"""Source to IR: puts together what the other files of the frontend read."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from compiler.diagnostics.catalogue.flows import (
    AmbiguousTerminal,
    NoEnd,
    NoStart,
    NoSteps,
    SeveralTerminals,
)
from compiler.diagnostics.catalogue.parameters import ParameterTwice
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
from compiler.diagnostics.span import Span
from compiler.frontend.artifacts import read_artifacts
from compiler.frontend.configs import ConfigBinding, read_config
from compiler.frontend.decorators import (
    DecoratorReader,
    FlowDecorations,
    StepDecorations,
    is_step,
)
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import Evaluator, Scope
from compiler.frontend.flow_class import Assigned, Defined, FlowClass, find_flow_class
from compiler.frontend.methods import Method
from compiler.frontend.modules import Module, Modules
from compiler.frontend.names import Symbol, resolve
from compiler.frontend.parameters import ParameterReader
from compiler.frontend.transitions import TransitionReader
from compiler.ir.flow import Flow
from compiler.ir.parameter import FlowConfig, IncludedFile, Parameter
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
    return _Builder(folded, modules, evaluator, settings, report).build()


@dataclass
class _Builder:
    folded: FlowClass
    modules: Modules
    evaluator: Evaluator
    settings: Settings
    report: Report
    configs: dict[str, ConfigBinding] = field(default_factory=dict)

    def build(self) -> Flow | None:
        parameters, files, configs = self._inputs()
        steps = {
            name: defined
            for name, defined in self.folded.functions.items()
            if self._is_step(defined)
        }
        self._report_shadowed(steps)
        if not steps:
            self.report.add(NoSteps(span=self.folded.span, name=self.folded.cls.name))
            return None
        reader = DecoratorReader(self.evaluator, self.modules, self.report)
        flow = reader.read_flow(
            [(node, self._scope(module)) for node, module in self.folded.decorators]
        )
        decorations = {
            name: reader.read_step(self._decorators(defined), flow)
            for name, defined in steps.items()
        }
        for name, defined in self.folded.functions.items():
            if name not in steps:
                reader.check_method(self._decorators(defined))
        transitions = {name: self._transition(name, defined) for name, defined in steps.items()}
        start = self._terminal("start", steps, decorations, transitions)
        end = self._terminal("end", steps, decorations, transitions)
        self._report_without_next(steps, transitions, end)
        methods = self._methods()
        return Flow(
            name=self.folded.cls.name,
            file=self.folded.cls.module.source.file,
            doc=ast.get_docstring(self.folded.cls.node) or "",
            start=start,
            end=end,
            parameters=tuple(parameters),
            files=tuple(files),
            configs=tuple(configs),
            constants=self._constants(parameters, files, configs),
            properties=tuple(name for name in self.folded.functions if name not in steps),
            project=flow.project,
            schedule=flow.schedule,
            triggers=flow.triggers,
            exit_hooks=flow.exit_hooks,
            opaque=flow.opaque,
            steps=tuple(
                self._step(name, defined, decorations[name], transitions[name], flow, methods)
                for name, defined in steps.items()
            ),
            span=self.folded.span,
        )

    def _scope(self, module: Module) -> Scope:
        """What an expression in the class body, or above it, sees of `module` and the class."""
        names = {
            name: assigned.value
            for name, assigned in self.folded.attributes.items()
            if assigned.value is not None and assigned.module is module
        }
        return Scope(module=module, names=names, configs=self.configs)

    # --- parameters ------------------------------------------------------------------

    def _inputs(self) -> tuple[list[Parameter], list[IncludedFile], list[FlowConfig]]:
        parameters: list[Parameter] = []
        files: list[IncludedFile] = []
        configs: list[FlowConfig] = []
        calls = [
            (name, assigned, kind)
            for name, assigned in self.folded.attributes.items()
            if (kind := self._input_kind(assigned)) is not None
        ]
        # Configs first: everything else may refer to them.
        for name, assigned, kind in sorted(calls, key=lambda call: call[2] != "Config"):
            call = assigned.value
            assert isinstance(call, ast.Call)
            reader = ParameterReader(self.evaluator, self.report)
            scope = self._scope(assigned.module)
            if kind == "Config":
                read = read_config(
                    call,
                    name,
                    scope,
                    self.evaluator,
                    self.settings,
                    self.modules.project,
                    self.report,
                )
                if read is not None:
                    configs.append(read[0])
                    self.configs[name] = self.configs[read[0].name] = read[1]
            elif kind == "IncludeFile":
                if (file := reader.included_file(call, name, scope)) is not None:
                    files.append(file)
            elif (parameter := reader.parameter(call, name, scope)) is not None:
                parameters.append(parameter)
        self._report_twice([*parameters, *files])
        self._report_twice(configs)
        return parameters, files, configs

    def _input_kind(self, assigned: Assigned) -> str | None:
        if not isinstance(assigned.value, ast.Call):
            return None
        symbol = resolve(assigned.value.func, assigned.module, self.modules)
        kinds = {Symbol(f"metaflow.{kind}"): kind for kind in ("Parameter", "IncludeFile", "Config")}
        return kinds.get(symbol) if isinstance(symbol, Symbol) else None

    def _report_twice(
        self, inputs: list[Parameter | IncludedFile] | list[FlowConfig]
    ) -> None:
        seen: dict[str, Parameter | IncludedFile | FlowConfig] = {}
        for item in inputs:
            first = seen.setdefault(item.name.lower(), item)
            if first is not item:
                related = (Related(first.span, "the first one"),)
                self.report.add(ParameterTwice(span=item.span, name=item.name, related=related))

    def _constants(
        self,
        parameters: list[Parameter],
        files: list[IncludedFile],
        configs: list[FlowConfig],
    ) -> tuple[str, ...]:
        given = {item.attribute for item in [*parameters, *files, *configs]}
        return tuple(
            name
            for name, assigned in self.folded.attributes.items()
            if name not in given and self._input_kind(assigned) is None
        )

    # --- steps -----------------------------------------------------------------------

    def _is_step(self, defined: Defined) -> bool:
        return any(
            is_step(decorator, defined.module, self.modules)
            for decorator in defined.node.decorator_list
        )

    def _decorators(self, defined: Defined) -> list[tuple[ast.expr, Scope]]:
        scope = self._scope(defined.module)
        return [(decorator, scope) for decorator in defined.node.decorator_list]

    def _report_shadowed(self, steps: dict[str, Defined]) -> None:
        for shadowed in self.folded.shadowed:
            name = shadowed.node.name
            if name in steps and self._is_step(shadowed):
                later = steps[name]
                first = Related(shadowed.module.source.name_span(shadowed.node), "the first one")
                self.report.add(
                    StepTwice(
                        span=later.module.source.name_span(later.node), name=name, related=(first,)
                    )
                )

    def _methods(self) -> dict[str, Method]:
        return {
            name: Method(name, defined.node, defined.module.source, _kind(defined))
            for name, defined in self.folded.functions.items()
        }

    def _transition(self, name: str, defined: Defined) -> Transition | None:
        arguments = [*defined.node.args.posonlyargs, *defined.node.args.args]
        receiver = arguments[0].arg if arguments else "self"
        scope = self._scope(defined.module)
        return TransitionReader(name, scope, self.evaluator, self.report).read(
            defined.node, receiver
        )

    def _terminal(
        self,
        which: str,
        steps: dict[str, Defined],
        decorations: dict[str, StepDecorations],
        transitions: dict[str, Transition | None],
    ) -> str:
        """The start or the end step: the marked one, else the one of that name.

        Where there is none that is reported, and the likeliest one is taken, so that the
        rest of the flow can be checked.
        """
        marked = [
            name
            for name, decoration in decorations.items()
            if (decoration.start if which == "start" else decoration.end)
        ]
        for other in marked[1:]:
            self.report.add(
                SeveralTerminals(
                    span=_name_span(steps[other]), name=other, other=marked[0], which=which
                )
            )
        if marked:
            if which in steps and which not in marked:
                self.report.add(
                    AmbiguousTerminal(
                        span=_name_span(steps[which]), marked=marked[0], which=which
                    )
                )
            return marked[0]
        if which in steps or len(steps) == 1:
            return which if which in steps else next(iter(steps))
        missing = NoStart if which == "start" else NoEnd
        self.report.add(missing(span=self.folded.span, name=self.folded.cls.name))
        if which == "end":
            return next(
                (name for name, transition in transitions.items() if transition is None),
                list(steps)[-1],
            )
        entered = {
            target
            for transition in transitions.values()
            if transition is not None
            for target in transition.targets
        }
        return next((name for name in steps if name not in entered), next(iter(steps)))

    def _report_without_next(
        self,
        steps: dict[str, Defined],
        transitions: dict[str, Transition | None],
        end: str,
    ) -> None:
        for name, transition in transitions.items():
            if transition is None and name != end and not _calls_next(steps[name]):
                self.report.add(NoNext(span=_name_span(steps[name]), name=name))

    def _step(
        self,
        name: str,
        defined: Defined,
        decorations: StepDecorations,
        transition: Transition | None,
        flow: FlowDecorations,
        methods: dict[str, Method],
    ) -> Step:
        self._check_signature(name, defined)
        arguments = [*defined.node.args.posonlyargs, *defined.node.args.args]
        # With more arguments, which is reported, it is a join wherever that can be.
        is_join = len(arguments) == 2 or (len(arguments) > 2 and transition is not None)
        inputs = arguments[1].arg if is_join else None
        wrapped = bool(decorations.opaque or flow.opaque)
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
            artifacts=read_artifacts(methods[name], inputs, methods, wrapped),
            span=_name_span(defined),
        )

    def _check_signature(self, name: str, defined: Defined) -> None:
        span = _name_span(defined)
        arguments = [*defined.node.args.posonlyargs, *defined.node.args.args]
        if name in _RESERVED_STEPS:
            self.report.add(ReservedStepName(span=span, name=name))
        elif re.fullmatch(r"[a-z0-9][a-z0-9_]*", name) is None:
            suggestion = re.sub(r"[^a-z0-9_]", "_", name.lower()).lstrip("_") or "first"
            self.report.add(InvalidStepName(span=span, name=name, suggestion=suggestion))
        if isinstance(defined.node, ast.AsyncFunctionDef):
            self.report.add(AsyncStep(span=span, name=name))
        if not arguments:
            self.report.add(NoSelf(span=span, name=name))
        elif len(arguments) > 2:
            self.report.add(TooManyArguments(span=span, name=name, count=len(arguments)))


def _calls_next(defined: Defined) -> bool:
    """Whether a step without a readable transition has a `next` that was reported already."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "next" for node in ast.walk(defined.node)
    )


def _name_span(defined: Defined) -> Span:
    return defined.module.source.name_span(defined.node)


def _kind(defined: Defined) -> str:
    names = {ast.unparse(decorator) for decorator in defined.node.decorator_list}
    if names & {"property", "functools.cached_property", "cached_property"}:
        return "property"
    if "staticmethod" in names:
        return "static"
    return "class" if "classmethod" in names else "method"
