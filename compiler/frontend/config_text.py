"""The text of a config: the parsers flowc knows, and what they make of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable

from compiler.frontend.bindings import Bindings, Imported
from compiler.frontend.evaluate.limits import DEEPEST
from compiler.frontend.evaluate.values import type_name
from compiler.frontend.modules import Modules
from compiler.frontend.names import Function, Symbol, follow, resolve

FORMATS = {
    "json.loads": "JSON",
    "tomllib.loads": "TOML",
    "tomli.loads": "TOML",
    "toml.loads": "TOML",
    "yaml.safe_load": "YAML",
}
"""From each parser that flowc can stand in for to the format that it reads."""


class BadText(Exception):
    """The text is not in its format; `place` says where, as far as the parser tells."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def parse(text: str, form: str) -> object:
    """The value of a text in one of the FORMATS.

    Raises:
        BadText: where it is not in that format.
    """
    parsers: dict[str, Callable[[str], object]] = {
        "JSON": _json,
        "TOML": _toml,
        "YAML": _yaml,
    }
    try:
        return parsers[form](text)
    except RecursionError:
        raise BadText("its deepest nesting") from None


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadText(_place(*_json_position(text, error.pos))) from None


def _json_position(text: str, at: int) -> tuple[int, int]:
    """Line and column of a mistake in JSON, the same under every Python.

    Of a comma too many Python 3.13 tells where the comma is, and earlier ones where
    something should have followed it.
    """
    before = text[:at].rstrip()
    if before.endswith(",") and text[at : at + 1] in ("}", "]"):
        at = len(before) - 1
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _toml(text: str) -> object:
    from compiler.toml import TomlError, parse_toml

    try:
        return parse_toml(text)
    except TomlError as error:
        # The rest of the message may quote the text, which may hold a secret.
        at = re.search(r"line (\d+), column (\d+)", str(error))
        raise BadText(_place(int(at[1]), int(at[2])) if at else "its end") from None


def _yaml(text: str) -> object:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadText(_place(mark.line + 1, mark.column + 1) if mark else "its end") from None
    except (yaml.YAMLError, ValueError):
        raise BadText("its characters") from None


def _place(line: int, column: int) -> str:
    return f"line {line}, column {column}"


def not_json(value: object) -> tuple[str, str] | None:
    """The first part of a value that JSON cannot hold: where it is, and what it is."""
    pending: list[tuple[str, object, int]] = [("", value, 0)]
    while pending:
        path, item, depth = pending.pop()
        place = path.lstrip(".") or "the top"
        if depth > DEEPEST:
            return place, "it is nested too deeply"
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                return place, "a key that is not text"
            parts = [(f"{path}.{key}", inner, depth + 1) for key, inner in item.items()]
        elif isinstance(item, list):
            parts = [(f"{path}[{i}]", inner, depth + 1) for i, inner in enumerate(item)]
        elif item is None or isinstance(item, str | bool | int | float):
            continue
        else:
            return place, type_name(item)
        pending.extend(reversed(parts))
    return None


def parser_name(found: object) -> str | None:
    """The full name of the function that `parser=` means, text or not."""
    if isinstance(found, Symbol):
        return found.dotted
    if isinstance(found, str):
        return "metaflow" + found if found.startswith(".") else found
    return getattr(found, "name", None)


def known_parser(found: object, modules: Modules) -> str | None:
    """The format that a parser reads, if it is one of FORMATS or only hands on to one."""
    if isinstance(found, Function):
        return _forwards_to(found, modules)
    name = parser_name(found)
    return FORMATS.get(name) if name is not None else None


def _forwards_to(function: Function, modules: Modules) -> str | None:
    """The format of `def parser(text): import yaml; return yaml.safe_load(text)` and the like."""
    node = function.node
    parameters = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    *before, last = [ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body
    match last:
        case ast.Return(value=ast.Call(func=callee, args=[ast.Name(id=given)], keywords=[])) if (
            parameters == [given] and all(map(_is_preamble, before))
        ):
            symbol = _resolve_inside(callee, Bindings.of(before), function, modules)
            return FORMATS.get(symbol.dotted) if isinstance(symbol, Symbol) else None
    return None


def _is_preamble(statement: ast.stmt) -> bool:
    """An import, or a docstring."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
    return False


def _resolve_inside(
    callee: ast.expr, local: Bindings, function: Function, modules: Modules
) -> object:
    """What a name in a function's body refers to, where the function imports it itself."""
    written = ast.unparse(callee)
    root, _, rest = written.partition(".")
    definitions = local.before(root, None)
    if definitions and isinstance(definitions[-1].binding, Imported):
        found = follow(definitions[-1].binding, function.module, modules)
        if isinstance(found, Symbol) and rest:
            return Symbol(f"{found.dotted}.{rest}")
        return found
    return resolve(callee, function.module, modules)
