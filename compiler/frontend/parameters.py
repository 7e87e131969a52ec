"""Reads `Parameter` and `IncludeFile` from the class body. `Config` is `configs.py`'s."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from compiler.diagnostics.catalogue.parameters import (
    ParameterArgument,
    ParameterDefault,
    ParameterName,
    ParameterNameCharacters,
    ParameterTypeUnknown,
    RequiredDefault,
    ReservedParameterName,
    SeparatorType,
    TooManyParameterArguments,
    UnknownParameterArgument,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope
from compiler.frontend.names import Class, Function, Symbol
from compiler.frontend.parameter_values import fits, is_json, to_json, type_of, written
from compiler.ir.parameter import (
    Default,
    IncludedFile,
    Parameter,
    ParameterType,
    RuntimeDefault,
    StaticDefault,
)

# The order of the arguments by position, as in Metaflow 2.19's signatures.
_PARAMETER = ("name", "default", "type", "help", "required", "show_default", "separator")
_PARAMETER_POSITIONS = 6
_INCLUDE_FILE = (
    *("name", "required", "is_text", "encoding", "help", "parser"),
    *("default", "show_default"),
)
_INCLUDE_FILE_POSITIONS = 6

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
        arguments = self._arguments(call, "Parameter", _PARAMETER, _PARAMETER_POSITIONS, scope)
        name = self._parameter_name(call, arguments, "Parameter", attribute, scope)
        if name is None:
            return None
        fields = _Fields(self, arguments, scope)
        default = fields.default("default")
        type_ = self._type(arguments.get("type"), default, scope)
        self._check_default(arguments, default, type_, scope)
        separator = fields.text("separator")
        if separator is not None and type_ not in ("str", None):
            self.report.add(
                SeparatorType(span=self._span(arguments["separator"], scope), type=type_)
            )
        required = fields.flag("required", False)
        if required and default is not None:
            self.report.add(
                RequiredDefault(span=self._span(arguments["required"], scope), name=name)
            )
        return Parameter(
            name=name,
            attribute=attribute,
            type=type_,
            default=default,
            required=required and default is None,
            help=fields.text("help") or "",
            separator=separator,
            show_default=fields.flag("show_default", True),
            span=self._span(call, scope),
        )

    def included_file(self, call: ast.Call, attribute: str, scope: Scope) -> IncludedFile | None:
        """The file that `attribute = IncludeFile(...)` defines."""
        what = "IncludeFile"
        arguments = self._arguments(call, what, _INCLUDE_FILE, _INCLUDE_FILE_POSITIONS, scope)
        name = self._parameter_name(call, arguments, what, attribute, scope)
        if name is None:
            return None
        fields = _Fields(self, arguments, scope)
        default = fields.default("default")
        if isinstance(default, StaticDefault) and not isinstance(default.value, str):
            self._wrong(arguments["default"], "default", "the path of a file", default.value, scope)
            default = None
        return IncludedFile(
            name=name,
            attribute=attribute,
            default=default,
            required=fields.flag("required", False),
            is_text=fields.flag("is_text", True),
            encoding=fields.text("encoding") or "utf-8",
            parser=fields.function("parser"),
            help=fields.text("help") or "",
            show_default=fields.flag("show_default", True),
            span=self._span(call, scope),
        )

    def _span(self, node: ast.expr | ast.keyword, scope: Scope) -> Span:
        return scope.module.source.span(node)

    def _wrong(
        self, node: ast.expr, argument: str, expected: str, value: object, scope: Scope
    ) -> None:
        self.report.add(
            ParameterArgument(
                span=self._span(node, scope),
                argument=argument,
                expected=expected,
                value=written(value),
            )
        )

    def _arguments(
        self, call: ast.Call, what: str, known: tuple[str, ...], positions: int, scope: Scope
    ) -> dict[str, ast.expr]:
        found = dict(zip(known, call.args[:positions], strict=False))
        if len(call.args) > positions:
            extra = call.args[positions]
            self.report.add(
                TooManyParameterArguments(span=self._span(extra, scope), what=what, count=positions)
            )
        for keyword in call.keywords:
            if keyword.arg is None:
                found.update(self._unpacked(keyword.value, what, known, scope))
            elif keyword.arg in known:
                found[keyword.arg] = keyword.value
            else:
                self._unknown(keyword.arg, self._span(keyword, scope), what, known)
        return found

    def _unpacked(
        self, node: ast.expr, what: str, known: tuple[str, ...], scope: Scope
    ) -> dict[str, ast.expr]:
        """The arguments in `**mapping`, each as the constant that it evaluates to."""
        try:
            mapping = self.evaluator.evaluate(node, scope)
        except NotStatic as unknown:
            self.report.add(unknown.diagnostic)
            return {}
        if not isinstance(mapping, Mapping):
            self._wrong(node, "**", "a dict", mapping, scope)
            return {}
        for name in mapping:
            if name not in known:
                self._unknown(str(name), self._span(node, scope), what, known)
        return {
            name: ast.copy_location(
                ast.Subscript(node, ast.copy_location(ast.Constant(name), node)), node
            )
            for name in mapping
            if name in known
        }

    def _unknown(self, argument: str, span: Span, what: str, known: tuple[str, ...]) -> None:
        self.report.add(
            UnknownParameterArgument(
                span=span,
                what=what,
                argument=argument,
                suggestion=did_you_mean(argument, known),
                known=", ".join(f"`{name}`" for name in known[1:]),
            )
        )

    def _parameter_name(
        self,
        call: ast.Call,
        arguments: dict[str, ast.expr],
        what: str,
        attribute: str,
        scope: Scope,
    ) -> str | None:
        node = arguments.get("name", call)
        try:
            name = self.evaluator.evaluate(node, scope) if node is not call else None
        except NotStatic as unknown:
            self.report.add(unknown.diagnostic)
            return None
        if not isinstance(name, str) or not name:
            self.report.add(
                ParameterName(span=self._span(node, scope), what=what, attribute=attribute)
            )
            return None
        if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", name) is None:
            suggestion = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or attribute
            self.report.add(
                ParameterNameCharacters(
                    span=self._span(node, scope), name=name, suggestion=suggestion
                )
            )
        if name.replace("_", "-") in _RESERVED:
            self.report.add(ReservedParameterName(span=self._span(node, scope), name=name))
        return name

    def _type(
        self, node: ast.expr | None, default: Default | None, scope: Scope
    ) -> ParameterType | None:
        """The declared type, else that of the default, else text, as in Metaflow."""
        if node is not None:
            try:
                declared = self.evaluator.evaluate(node, scope)
            except NotStatic:
                return None
            if isinstance(declared, Symbol) and declared in _TYPES:
                return _TYPES[declared]
            if isinstance(declared, Function | Class):
                return None  # a converter of the user's: only the runtime can call it
            if declared is not None:
                self.report.add(
                    ParameterTypeUnknown(span=self._span(node, scope), written=ast.unparse(node))
                )
                return None
        if default is None:
            return "str"
        return None if isinstance(default, RuntimeDefault) else type_of(default.value)

    def _check_default(
        self,
        arguments: dict[str, ast.expr],
        default: Default | None,
        type_: ParameterType | None,
        scope: Scope,
    ) -> None:
        if isinstance(default, StaticDefault) and not fits(default.value, type_):
            self.report.add(
                ParameterDefault(
                    span=self._span(arguments["default"], scope),
                    value=written(default.value),
                    type="JSONType" if type_ == "json" else str(type_),
                )
            )


@dataclass(frozen=True)
class _Fields:
    """The arguments of one call, by the kind of value each takes."""

    reader: ParameterReader
    arguments: dict[str, ast.expr]
    scope: Scope

    def text(self, argument: str) -> str | None:
        value = self._static(argument)
        if value is None or isinstance(value, str):
            return value
        self._wrong(argument, "a string", value)
        return None

    def flag(self, argument: str, default: bool) -> bool:
        value = self._static(argument)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self._wrong(argument, "`True` or `False`", value)
        return default

    def function(self, argument: str) -> str | None:
        """The name under which the runtime finds a function, or the text that names it."""
        value = self._static(argument)
        if isinstance(value, Function | Class):
            return value.name
        if isinstance(value, Symbol):
            return value.dotted
        return self.text(argument)

    def default(self, argument: str) -> Default | None:
        """What stands in the source, or the expression that the runtime is to evaluate."""
        node = self.arguments.get(argument)
        if node is None:
            return None
        runtime = RuntimeDefault(expression=ast.unparse(node))
        if isinstance(node, ast.Lambda):
            return runtime
        try:
            value = self.reader.evaluator.evaluate(node, self.scope)
        except NotStatic:
            return runtime
        if value is None:
            return None
        return StaticDefault(value=to_json(value)) if is_json(value) else runtime

    def _static(self, argument: str) -> object:
        node = self.arguments.get(argument)
        if node is None:
            return None
        try:
            return self.reader.evaluator.evaluate(node, self.scope)
        except NotStatic as unknown:
            self.reader.report.add(unknown.diagnostic)
            return None

    def _wrong(self, argument: str, expected: str, value: object) -> None:
        self.reader._wrong(self.arguments[argument], argument, expected, value, self.scope)
