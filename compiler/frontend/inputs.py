"""Reads what a flow is given: its parameters, included files and configs."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from compiler.diagnostics.catalogue.parameters import ParameterTwice
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.frontend.evaluate import ConfigBinding, Evaluator, Scope
from compiler.frontend.flow_class import FlowClass
from compiler.frontend.modules import Module, Modules
from compiler.frontend.names import Symbol, resolve
from compiler.frontend.parameters import ParameterReader
from compiler.ir.parameter import FlowConfig, IncludedFile, Parameter
from compiler.settings import Settings

Input = Parameter | IncludedFile | FlowConfig

_KINDS = {Symbol(f"metaflow.{kind}"): kind for kind in ("Parameter", "IncludeFile", "Config")}


@dataclass
class Inputs:
    """What the class body of a flow declares, and the scopes in which its expressions live."""

    folded: FlowClass
    parameters: list[Parameter] = field(default_factory=list)
    files: list[IncludedFile] = field(default_factory=list)
    configs: list[FlowConfig] = field(default_factory=list)
    bindings: dict[str, ConfigBinding] = field(default_factory=dict)
    """The configs by attribute and by name."""

    @property
    def constants(self) -> tuple[str, ...]:
        """The class attributes that are none of the above."""
        inputs: list[Input] = [*self.parameters, *self.files, *self.configs]
        given = {item.attribute for item in inputs}
        return tuple(name for name in self.folded.attributes if name not in given)

    def scope(self, module: Module) -> Scope:
        """What an expression in the class body, or above it, sees of `module` and the class."""
        names = {
            name: assigned.value
            for name, assigned in self.folded.attributes.items()
            if assigned.value is not None and assigned.module is module
        }
        return Scope(module=module, names=names, configs=self.bindings)


def read_inputs(
    folded: FlowClass,
    modules: Modules,
    evaluator: Evaluator,
    settings: Settings,
    report: Report,
) -> Inputs:
    """The inputs of a flow; what is wrong with one is reported, and it is left out."""
    inputs = Inputs(folded)
    calls = [
        (name, assigned.value, assigned.module, kind)
        for name, assigned in folded.attributes.items()
        if isinstance(assigned.value, ast.Call)
        and (kind := input_kind(assigned.value, assigned.module, modules)) is not None
    ]
    reader = ParameterReader(evaluator, report)
    # Configs first: everything else may refer to them.
    for name, call, module, _ in (item for item in calls if item[3] == "Config"):
        from compiler.frontend.configs import read_config  # most flows have no config

        scope = inputs.scope(module)
        read = read_config(call, name, scope, evaluator, settings, modules.project, report)
        if read is not None:
            config, binding = read
            inputs.configs.append(config)
            inputs.bindings[name] = inputs.bindings[config.name] = binding
    for name, call, module, kind in calls:
        scope = inputs.scope(module)
        if kind == "IncludeFile" and (file := reader.included_file(call, name, scope)):
            inputs.files.append(file)
        if kind == "Parameter" and (parameter := reader.parameter(call, name, scope)):
            inputs.parameters.append(parameter)
    _report_twice([*inputs.parameters, *inputs.files], report)
    _report_twice(inputs.configs, report)
    return inputs


def input_kind(call: ast.Call, module: Module, modules: Modules) -> str | None:
    """`Parameter`, `IncludeFile` or `Config`, where the call makes one."""
    symbol = resolve(call.func, module, modules)
    return _KINDS.get(symbol) if isinstance(symbol, Symbol) else None


def _report_twice(inputs: Sequence[Input], report: Report) -> None:
    seen: dict[str, Input] = {}
    for item in inputs:
        first = seen.setdefault(item.name.lower(), item)
        if first is not item:
            related = (Related(first.span, "the first one"),)
            report.add(ParameterTwice(span=item.span, name=item.name, related=related))
