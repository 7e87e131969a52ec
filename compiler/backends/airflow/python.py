"""Python as expressions, and the one printer that makes text of them.

Whatever a flow's author chose is a plain value here, and becomes a literal. What is code, flowc
wrote. The text is laid out as `ruff format` would, so that it has nothing left to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from compiler.backends.airflow.python_text import number, quoted, width

MAX_COLUMNS = 88
"""Of a line, where it can be broken: ruff's default."""
_INDENT = 4


@dataclass(frozen=True, slots=True)
class Code:
    """One line of Python that flowc made, and that no formatter would break: a name, a short
    expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call; `unpack` are the names of dictionaries whose entries are arguments as well."""

    function: str
    args: tuple[Expression, ...] = ()
    kwargs: tuple[tuple[str, Expression], ...] = ()
    unpack: tuple[str, ...] = ()
    on: Call | None = None
    """The call of whose result `function` is a method; with no name, that result is called."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The named dictionary or list, and what comes on top: `{**ENV, "A": "b"}`, `[*ENV, "b"]`."""

    name: str
    more: Mapping[str, Expression] | Sequence[Expression]


Expression: TypeAlias = (
    "str | float | Code | Call | Spread | Sequence[Expression] | Mapping[str, Expression] | None"
)
"""A bool and an int are floats to the type checker. A tuple is printed as one, every other
sequence as a list."""


def printed(expression: Expression, indent: int = 0, column: int = 0, after: int = 0) -> str:
    """The text of an expression whose first line starts at `column`.

    The lines that follow are indented by `indent` columns and more. `after` is how much the caller
    writes behind the expression in its last line.
    """
    flat = _flat(expression)
    if column + width(flat) + after <= MAX_COLUMNS:
        return flat
    before = ""
    if isinstance(expression, Call) and expression.on is not None:
        # The last brackets are broken first, if what is before them fits in the line.
        tail = f"{_dotted(expression.function)}("
        before = printed(expression.on, indent, column, width(tail))
        line = before.rpartition("\n")[2]
        rest = f"{'.' if expression.function else ''}{_flat(replace(expression, on=None))}"
        if line != before and width(line) + width(rest) + after <= MAX_COLUMNS:
            return before + rest
    shape = _shape(expression, before)
    return flat if shape is None else _broken(shape, indent)


def assigned(name: str, expression: Expression, indent: int = 0) -> str:
    """The statement that gives a value a name, in a block that is indented so far."""
    head = f"{name} = "
    column, inner = indent + width(head), indent + _INDENT
    text = printed(expression, indent, column)
    # In parentheses the value has a line to itself. That is done only where it helps.
    if not _fits(text, column) and column < MAX_COLUMNS:
        alone = printed(expression, inner, inner)
        if all(width(line) <= MAX_COLUMNS for line in f"{' ' * inner}{alone}".split("\n")):
            return head + _in_parentheses(alone, indent)
    return head + text


def _fits(text: str, column: int) -> bool:
    """Whether the first line does."""
    return column + width(text.partition("\n")[0]) <= MAX_COLUMNS


def _in_parentheses(text: str, indent: int) -> str:
    return f"(\n{' ' * (indent + _INDENT)}{text}\n{' ' * indent})"


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry between brackets: what comes before its value, and that."""

    head: str
    value: Expression


@dataclass(frozen=True, slots=True)
class _Shape:
    """What has brackets, between which it can be broken."""

    opening: str
    items: tuple[_Item, ...]
    closing: str
    one_line: bool = False
    """Whether the items stay together in a line of their own, where they fit."""
    comma: bool = False
    """Whether there is one behind a single item."""


def _flat(expression: Expression) -> str:
    if isinstance(expression, str):
        return quoted(expression)
    if expression is None or isinstance(expression, (bool, int, float)):
        return number(expression)
    if isinstance(expression, Code):
        return expression.text
    shape = _bracketed(expression)
    comma = "," if shape.comma else ""
    return f"{shape.opening}{_joined(shape.items)}{comma}{shape.closing}"


def _joined(items: Iterable[_Item]) -> str:
    return ", ".join(item.head + _flat(item.value) for item in items)


def _broken(shape: _Shape, indent: int) -> str:
    inner = indent + _INDENT
    if shape.one_line and len(shape.items) > 1:
        line = _joined(shape.items)
        if inner + width(line) <= MAX_COLUMNS:
            return f"{shape.opening}\n{' ' * inner}{line}\n{' ' * indent}{shape.closing}"
    comma = "," if len(shape.items) > 1 or shape.comma else ""
    lines = (
        f"{' ' * inner}{item.head}"
        f"{printed(item.value, inner, inner + width(item.head), len(comma))}{comma}\n"
        for item in shape.items
    )
    return f"{shape.opening}\n{''.join(lines)}{' ' * indent}{shape.closing}"


def _shape(expression: Expression, before: str) -> _Shape | None:
    """The brackets of what is to be broken; None where nothing is between them."""
    if isinstance(expression, (str, bool, int, float, Code)) or expression is None:
        return None
    shape = _bracketed(expression, before)
    return shape if shape.items else None


def _bracketed(
    expression: Call | Spread | Sequence[Expression] | Mapping[str, Expression],
    before: str | None = None,
) -> _Shape:
    if isinstance(expression, Call):
        return _call(expression, before)
    if isinstance(expression, Spread):
        more, name = expression.more, Code(expression.name)
        shape = _bracketed(more)
        star = "**" if isinstance(more, Mapping) else "*"
        return _Shape(shape.opening, (_Item(star, name), *shape.items), shape.closing)
    if isinstance(expression, Mapping):
        entries = tuple(_Item(f"{quoted(key)}: ", value) for key, value in expression.items())
        return _Shape("{", entries, "}")
    items = tuple(_Item("", value) for value in expression)
    if isinstance(expression, tuple):
        return _Shape("(", items, ")", comma=len(items) == 1)
    return _Shape("[", items, "]")


def _call(call: Call, before: str | None) -> _Shape:
    opening = f"{call.function}("
    if call.on is not None:
        opening = f"{before or _flat(call.on)}{_dotted(call.function)}("
    items = (
        *(_Item("", value) for value in call.args),
        *(_Item(f"{name}=", value) for name, value in call.kwargs),
        *(_Item("**", Code(name)) for name in call.unpack),
    )
    return _Shape(opening, items, ")", one_line=True)


def _dotted(method: str) -> str:
    return f".{method}" if method else ""
