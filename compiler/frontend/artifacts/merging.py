"""Reads a call of `merge_artifacts`."""

from __future__ import annotations

import ast

from compiler.diagnostics.span import Span
from compiler.frontend.artifacts.syntax import strings
from compiler.ir.artifacts import Merge

_PARAMETERS = ("inputs", "exclude", "include")


def read_merge(node: ast.Call, span: Span) -> Merge:
    """The names that the call lists, where the source states them as literals."""
    given = dict(zip(_PARAMETERS, node.args, strict=False))
    given.update({keyword.arg: keyword.value for keyword in node.keywords if keyword.arg})
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    known = not starred and all(keyword.arg for keyword in node.keywords)
    names: dict[str, tuple[str, ...] | None] = {}
    for parameter in ("include", "exclude"):
        listed = given.get(parameter)
        if listed is not None and not _is_none(listed):
            names[parameter] = strings(listed)
            known = known and names[parameter] is not None
    return Merge(include=names.get("include"), exclude=names.get("exclude"), known=known, span=span)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
