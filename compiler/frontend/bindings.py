"""What the statements of a module or a class body bind their names to, in order."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import Any

from compiler.record import Record

Position = tuple[int, int]
"""Line and column as `ast` counts them."""

HARMLESS = frozenset({"print", "len", "isinstance", "repr", "str"})
"""Functions that may be handed a constant without a chance that they change it."""


class Condition(Record):
    """A test that must come out true, or false, for a statement to run."""

    test: ast.expr
    holds: bool


class Imported(Record):
    """`import module` (then `name` is None) or `from module import name`."""

    module: str
    level: int
    name: str | None


class Defined(Record):
    """A `def` or a `class`."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Assigned(Record):
    """An assignment. `path` leads from the value to this name's part of it.

    `path` holds an index for each level of unpacking, or the bounds of a starred
    target: how many items stand before it and how many after.
    """

    value: ast.expr
    path: tuple[int | tuple[int, int], ...] = ()


class Changed(Record):
    """A statement that changes the value a name is bound to."""

    statement: ast.stmt


class Unknowable(Record):
    """A binding that only running the module can tell; `how` says what makes it."""

    how: str


Binding = Imported | Defined | Assigned | Changed | Unknowable


class Definition(Record):
    """One binding of one name. It takes effect where its statement ends."""

    name: str
    binding: Binding
    node: ast.stmt
    conditions: tuple[Condition, ...] = ()
    fallback: bool = False
    """Whether it only counts where nothing else binds the name: in an `except` clause, or
    under `if TYPE_CHECKING`."""

    @property
    def end(self) -> Position:
        return self.node.end_lineno or 0, self.node.end_col_offset or 0


class Bindings(Record):
    """All definitions of a body by name, each list in the order of the source.

    `stars` are the modules of `from module import *`.
    """

    names: dict[str, list[Definition]] = field(default_factory=dict)
    stars: list[Imported] = field(default_factory=list)

    @classmethod
    def of(cls, body: Sequence[ast.stmt]) -> Bindings:
        bindings = cls()
        _Collector(bindings).body(body, _Place())
        return bindings

    def before(self, name: str, position: Position | None) -> list[Definition]:
        """The definitions in effect at a place; at the end of the body for None."""
        found = self.names.get(name, [])
        if position is None:
            return found
        return [definition for definition in found if definition.end <= position]


class _Place(Record):
    """What the statements around a definition say about it."""

    conditions: tuple[Condition, ...] = ()
    fallback: bool = False
    unknowable: str | None = None


class _Collector:
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._visitors: dict[type[ast.stmt], Callable[[Any, _Place], None]] = {
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.FunctionDef: self._define,
            ast.AsyncFunctionDef: self._define,
            ast.ClassDef: self._define,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotate,
            ast.AugAssign: self._augment,
            ast.Delete: self._delete,
            ast.Expr: self._expression,
            ast.If: self._if,
            ast.For: self._loop,
            ast.AsyncFor: self._loop,
            ast.While: self._loop,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Match: self._match,
            ast.Try: self._try,
            getattr(ast, "TryStar", ast.Try): self._try,  # since Python 3.11
        }

    def body(self, statements: Sequence[ast.stmt], place: _Place) -> None:
        for statement in statements:
            visit = self._visitors.get(type(statement))
            if visit is not None:
                visit(statement, place)

    def _add(self, name: str, binding: Binding, node: ast.stmt, place: _Place) -> None:
        if place.unknowable and isinstance(binding, Assigned | Changed):
            binding = Unknowable(place.unknowable)
        definition = Definition(name, binding, node, place.conditions, place.fallback)
        self._bindings.names.setdefault(name, []).append(definition)

    def _define(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        place: _Place,
    ) -> None:
        self._add(node.name, Defined(node), node, place)

    def _assign(self, node: ast.Assign, place: _Place) -> None:
        for target in node.targets:
            self._target(target, node.value, (), node, place)

    def _annotate(self, node: ast.AnnAssign, place: _Place) -> None:
        if node.value is not None:
            self._target(node.target, node.value, (), node, place)

    def _augment(self, node: ast.AugAssign, place: _Place) -> None:
        self._change(node.target, node, place)

    def _with(self, node: ast.With | ast.AsyncWith, place: _Place) -> None:
        for item in node.items:
            self._unknowable(item.optional_vars, "by a `with` statement", node, place)
        self.body(node.body, place)

    def _match(self, node: ast.Match, place: _Place) -> None:
        for choice in node.cases:
            self.body(choice.body, _Place(place.conditions, place.fallback, "by a `match`"))

    def _import(self, node: ast.Import, place: _Place) -> None:
        for alias in node.names:
            if alias.asname:
                self._add(alias.asname, Imported(alias.name, 0, None), node, place)
            else:
                top = alias.name.partition(".")[0]
                self._add(top, Imported(top, 0, None), node, place)

    def _import_from(self, node: ast.ImportFrom, place: _Place) -> None:
        for alias in node.names:
            binding = Imported(node.module or "", node.level, alias.name)
            if alias.name == "*":
                self._bindings.stars.append(binding)
            else:
                self._add(alias.asname or alias.name, binding, node, place)

    def _target(
        self,
        target: ast.expr,
        value: ast.expr,
        path: tuple[int | tuple[int, int], ...],
        node: ast.stmt,
        place: _Place,
    ) -> None:
        match target:
            case ast.Name():
                self._add(target.id, Assigned(value, path), node, place)
            case ast.Tuple() | ast.List():
                for index, step in _unpacking(target):
                    inner = target.elts[index]
                    inner = inner.value if isinstance(inner, ast.Starred) else inner
                    self._target(inner, value, (*path, step), node, place)
            case ast.Subscript() | ast.Attribute():
                self._change(target, node, place)

    def _change(self, target: ast.expr, node: ast.stmt, place: _Place) -> None:
        root = _root(target)
        if root is not None:
            self._add(root, Changed(node), node, place)

    def _delete(self, node: ast.Delete, place: _Place) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._add(target.id, Unknowable("by `del`"), node, place)
            else:
                self._change(target, node, place)

    def _expression(self, node: ast.Expr, place: _Place) -> None:
        """A call for its effect may change what it is a method of, and what it is handed."""
        call = node.value
        if not isinstance(call, ast.Call):
            return
        if isinstance(call.func, ast.Attribute):
            self._change(call.func.value, node, place)
        elif isinstance(call.func, ast.Name) and call.func.id in HARMLESS:
            return
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            if isinstance(argument, ast.Name):
                self._add(argument.id, Changed(node), node, place)

    def _if(self, node: ast.If, place: _Place) -> None:
        """Follows a chain of `elif` in a loop: a long one must not exhaust the stack."""
        if _is_type_checking(node.test):
            never = (*place.conditions, Condition(node.test, True))
            self.body(node.body, _Place(never, True, place.unknowable))
            self.body(node.orelse, place)
            return
        passed = place.conditions
        while True:
            taken = (*passed, Condition(node.test, True))
            self.body(node.body, _Place(taken, place.fallback, place.unknowable))
            passed = (*passed, Condition(node.test, False))
            match node.orelse:
                case [ast.If() as following]:
                    node = following
                case rest:
                    self.body(rest, _Place(passed, place.fallback, place.unknowable))
                    return

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, place: _Place) -> None:
        if not isinstance(node, ast.While):
            self._unknowable(node.target, "by a loop", node, place)
        inside = _Place(place.conditions, place.fallback, "in a loop")
        self.body(node.body, inside)
        self.body(node.orelse, inside)

    def _try(self, node: ast.Try, place: _Place) -> None:
        self.body(node.body, place)
        self.body(node.orelse, place)
        for handler in node.handlers:
            self.body(handler.body, _Place(place.conditions, True, place.unknowable))
        self.body(node.finalbody, place)

    def _unknowable(self, target: ast.expr | None, how: str, node: ast.stmt, place: _Place) -> None:
        for part in ast.walk(target) if target is not None else ():
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                self._add(part.id, Unknowable(how), node, place)


def _unpacking(target: ast.Tuple | ast.List) -> Iterator[tuple[int, int | tuple[int, int]]]:
    """For each item of an unpacking its place in the target, and in the value."""
    total = len(target.elts)
    starred = next((i for i, e in enumerate(target.elts) if isinstance(e, ast.Starred)), total)
    for index in range(total):
        if index < starred:
            yield index, index
        elif index == starred:
            yield index, (index, total - index - 1)
        else:
            yield index, index - total


def _root(target: ast.expr) -> str | None:
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None


def _is_type_checking(test: ast.expr) -> bool:
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
    return False
