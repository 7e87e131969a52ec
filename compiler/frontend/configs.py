"""Reads `Config` from the class body, with the value that it has while the flow is compiled."""

from __future__ import annotations

import ast
import json
from typing import cast

from compiler.diagnostics.catalogue.parameters import (
    ConfigComputed,
    ConfigDefaults,
    ConfigFileMissing,
    ConfigInvalid,
    ConfigNotJson,
    ConfigNotTable,
    ConfigRequired,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.frontend.config_text import BadText, known_parser, not_json, parse, parser_name
from compiler.frontend.evaluate import (
    ConfigBinding,
    ConfigTable,
    Evaluator,
    NotStatic,
    Scope,
)
from compiler.frontend.evaluate.limits import bounded
from compiler.frontend.evaluate.scope import Refused
from compiler.frontend.evaluate.values import type_name
from compiler.frontend.input_arguments import InputArguments, Signature
from compiler.frontend.names import Class, Function, Symbol, resolve
from compiler.frontend.project import Project
from compiler.ir.model import JsonValue
from compiler.ir.parameter import FlowConfig
from compiler.record import Record
from compiler.settings import Settings

__all__ = ["ConfigBinding", "read_config"]

# The order of the arguments by position, as in Metaflow 2.19's signature.
_SIGNATURE = Signature(
    "Config",
    ("name", "default", "default_value", "help", "required", "parser", "plain", "show_default"),
    7,
)


def read_config(
    call: ast.Call,
    attribute: str,
    scope: Scope,
    evaluator: Evaluator,
    settings: Settings,
    project: Project,
    report: Report,
) -> tuple[FlowConfig, ConfigBinding]:
    """The config that `attribute = Config(...)` defines, and what expressions see of it.

    The value is that of the file the settings name, else of the default file or value in
    the source. Where it cannot be had that is reported, and each use of the config refers
    to the same diagnostic instead of one of its own.
    """
    arguments = InputArguments.of(call, _SIGNATURE, scope, evaluator, report)
    name = arguments.name(attribute) or attribute
    reader = _Reader(arguments, name, settings, project)
    plain = arguments.flag("plain", False)
    given = arguments.flag("required", False)
    outcome = reader.read(plain, given)
    if outcome.failure is not None:
        report.add(outcome.failure)
    config = FlowConfig(
        name=name,
        attribute=attribute,
        value=cast(JsonValue, outcome.value),
        file=outcome.file,
        required=given and not arguments.nodes.keys() & {"default", "default_value"},
        plain=plain,
        parser=outcome.parser,
        help=arguments.text("help") or "",
        span=arguments.span("call"),
    )
    binding = ConfigBinding(
        name=name,
        attribute=attribute,
        value=outcome.value if plain else ConfigTable.of(outcome.value),
        span=config.span,
        parser=outcome.parser,
        failure=outcome.failure,
    )
    return config, binding


class _Outcome(Record):
    """The value of a config, or why there is none."""

    value: object = None
    file: str | None = None
    parser: str | None = None
    failure: Diagnostic | None = None


class _Text(Record):
    """The text of a config, and the argument that it came from."""

    content: str
    argument: str
    file: str | None = None


def _what(text: _Text) -> str:
    if text.file is not None:
        return f"the file `{text.file}`"
    return "the value given" if text.argument == "name" else "the `default_value`"


class _Failed(Exception):
    """The value cannot be had."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class _Reader(Record):
    """Finds the value of one config."""

    arguments: InputArguments
    name: str
    settings: Settings
    project: Project

    def read(self, plain: bool, required: bool) -> _Outcome:
        """The value, or why there is none."""
        given = self.settings.config_values.get(self.name)
        try:
            if given is not None and not isinstance(given, str):
                return self._given(given, plain)
            text = self._text() if given is None else _Text(given, "name")
            if text is not None:
                return self._parsed(text, plain)
            if required:
                raise _Failed(ConfigRequired(span=self.arguments.span("name"), name=self.name))
        except _Failed as failed:
            return _Outcome(failure=failed.diagnostic)
        return _Outcome()

    # --- the text --------------------------------------------------------------------

    def _text(self) -> _Text | None:
        override = self.settings.configs.get(self.name)
        if override is not None:
            return self._file(override, "name")
        path, value = self._default("default"), self._default("default_value")
        if path is not None and value is not None:
            span = self.arguments.span("default_value")
            raise _Failed(ConfigDefaults(span=span, name=self.name))
        if path is not None:
            if not isinstance(path, str):
                raise _Failed(self.arguments.wrong("default", "the path of a file"))
            return self._file(path, "default")
        if value is None or isinstance(value, str):
            return None if value is None else _Text(value, "default_value")
        if not isinstance(value, dict):
            raise _Failed(self.arguments.wrong("default_value", "a dict, or a string"))
        self._check_json(value, "default_value")
        return _Text(json.dumps(value), "default_value")

    def _default(self, argument: str) -> object:
        node = self.arguments.nodes.get(argument)
        if node is None:
            return None
        try:
            value = self.arguments.evaluator.evaluate(node, self.arguments.scope)
        except NotStatic as unknown:
            raise _Failed(unknown.diagnostic) from None
        if isinstance(value, Function | Class | Symbol):
            span = self.arguments.span(argument)
            raise _Failed(ConfigComputed(span=span, name=self.name, argument=argument))
        return value

    def _file(self, written: str, argument: str) -> _Text:
        """The text of a file in the root of the project, else next to the flow."""
        folders = (self.project.root, self.arguments.scope.module.path.parent)
        candidates = [folder / written for folder in folders]
        path = next((path for path in candidates if path.is_file()), candidates[0])
        file = self.project.relative(path)
        try:
            return _Text(path.read_text(encoding="utf-8-sig"), argument, file)
        except OSError as error:
            problem = (error.strerror or type(error).__name__).lower()
        except UnicodeDecodeError:
            problem = "it is not UTF-8 text"
        span = self.arguments.span(argument)
        raise _Failed(ConfigFileMissing(span=span, name=self.name, file=written, problem=problem))

    # --- its value -------------------------------------------------------------------

    def _parsed(self, text: _Text, plain: bool) -> _Outcome:
        parser = self._parser()
        form = "JSON" if parser is None else known_parser(parser, self.arguments.evaluator.modules)
        if parser is None and plain:
            return _Outcome(text.content, text.file)
        if form is None:
            return _Outcome(text.content, text.file, parser_name(parser) or "<lambda>")
        try:
            value = parse(text.content, form)
        except BadText as bad:
            raise _Failed(self._invalid(text, form, bad.place)) from None
        if not plain and value is not None and not isinstance(value, dict):
            span = self.arguments.span(text.argument)
            kind = type_name(value)
            raise _Failed(ConfigNotTable(span=span, name=self.name, type=kind))
        self._check_json(value, text.argument)
        return _Outcome(value, text.file)

    def _given(self, value: JsonValue, plain: bool) -> _Outcome:
        """The outcome for a value of the settings that is no text to parse."""
        if not plain and not isinstance(value, dict):
            span = self.arguments.span("name")
            raise _Failed(ConfigNotTable(span=span, name=self.name, type=type_name(value)))
        return _Outcome(value)

    def _parser(self) -> object:
        """The function that `parser=` means, or the text that names one."""
        node = self.arguments.nodes.get("parser")
        if node is None:
            return None
        found = resolve(node, self.arguments.scope.module, self.arguments.evaluator.modules)
        if isinstance(found, Symbol | Function | Class):
            return found
        try:
            value = self.arguments.evaluator.evaluate(node, self.arguments.scope)
        except NotStatic:
            return ast.unparse(node)  # the runtime has it at hand
        if value is not None and not isinstance(value, str):
            raise _Failed(self.arguments.wrong("parser", "a function, or the name of one"))
        return value

    def _invalid(self, text: _Text, form: str, place: str) -> ConfigInvalid:
        return ConfigInvalid(
            span=self.arguments.span(text.argument),
            name=self.name,
            what=_what(text),
            format=form,
            where=place,
        )

    def _check_json(self, value: object, argument: str) -> None:
        span = self.arguments.span(argument)
        try:
            found = not_json(bounded(value))
        except Refused as refused:
            raise _Failed(refused.at(span).diagnostic) from None
        if found is not None:
            key, kind = found
            raise _Failed(ConfigNotJson(span=span, name=self.name, key=key, type=kind))
