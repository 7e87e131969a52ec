"""Evaluates calls: of the flow's own methods, of attribute access by name, of iteration."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from compiler.frontend.artifacts.flowspec import FLOWSPEC_NAMES, INTERNAL_NAMES
from compiler.frontend.artifacts.merging import read_merge
from compiler.frontend.artifacts.syntax import last_name, parameters, string
from compiler.frontend.artifacts.values import (
    SELF,
    Input,
    Inputs,
    Self,
    Value,
    element,
    items,
    repeated,
)
from compiler.frontend.methods import Method

if TYPE_CHECKING:
    from compiler.frontend.artifacts.expressions import Expressions

_BY_NAME = {"hasattr", "getattr", "setattr", "delattr"}
_KEEP_SELF = {"print", "str", "repr", "type", "isinstance", "id", "dir", "callable", "hash"}
_COLLECTIONS = {"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"}
_CHOICES = {"max", "min", "next", "choice"}


def call(frame: Expressions, node: ast.Call) -> Value:
    """Evaluates a call, and tells what is known of its result."""
    function = node.func
    if isinstance(function, ast.Attribute):
        owner = frame.value(function.value)
        if isinstance(owner, Self):
            return _on_self(frame, node, function)
        if _is_super(function.value):
            return _on_super(frame, node, function.attr)
        if _is_unbound(frame, node, function):
            return _helper(frame, node, function.attr, skip=1)
        frame.attribute_of(owner, function.attr, function)
    elif isinstance(function, ast.Name) and function.id in _BY_NAME and len(node.args) > 1:
        return _by_name(frame, node, function.id)
    else:
        frame.use(function)
    return _unknown(frame, node)


# --- methods of the flow -----------------------------------------------------------------


def _on_self(frame: Expressions, node: ast.Call, function: ast.Attribute) -> Value:
    name = function.attr
    if name == "next":
        return _next(frame, node)
    if name == "merge_artifacts":
        arguments(frame, node)
        if frame.state is not None:
            frame.summary.merges.setdefault(read_merge(node, frame.span(node)))
        return None
    if name in ("__setattr__", "__delattr__"):
        frame.opaque("setattr")
    method = frame.reader.methods.get(name)
    if method is not None and method.kind != "property":
        return _helper(frame, node, name, skip=0)
    frame.attribute_of(SELF, name, function)
    return _unknown(frame, node)


def _on_super(frame: Expressions, node: ast.Call, name: str) -> Value:
    if name in FLOWSPEC_NAMES or name in INTERNAL_NAMES or name.startswith("__"):
        return _unknown(frame, node)
    method = frame.reader.methods.get(name)
    if method is None or method.kind == "property" or frame.method.name == name:
        # The method of the base is not the one of that name that the flow has.
        frame.opaque("escape")
        return _unknown(frame, node)
    return _helper(frame, node, name, skip=0)


def _next(frame: Expressions, node: ast.Call) -> Value:
    """`self.next(...)`: its targets are steps, and its keywords belong to the transition."""
    for target in node.args:
        if isinstance(target, ast.Dict):
            frame.use_all(key for key in target.keys if key is not None)
        elif not isinstance(target, ast.Attribute):
            frame.use(target)
    for keyword in node.keywords:
        if not isinstance(keyword.value, ast.Attribute):
            frame.use(keyword.value)
    return None


def _helper(frame: Expressions, node: ast.Call, name: str, skip: int) -> Value:
    """A call of a method of the flow, whose first `skip` arguments are the flow itself."""
    method = frame.reader.methods[name]
    names = list(method.positional)
    if method.kind != "static":
        names = names[1:]
    given: dict[str, Value] = {}
    for position, argument in enumerate(node.args[skip:]):
        value = frame.value(argument)
        if position < len(names) and not isinstance(argument, ast.Starred):
            given[names[position]] = value
        elif isinstance(value, Self):
            frame.opaque("escape")
    for keyword in node.keywords:
        value = frame.value(keyword.value)
        if keyword.arg in parameters(method.node.args):
            given[keyword.arg] = value
        elif isinstance(value, Self):
            frame.opaque("escape")
    enter_method(frame, method, node, given)
    return None


def enter_method(
    frame: Expressions, method: Method, node: ast.expr, given: Mapping[str, Value]
) -> None:
    """Runs a method of the flow."""
    bound = dict(given)
    if method.receiver is not None:
        bound[method.receiver] = SELF
    frame.enter(frame.reader.call(method, bound), node)


def refer_to_method(frame: Expressions, method: Method, node: ast.expr) -> None:
    """`self.method` without a call: somebody may call it later, or nobody does."""
    if method.receiver is None or frame.reader.is_running(method.name):
        return
    frame.guarded += 1
    frame.enter(frame.reader.call(method, {method.receiver: SELF}), node, sure=False)
    frame.guarded -= 1


# --- attributes by name ------------------------------------------------------------------


def _by_name(frame: Expressions, node: ast.Call, function: str) -> Value:
    owner = frame.value(node.args[0])
    for argument in node.args[1:]:
        frame.use(argument)
    name = string(node.args[1])
    if isinstance(owner, Self):
        _self_by_name(frame, node, function, name)
    elif isinstance(owner, Inputs) and function == "getattr":
        return Input(name)
    elif isinstance(owner, Input) and name is not None:
        if function == "getattr" and len(node.args) == 2:
            frame.read_input(owner, name, node)
        else:
            frame.doubt_input(name)
    return None


def _self_by_name(frame: Expressions, node: ast.Call, function: str, name: str | None) -> None:
    if name is None:
        if function in ("setattr", "delattr"):
            frame.opaque("setattr")
    elif function == "setattr":
        frame.write(name, node)
    elif function == "delattr":
        frame.delete(name, node)
    elif function == "getattr" and len(node.args) == 2:
        frame.attribute_of(SELF, name, node)
    elif name not in frame.reader.methods:
        frame.read(name, node, certain=False)


def lists_names_of_flow(frame: Expressions, node: ast.expr) -> bool:
    """Whether this is `dir(self)`, `vars(self)` or `self.__dict__`."""
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        return frame.is_self(node.value)
    if isinstance(node, ast.Call) and last_name(node.func) in ("dir", "vars") and node.args:
        return frame.is_self(node.args[0])
    return False


# --- other calls -------------------------------------------------------------------------


def _unknown(frame: Expressions, node: ast.Call) -> Value:
    """A call of code outside of the flow's class: evaluates the arguments."""
    name = last_name(node.func)
    if isinstance(node.func, ast.Name) and name in _KEEP_SELF:
        for argument in node.args:
            frame.value(argument)
        return None
    values = arguments(frame, node)
    iterables = [value for value in values if element(value) is not None]
    if name in _CHOICES and len(iterables) == 1:
        return element(iterables[0])
    if name in _COLLECTIONS and len(values) == 1:
        return repeated(element(values[0]))
    if name == "filter" and len(values) == 2:
        return repeated(element(values[1]))
    if name == "enumerate" and values:
        return repeated(items((None, element(values[0]))))
    if name == "zip":
        return repeated(items(map(element, values)))
    return None


def arguments(frame: Expressions, node: ast.Call) -> list[Value]:
    """Evaluates the arguments of a call, and gives the values of those by position."""
    lambdas = [argument for argument in node.args if isinstance(argument, ast.Lambda)]
    values = [None if argument in lambdas else frame.use(argument) for argument in node.args]
    each = _only([element(value) for value in values if element(value) is not None])
    for function in lambdas:
        # `map(lambda i: ..., inputs)`, `filter(...)`: one parameter, one iterable.
        takes_element = len(node.args) == 2 and len(function.args.args) == 1
        _lambda(frame, function, each if takes_element else None)
    for keyword in node.keywords:
        if isinstance(keyword.value, ast.Lambda):
            _lambda(frame, keyword.value, each if keyword.arg == "key" else None)
        else:
            frame.use(keyword.value)
    return values


def _lambda(frame: Expressions, function: ast.Lambda, given: Value) -> None:
    names = [argument.arg for argument in function.args.args]
    frame.function(function, {names[0]: given} if names else {})


def _only(values: list[Value]) -> Value:
    return values[0] if len(values) == 1 else None


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) == "super"


def _is_unbound(frame: Expressions, node: ast.Call, function: ast.Attribute) -> bool:
    """Whether this is `TrainFlow.helper(self)`; a class's name begins with a capital."""
    owner = function.value
    if not isinstance(owner, ast.Name) or not owner.id[:1].isupper() or not node.args:
        return False
    return frame.is_self(node.args[0]) and function.attr in frame.reader.methods
