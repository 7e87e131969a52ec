"""The parameters of a flow as options of `flowc run`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from compiler.ir.flow import Flow
from compiler.ir.parameter import Default, IncludedFile, Parameter, StaticDefault

if TYPE_CHECKING:
    TextType = click.ParamType[str]
    AnyType = click.ParamType[Any]
else:  # it only became generic with click 8.5
    TextType = AnyType = click.ParamType

_LONGEST_DEFAULT = 60


class Typed(TextType):
    """Checks a text as the type of the parameter has it, and leaves it the text it is.

    The runtime makes the value of it, for every scheduler alike.
    """

    def __init__(self, name: str, check: AnyType) -> None:
        self.name = name
        self._check = check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        self._check.convert(value, param, ctx)
        return str(value)


class Json(TextType):
    """A JSON value."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            json.loads(value)
        except ValueError as error:
            self.fail(f"{value!r} is not valid JSON: {error}", param, ctx)
        return str(value)


class ReadableFile(TextType):
    """A file, which the tasks find from whatever folder they run in."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        path: str = os.path.abspath(os.path.expanduser(value))  # noqa: PTH100, PTH111 - text
        try:
            with open(path, "rb"):  # noqa: PTH123
                return path
        except OSError as error:
            problem = (error.strerror or type(error).__name__).lower()
            self.fail(f"cannot read the file {value!r}: {problem}", param, ctx)


_TYPES: Mapping[str, TextType] = {
    "str": Typed("text", click.STRING),
    "int": Typed("integer", click.INT),
    "float": Typed("float", click.FLOAT),
    "bool": Typed("boolean", click.BOOL),
    "json": Json(),
}
_ANYTHING = Typed("value", click.STRING)
"""Of a parameter whose type only the runtime can tell."""


class ParameterOption(click.Option):
    """The option of one parameter. Its value is the text that the run is given, or None."""

    def __init__(self, parameter: Parameter | IncludedFile, others: Iterable[str]) -> None:
        self.parameter = parameter.name
        spellings = [name for name in _spellings(parameter.name) if name not in others]
        more: dict[str, Any] = {}
        if isinstance(parameter, IncludedFile):
            kind: TextType = ReadableFile()
        else:
            kind = _TYPES[parameter.type] if parameter.type else _ANYTHING
            if parameter.type == "bool":  # `--flag` alone turns it on
                more = {"is_flag": False, "flag_value": "true"}
        super().__init__(
            [f"parameter_{parameter.attribute}", *(f"--{name}" for name in spellings)],
            type=kind,
            metavar=kind.name.upper(),
            required=parameter.required,
            help=_help(parameter),
            envvar=f"METAFLOW_RUN_{parameter.name.replace('-', '_').upper()}",
            **more,
        )

    def get_error_hint(self, ctx: click.Context | None) -> str:  # noqa: ARG002
        return f"'--{self.parameter}'"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:  # noqa: ARG002
        # Without the other spelling, which is only there for whoever tries it.
        return f"--{self.parameter} {self.metavar}", self.help or ""


def parameter_options(flow: Flow) -> list[ParameterOption]:
    """The options of all parameters, then of the included files, in the order of the source."""
    inputs: list[Parameter | IncludedFile] = [*flow.parameters, *flow.files]
    names = [each.name for each in inputs]
    return [ParameterOption(each, [name for name in names if name != each.name]) for each in inputs]


def given_texts(options: Iterable[ParameterOption], values: Mapping[str, Any]) -> dict[str, str]:
    """By the names of the parameters, the texts that were given for them."""
    texts = {option.parameter: values[option.name] for option in options if option.name}
    return {name: text for name, text in texts.items() if text is not None}


def _spellings(name: str) -> tuple[str, ...]:
    """The name, and how else one might write it on a command line."""
    return tuple(dict.fromkeys((name, name.replace("_", "-"), name.replace("-", "_"))))


def _help(parameter: Parameter | IncludedFile) -> str:
    if parameter.required:
        note = "[required]"
    elif parameter.default is None or not parameter.show_default:
        note = ""
    else:
        note = f"[default: {_default(parameter.default)}]"
    return "  ".join(filter(None, (" ".join(parameter.help.split()), note)))


def _default(default: Default) -> str:
    if not isinstance(default, StaticDefault):
        return _short(f"computed by {' '.join(default.expression.split())}")
    if isinstance(default.value, str):
        return _short(default.value)
    return _short(json.dumps(default.value, ensure_ascii=False))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_DEFAULT else f"{text[: _LONGEST_DEFAULT - 3]}..."
