"""What a flow is given when it starts: parameters, included files, configs."""

from __future__ import annotations

from typing import Annotated, Literal

from compiler.diagnostics.span import Span
from compiler.ir.model import ONE_OF_KIND, JsonValue, Node

ParameterType = Literal["str", "int", "float", "bool", "json"]


class StaticDefault(Node):
    """A default that the source states."""

    kind: Literal["static"] = "static"
    value: JsonValue


class RuntimeDefault(Node):
    """A default that only running the user's code can tell: a function, a lambda, a call.

    The runtime evaluates it at the start of a run, where nothing was given.
    """

    kind: Literal["runtime"] = "runtime"
    expression: str
    """The expression as it stands in the source."""


Default = Annotated[StaticDefault | RuntimeDefault, ONE_OF_KIND]


class Parameter(Node):
    """`attribute = Parameter("name", ...)`"""

    name: str
    attribute: str
    type: ParameterType | None = None
    """None where it is only known at run time."""
    default: Default | None = None
    required: bool = False
    help: str = ""
    separator: str | None = None
    show_default: bool = True
    span: Span


class IncludedFile(Node):
    """`attribute = IncludeFile("name", ...)`; `default` is a path relative to the project."""

    name: str
    attribute: str
    default: Default | None = None
    required: bool = False
    is_text: bool = True
    encoding: str = "utf-8"
    parser: str | None = None
    help: str = ""
    show_default: bool = True
    span: Span


class FlowConfig(Node):
    """`attribute = Config("name", ...)` with the value it had when the flow was compiled."""

    name: str
    attribute: str
    value: JsonValue
    file: str | None = None
    """The file it was read from, relative to the project."""
    required: bool = False
    plain: bool = False
    parser: str | None = None
    """The function that the runtime parses the text with; `value` is then that text."""
    help: str = ""
    span: Span
