"""Evaluates expressions, in the order in which Python does."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from compiler.frontend.artifacts import calls
from compiler.frontend.artifacts.frame import Frame
from compiler.frontend.artifacts.state import merge
from compiler.frontend.artifacts.syntax import parameters, string, truth
from compiler.frontend.artifacts.values import (
    INPUTS,
    Input,
    Inputs,
    Items,
    Self,
    Value,
    element,
    items,
    join,
    repeated,
    unpack,
)

_HARMLESS_DUNDERS = {"__doc__", "__module__", "__name__", "__qualname__"}


class Expressions(Frame):
    """The part of the analysis that walks expressions."""

    def use(self, node: ast.expr) -> Value:
        """Evaluates an expression whose value goes where the analysis does not follow.

        If that is the flow itself, anything may happen to it.
        """
        value = self.value(node)
        if isinstance(value, Self):
            self.opaque("escape")
            return None
        return value

    def value(self, node: ast.expr) -> Value:
        """Evaluates an expression, and tells what is known of its value."""
        if isinstance(node, ast.Constant) or self.state is None:
            return None
        if isinstance(node, ast.Name):
            return self.state.variables.get(node.id)
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        self.use_all(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
        return None

    def use_all(self, nodes: Iterable[ast.expr]) -> None:
        for node in nodes:
            self.use(node)

    # --- targets ---------------------------------------------------------------------

    def assign(self, target: ast.expr, value: Value) -> None:
        """Gives a target a value that has been evaluated."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, ast.Attribute):
            self.assign_attribute(target)
        elif isinstance(target, ast.Subscript):
            self.use(target.value)
            self.use(target.slice)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, repeated(value))
        elif isinstance(target, ast.Tuple | ast.List):
            for part, given in zip(target.elts, unpack(value, len(target.elts)), strict=True):
                self.assign(part, given)

    def assign_attribute(self, target: ast.Attribute, *, stored: bool = True) -> None:
        if self._is_class_of_flow(target.value):
            self.opaque("escape")
            return
        owner = self.value(target.value)
        if isinstance(owner, Self):
            self.write(target.attr, target, stored=stored)
        elif isinstance(owner, Input):
            self.doubt_input(target.attr)

    # --- kinds of expressions --------------------------------------------------------

    def _attribute(self, node: ast.Attribute) -> Value:
        if self._is_class_of_flow(node.value) and node.attr not in _HARMLESS_DUNDERS:
            self.opaque("escape")
            return None
        return self.attribute_of(self.value(node.value), node.attr, node)

    def attribute_of(self, owner: Value, name: str, node: ast.expr) -> Value:
        """Reads the attribute `name` of a value."""
        if isinstance(owner, Self):
            self._self_attribute(name, node)
        elif isinstance(owner, Inputs):
            return INPUTS if name == "flows" else Input(name)
        elif isinstance(owner, Input):
            self.read_input(owner, name, node)
        return None

    def _self_attribute(self, name: str, node: ast.expr) -> None:
        method = self.reader.methods.get(name)
        if name == "__dict__":
            self.opaque("escape")
        elif method is None:
            self.read(name, node)
        elif method.kind == "property":
            calls.enter_method(self, method, node, {})
        else:
            calls.refer_to_method(self, method, node)

    def _is_class_of_flow(self, node: ast.expr) -> bool:
        """`self.__class__` and `type(self)`: through these too names can be set."""
        if isinstance(node, ast.Attribute) and node.attr == "__class__":
            return self.is_self(node.value)
        if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name):
            return node.func.id == "type" and self.is_self(node.args[0])
        return False

    def _call(self, node: ast.Call) -> Value:
        return calls.call(self, node)

    def _subscript(self, node: ast.Subscript) -> Value:
        owner = self.use(node.value)
        self.use(node.slice)
        if isinstance(node.slice, ast.Slice):
            return repeated(element(owner))
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(index, int):
            if isinstance(owner, Items) and -len(owner.elements) <= index < len(owner.elements):
                return owner.elements[index]
            if isinstance(owner, Inputs):
                return Input(number=index)
        return element(owner)

    def _sequence(self, node: ast.Tuple | ast.List) -> Value:
        known = [self.use(part) for part in node.elts]
        if any(isinstance(part, ast.Starred) for part in node.elts):
            return None
        return items(known)

    def _walrus(self, node: ast.NamedExpr) -> Value:
        value = self.use(node.value)
        self.bind(node.target.id, value)
        return value

    def _either(self, node: ast.IfExp) -> Value:
        self.use(node.test)
        known = truth(node.test)
        if known is not None:
            return self.use(node.body if known else node.orelse)
        before = self.state.copy() if self.state else None
        first = self.use(node.body)
        after, self.state = self.state, before
        second = self.use(node.orelse)
        self.state = merge(after, self.state)
        return join(first, second)

    def _boolean(self, node: ast.BoolOp) -> Value:
        self.use(node.values[0])
        for operand in node.values[1:]:
            # An operand is evaluated only if the ones before it were: one step further in
            # each time, but the facts are the same as if each were skipped by itself.
            self.maybe(lambda operand=operand: self.use(operand))  # type: ignore[misc]
        return None

    def _compare(self, node: ast.Compare) -> Value:
        name = string(node.left)
        if name is not None and calls.lists_names_of_flow(self, node.comparators[0]):
            self.doubt(name)
            return None
        self.use(node.left)
        self.use(node.comparators[0])
        for operand in node.comparators[1:]:
            self.maybe(lambda operand=operand: self.use(operand))  # type: ignore[misc]
        return None

    def function(self, node: ast.Lambda, given: dict[str, Value]) -> None:
        """A lambda, whose parameters are known to be given some values."""
        arguments = node.args
        self.use_all(arguments.defaults)
        self.use_all(default for default in arguments.kw_defaults if default is not None)
        with self.later():
            for name in parameters(arguments):
                self.bind(name, given.get(name))
            self.use(node.body)

    def _lambda(self, node: ast.Lambda) -> Value:
        self.function(node, {})
        return None

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
        return repeated(self._generate(node.generators, node.elt))

    def _dict_comprehension(self, node: ast.DictComp) -> Value:
        self._generate(node.generators, node.key, node.value)
        return None

    def _generate(self, generators: list[ast.comprehension], *results: ast.expr) -> Value:
        """Runs a comprehension; gives the value of the last result."""
        outer = dict(self.state.variables) if self.state else {}
        found = self._generators(generators, results)
        if self.state is not None:
            self.state.variables = outer
        return found

    def _generators(
        self, generators: list[ast.comprehension], results: tuple[ast.expr, ...]
    ) -> Value:
        if not generators:
            return [self.use(result) for result in results][-1]
        first, *rest = generators
        each = element(self.use(first.iter))
        skipped = self.state.copy() if self.state else None
        self.assign(first.target, each)
        self.use_all(first.ifs)
        found = self._generators(rest, results)
        self.state = merge(skipped, self.state)
        return found


_HANDLERS: dict[type[ast.expr], Callable[..., Value]] = {
    ast.Attribute: Expressions._attribute,
    ast.BoolOp: Expressions._boolean,
    ast.Call: Expressions._call,
    ast.Compare: Expressions._compare,
    ast.DictComp: Expressions._dict_comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.IfExp: Expressions._either,
    ast.Lambda: Expressions._lambda,
    ast.List: Expressions._sequence,
    ast.ListComp: Expressions._comprehension,
    ast.NamedExpr: Expressions._walrus,
    ast.SetComp: Expressions._comprehension,
    ast.Subscript: Expressions._subscript,
    ast.Tuple: Expressions._sequence,
}
