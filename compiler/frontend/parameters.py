"""Reads `Parameter` and `IncludeFile` from the class body. `Config` is `configs.py`'s."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from compiler.diagnostics.catalogue.parameters import (
    ParameterDefault,
    ParameterNameCharacters,
    ParameterTypeUnknown,
    RequiredDefault,
    ReservedParameterName,
    SeparatorType,
)
from compiler.diagnostics.catalogue.values import UnknownName
from compiler.diagnostics.report import Report
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope
from compiler.frontend.input_arguments import InputArguments, Signature
from compiler.frontend.names import Class, Function, Symbol, resolve
from compiler.frontend.parameter_values import fits, is_json, to_json, type_of, written
from compiler.ir.parameter import (
    Default,
    IncludedFile,
    Parameter,
    ParameterType,
    RuntimeDefault,
    StaticDefault,
)

# The order of the arguments by position is that of Metaflow 2.19's signatures.
_PARAMETER = Signature(
    "Parameter",
    ("name", "default", "type", "help", "required", "show_default", "separator", "is_flag"),
    positions=6,
)
_INCLUDE_FILE = Signature(
    "IncludeFile",
    ("name", "required", "is_text", "encoding", "help", "parser", "default", "show_default"),
    positions=6,
)

_TYPES: dict[Symbol, ParameterType] = {
    Symbol("builtins.str"): "str",
    Symbol("builtins.int"): "int",
    Symbol("builtins.float"): "float",
    Symbol("builtins.bool"): "bool",
    Symbol("metaflow.JSONType"): "json",
}

# The options of `run` that a parameter's option would hide.
_RESERVED = frozenset(
    {
        *("params", "with", "tag", "tags", "namespace", "user-namespace", "obj", "decospecs"),
        *("run-id", "run-id-file", "task-id", "runner-attribute-file"),
        *("max-num-splits", "max-workers", "max-log-size"),
    }
)


@dataclass(frozen=True)
class ParameterReader:
    """Reads the parameters of one flow, reporting each mistake at its argument."""

    evaluator: Evaluator
    report: Report

    def parameter(self, call: ast.Call, attribute: str, scope: Scope) -> Parameter | None:
        """The parameter that `attribute = Parameter(...)` defines."""
        arguments = InputArguments.of(call, _PARAMETER, scope, self.evaluator, self.report)
        name = self._name(arguments, attribute)
        if name is None:
            return None
        default = self._default(arguments)
        type_ = self._type(arguments, default)
        if isinstance(default, StaticDefault) and not fits(default.value, type_):
            self.report.add(
                ParameterDefault(
                    span=arguments.span("default"),
                    value=written(default.value),
                    type="JSONType" if type_ == "json" else str(type_),
                )
            )
        separator = arguments.text("separator")
        if separator is not None and type_ not in ("str", None):
            self.report.add(
                SeparatorType(
                    span=arguments.span("separator"),
                    type="JSONType" if type_ == "json" else str(type_),
                )
            )
        required = arguments.flag("required", False)
        if required and default is not None:
            self.report.add(RequiredDefault(span=arguments.span("required"), name=name))
        return Parameter(
            name=name,
            attribute=attribute,
            type=type_,
            default=default,
            required=required and default is None,
            help=arguments.text("help") or "",
            separator=separator,
            show_default=arguments.flag("show_default", True),
            span=scope.module.source.span(call),
        )

    def included_file(self, call: ast.Call, attribute: str, scope: Scope) -> IncludedFile | None:
        """The file that `attribute = IncludeFile(...)` defines."""
        arguments = InputArguments.of(call, _INCLUDE_FILE, scope, self.evaluator, self.report)
        name = self._name(arguments, attribute)
        if name is None:
            return None
        default = self._default(arguments)
        if isinstance(default, StaticDefault) and not isinstance(default.value, str):
            self.report.add(arguments.wrong("default", "the path of a file"))
            default = None
        return IncludedFile(
            name=name,
            attribute=attribute,
            default=default,
            required=arguments.flag("required", False),
            is_text=arguments.flag("is_text", True),
            encoding=arguments.text("encoding") or "utf-8",
            parser=_function(arguments, "parser"),
            help=arguments.text("help") or "",
            show_default=arguments.flag("show_default", True),
            span=scope.module.source.span(call),
        )

    def _name(self, arguments: InputArguments, attribute: str) -> str | None:
        name = arguments.name(attribute)
        if name is None:
            return None
        if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", name) is None:
            suggestion = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or attribute
            self.report.add(
                ParameterNameCharacters(
                    span=arguments.span("name"), name=name, suggestion=suggestion
                )
            )
        if name.replace("_", "-") in _RESERVED:
            self.report.add(ReservedParameterName(span=arguments.span("name"), name=name))
        return name

    def _default(self, arguments: InputArguments) -> Default | None:
        """What stands in the source, or the expression that the runtime is to evaluate."""
        node = arguments.nodes.get("default")
        if node is None:
            return None
        try:
            value = self.evaluator.evaluate(node, arguments.scope)
        except NotStatic as unknown:
            if isinstance(unknown.diagnostic, UnknownName):
                self.report.add(unknown.diagnostic)  # the runtime would not know it either
            return RuntimeDefault(expression=ast.unparse(node))
        if value is None:
            return None
        if not is_json(value):
            return RuntimeDefault(expression=ast.unparse(node))
        return StaticDefault(value=to_json(value))

    def _type(self, arguments: InputArguments, default: Default | None) -> ParameterType | None:
        """The declared type, else that of the default, else text, as in Metaflow."""
        if arguments.flag("is_flag", False):
            return "bool"  # a word for the command line, which Metaflow hands on to it
        node = arguments.nodes.get("type")
        if node is not None and not _is_none(node):
            try:
                declared = self.evaluator.evaluate(node, arguments.scope)
            except NotStatic as unknown:
                if isinstance(unknown.diagnostic, UnknownName):
                    self.report.add(unknown.diagnostic)
                return None
            if isinstance(declared, Symbol) and declared in _TYPES:
                return _TYPES[declared]
            if not isinstance(declared, Function | Class):
                self.report.add(
                    ParameterTypeUnknown(span=arguments.span("type"), written=ast.unparse(node))
                )
            return None  # a converter of the user's: only the runtime can call it
        if isinstance(default, RuntimeDefault):
            return None
        return "str" if default is None else type_of(default.value)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _function(arguments: InputArguments, argument: str) -> str | None:
    """The name under which the runtime finds a function, or the text that names it."""
    node = arguments.nodes.get(argument)
    scope = arguments.scope
    found = None if node is None else resolve(node, scope.module, arguments.evaluator.modules)
    if isinstance(found, Function | Class):
        return found.name
    if isinstance(found, Symbol):
        return found.dotted
    return arguments.text(argument)
