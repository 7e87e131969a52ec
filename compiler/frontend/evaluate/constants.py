"""The constants of modules and classes: what a name is worth after the statements before."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.diagnostics.catalogue.values import CyclicConstant, NoSingleValue
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.span import SourceFile, Span
from compiler.frontend.bindings import (
    Assigned,
    Bindings,
    Changed,
    Condition,
    Defined,
    Definition,
    Imported,
    Position,
    Unknowable,
)
from compiler.frontend.evaluate.changes import apply_change
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.lookup import reference
from compiler.frontend.evaluate.operators import unpacked
from compiler.frontend.evaluate.scope import NotStatic, Refused, Scope
from compiler.frontend.evaluate.values import EnumMember
from compiler.frontend.modules import Module
from compiler.frontend.names import Broken, Class, Constant, Function, Symbol, follow, resolve

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator

_ENUMS = {
    "enum.Enum": False,
    "enum.Flag": False,
    "enum.IntEnum": True,
    "enum.IntFlag": True,
    "enum.StrEnum": True,
}
_HARMLESS_BASES = frozenset({"builtins.object", "builtins.str", "builtins.int", *_ENUMS})
_Key = tuple[ast.AST, str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a name has; None itself is a value, so it needs a wrapper."""

    value: object


class Constants:
    """Works out each constant once."""

    def __init__(self, run: Evaluator) -> None:
        self._run = run
        self._known: dict[_Key, Found | NotStatic] = {}
        self._active: set[_Key] = set()
        self._bodies: dict[ast.ClassDef, Bindings] = {}

    def of_module(self, name: str, module: Module, position: Position | None) -> Found | None:
        """What a name of a module is worth at a place; None where nothing has bound it yet."""
        definitions = module.bindings.before(name, position)
        return self._worth(name, definitions, module.tree, Context(Scope(module)))

    def of_class(self, name: str, owner: Class, position: Position | None) -> Found | None:
        """What a name of a class body is worth at a place in that body."""
        definitions = self._body(owner).before(name, position)
        context = Context(Scope(owner.module), owner=owner)
        return self._worth(name, definitions, owner.node, context)

    def of_class_or_bases(self, name: str, owner: Class) -> Found | None:
        """`owner.name`, where a member of an enumeration is one."""
        for ancestor in self._lineage(owner):
            found = self.of_class(name, ancestor, None)
            if found is not None:
                return self._as_member(name, found, ancestor)
        return None

    def outside_base(self, owner: Class) -> str | None:
        """A base from outside of the project, which may have any attribute."""
        for ancestor in self._lineage(owner):
            for base in ancestor.node.bases:
                found = resolve(base, ancestor.module, self._run.modules)
                if not isinstance(found, Class | Symbol):
                    return ast.unparse(base)
                if isinstance(found, Symbol) and found.dotted not in _HARMLESS_BASES:
                    return found.dotted
        return None

    def class_names(self, owner: Class) -> list[str]:
        """Every name that the class or one of its bases binds."""
        return [name for ancestor in self._lineage(owner) for name in self._body(ancestor).names]

    def dereference(self, found: object) -> object:
        """The value behind a reference; what is no constant is its own value."""
        if isinstance(found, Broken):
            raise NotStatic(found.diagnostic)
        if isinstance(found, Constant):
            worth = self.of_module(found.name, found.module, None)
            assert worth is not None, "a constant has a definition"
            return worth.value
        return found

    # --- one name --------------------------------------------------------------------

    def _worth(
        self, name: str, definitions: list[Definition], body: ast.AST, context: Context
    ) -> Found | None:
        if not definitions:
            return None
        key = (body, name, len(definitions))
        if key not in self._known:
            if key in self._active:
                span = _first_line(context.module.source, definitions[-1].node)
                raise NotStatic(CyclicConstant(span=span, name=name))
            self._active.add(key)
            try:
                self._known[key] = self._settle(name, definitions, context)
            except NotStatic as unknown:
                self._known[key] = unknown
            finally:
                self._active.discard(key)
        known = self._known[key]
        if isinstance(known, NotStatic):
            raise NotStatic(known.diagnostic)
        return known

    def _settle(
        self, name: str, definitions: list[Definition], context: Context
    ) -> Found | NotStatic:
        module = context.module
        if "global" in module.source.text and name in module.functions.written_globals:
            raise self._unsettled(definitions[-1], context, "by a function, with `global`")
        changes: list[Definition] = []
        fallbacks: list[Definition] = []
        for definition in reversed(definitions):
            if not self._holds(definition, context):
                continue
            if definition.fallback:
                fallbacks.append(definition)
            elif isinstance(definition.binding, Changed):
                changes.append(definition)
            else:
                self._check_fallbacks(definition, fallbacks, context)
                return Found(self._changed(self._base(definition, context), changes, context))
        if len(fallbacks) == 1:
            return Found(self._base(fallbacks[0], context))
        last = (fallbacks or changes or definitions)[0]
        raise self._unsettled(last, context, "only under some conditions")

    def _holds(self, definition: Definition, context: Context) -> bool:
        """Whether the conditions around a definition hold.

        Of two definitions or imports behind an unknown condition the first one counts,
        as it does for `resolve`: they are taken to be ways to get the same thing.
        """
        lenient = isinstance(definition.binding, Imported | Defined)
        for condition in definition.conditions:
            held = self._truth(condition, context)
            if isinstance(held, NotStatic):
                if not lenient:
                    how = "under a condition that is not known"
                    raise self._unsettled(definition, context, how, held)
                held = True
            if held != condition.holds:
                return False
        return True

    def _truth(self, condition: Condition, context: Context) -> bool | NotStatic:
        try:
            return self._run.is_true(condition.test, context)
        except NotStatic as unknown:
            return unknown

    def _check_fallbacks(
        self, definition: Definition, fallbacks: list[Definition], context: Context
    ) -> None:
        if not isinstance(definition.binding, Imported | Defined):
            for fallback in fallbacks:
                if not isinstance(fallback.binding, Imported):
                    raise self._unsettled(fallback, context, "in an `except` clause too")

    def _base(self, definition: Definition, context: Context) -> object:
        match definition.binding:
            case Imported() as imported:
                return self.dereference(follow(imported, context.module, self._run.modules))
            case Defined(node=ast.ClassDef() as node):
                return Class(node.name, context.module, node)
            case Defined(node=ast.FunctionDef() | ast.AsyncFunctionDef() as function):
                return Function(function.name, context.module, function)
            case Assigned(value=value, path=path):
                whole = reference(self._run, value, context)
                try:
                    return unpacked(whole, path)
                except Refused as refused:
                    raise refused.at(context.span(value)) from None
            case Unknowable(how=how):
                raise self._unsettled(definition, context, how)
        raise AssertionError(f"no base in {definition.binding}")

    def _changed(self, value: object, changes: list[Definition], context: Context) -> object:
        for change in reversed(changes):
            statement = change.binding.statement if isinstance(change.binding, Changed) else None
            assert statement is not None
            span = _first_line(context.module.source, statement)
            try:
                done = apply_change(self._run, change.name, value, statement, context)
            except Refused as refused:
                raise refused.at(span) from None
            if done is None:
                raise self._unsettled(change, context, "and then changed in place")
            value = done.value
        return value

    def _unsettled(
        self, definition: Definition, context: Context, how: str, cause: NotStatic | None = None
    ) -> NotStatic:
        related: tuple[Related, ...] = ()
        if cause is not None:
            related = (Related(cause.diagnostic.span, cause.diagnostic.message),)
        span = _first_line(context.module.source, definition.node)
        return NotStatic(NoSingleValue(span=span, name=definition.name, how=how, related=related))

    # --- classes ---------------------------------------------------------------------

    def _body(self, owner: Class) -> Bindings:
        if owner.node not in self._bodies:
            self._bodies[owner.node] = Bindings.of(owner.node.body)
        return self._bodies[owner.node]

    def _lineage(self, owner: Class) -> list[Class]:
        """The class and its bases of the project, depth first, each once."""
        found: dict[ast.ClassDef, Class] = {}
        pending = [owner]
        while pending:
            ancestor = pending.pop()
            if ancestor.node in found:
                continue
            found[ancestor.node] = ancestor
            bases = (
                resolve(base, ancestor.module, self._run.modules) for base in ancestor.node.bases
            )
            pending.extend(reversed([base for base in bases if isinstance(base, Class)]))
        return list(found.values())

    def _as_member(self, name: str, found: Found, owner: Class) -> Found:
        if name.startswith("_") or isinstance(found.value, Function | Class):
            return found
        bases = {
            base.dotted
            for ancestor in self._lineage(owner)
            for node in ancestor.node.bases
            if isinstance(base := resolve(node, ancestor.module, self._run.modules), Symbol)
        }
        kinds = [_ENUMS[base] for base in bases if base in _ENUMS]
        if not kinds:
            return found
        mixed = bool(bases & {"builtins.str", "builtins.int"})
        return Found(EnumMember(name, found.value, any(kinds) or mixed))


def _first_line(source: SourceFile, node: ast.stmt) -> Span:
    span = source.span(node)
    if span.end_line == span.line:
        return span
    line = source.lines[span.line - 1].rstrip()
    return Span(span.file, span.line, span.column, span.line, max(len(line), span.column) + 1)
