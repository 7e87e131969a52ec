"""What a name or a dotted expression refers to, followed through imports and sibling modules."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.frontend.bindings import Assigned, Bindings, Defined, Definition, Imported, Position
from compiler.frontend.metaflow_names import API, canonical
from compiler.frontend.modules import Module, Modules


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something outside of the project, by its full name: `metaflow.step`, `builtins.int`."""

    dotted: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the user's, or a lambda."""

    name: str
    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda = field(repr=False)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the user's."""

    name: str
    module: Module
    node: ast.ClassDef = field(repr=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """A name of a module's that is bound to a value: the evaluator tells which."""

    name: str
    module: Module


@dataclass(frozen=True, slots=True)
class Broken:
    """Something in a module of the project that cannot be read, which is already reported."""

    diagnostic: Diagnostic


Reference = Symbol | Function | Class | Module | Constant | Broken

BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))


def resolve(node: ast.expr, module: Module, modules: Modules) -> Reference | None:
    """What an expression in `module` refers to; None for what is not a name at all.

    Also None for a name that nothing defines. A definition behind a condition counts as
    made: only the evaluator knows better.
    """
    return _Resolver(modules).expression(node, module)


def follow(imported: Imported, importer: Module, modules: Modules) -> Reference:
    """What an import statement binds its name to."""
    return _Resolver(modules).imported(imported, importer)


def member(base: Module | Symbol, name: str, modules: Modules, user: Module) -> Reference | None:
    """`base.name` for a module, of the project or not, as `user` sees it."""
    return _Resolver(modules).member(base, name, user)


def star_member(name: str, module: Module, modules: Modules) -> Reference | None:
    """What a `from x import *` of a module brings under a name."""
    return _Resolver(modules).star(name, module)


def position_of(node: ast.expr, module: Module) -> Position | None:
    """From where an expression sees the names of its module; None in a function's body.

    What a function refers to is looked up when it runs, after the module is complete.
    """
    if module.functions.around(node) is not None:
        return None
    return node.lineno, node.col_offset


class _Resolver:
    """One question. Remembers the names on the way, so that circles end."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._asked: set[tuple[Module, str, int]] = set()

    def expression(self, node: ast.expr, module: Module) -> Reference | None:
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        found: Reference | None
        if isinstance(node, ast.Lambda):
            found = Function("<lambda>", module, node)
        elif isinstance(node, ast.Name):
            found = self.name(node.id, module, node)
        else:
            return None
        for attribute in reversed(attributes):
            found = self._attribute(found, attribute, module)
        return found

    def _attribute(self, base: Reference | None, name: str, user: Module) -> Reference | None:
        if isinstance(base, Module | Symbol):
            return self.member(base, name, user)
        if isinstance(base, Class):
            return _class_member(base, name)
        return base if isinstance(base, Broken) else None

    def name(self, name: str, module: Module, at: ast.expr | None) -> Reference | None:
        position = None if at is None else position_of(at, module)
        # A name may stand before its definition where flowc need not care, so take any.
        definitions = module.bindings.before(name, position) or module.bindings.before(name, None)
        key = (module, name, len(definitions))
        if key in self._asked:
            return None
        self._asked.add(key)
        definition = _likeliest(definitions)
        if definition is not None:
            return self._definition(definition, module)
        found = self.star(name, module)
        if found is None and name in BUILTINS:
            return Symbol(f"builtins.{name}")
        return found

    def _definition(self, definition: Definition, module: Module) -> Reference | None:
        match definition.binding:
            case Imported() as imported:
                return self.imported(imported, module)
            case Defined(node=ast.ClassDef() as node):
                return Class(node.name, module, node)
            case Defined(node=ast.FunctionDef() | ast.AsyncFunctionDef() as function):
                return Function(function.name, module, function)
            case Assigned(value=ast.Name() | ast.Attribute() | ast.Lambda() as value, path=()):
                target = self.expression(value, module)
                if target is not None and not isinstance(target, Constant):
                    return target
        return Constant(definition.name, module)

    def imported(self, imported: Imported, importer: Module) -> Reference:
        base = self._import_module(imported.module, imported.level, importer)
        if imported.name is None or isinstance(base, Broken):
            return base
        found = self.member(base, imported.name, importer, imported.level)
        dotted = ".".join(filter(None, (imported.module, imported.name)))
        return Symbol(canonical(dotted)) if found is None else found

    def _import_module(self, name: str, level: int, importer: Module) -> Module | Symbol | Broken:
        path = self._modules.find(name, importer, level)
        if path is None:
            return Symbol(canonical(name))
        module = self._modules.load(path)
        return Broken(self._modules.broken[path]) if module is None else module

    def member(
        self, base: Module | Symbol, name: str, user: Module, level: int = 0
    ) -> Reference | None:
        if isinstance(base, Symbol):
            dotted = f"{base.dotted}.{name}" if base.dotted else name
            inner = self._import_module(dotted, level, user)
            return Symbol(canonical(dotted)) if isinstance(inner, Symbol) else inner
        if name in base.bindings.names:
            return self.name(name, base, None)
        if base.is_package:
            inner = self._import_module(name, 1, base)
            if not isinstance(inner, Symbol):
                return inner
        return self.star(name, base)

    def star(self, name: str, module: Module) -> Reference | None:
        """The name as `from module import *` may have brought it."""
        for imported in reversed(module.bindings.stars):
            source = self._import_module(imported.module, imported.level, module)
            if isinstance(source, Module) and not name.startswith("_"):
                if (source, name, -1) in self._asked:
                    continue
                self._asked.add((source, name, -1))
                found = self.member(source, name, module)
                if found is not None:
                    return found
            elif isinstance(source, Broken):
                return source
            elif isinstance(source, Symbol) and source.dotted == "metaflow":
                if name in API:
                    return Symbol(f"metaflow.{name}")
            elif isinstance(source, Symbol) and name not in BUILTINS:
                return Symbol(f"{source.dotted}.{name}")
        return None


def _likeliest(definitions: list[Definition]) -> Definition | None:
    """The last definition, but one made for sure, or by a condition that holds, if there is."""
    bound = [d for d in definitions if isinstance(d.binding, Imported | Defined | Assigned)]
    candidates = bound or definitions

    def rank(definition: Definition) -> int:
        refused = any(not condition.holds for condition in definition.conditions)
        return 2 * definition.fallback + refused

    return min(reversed(candidates), key=rank, default=None)


def _class_member(base: Class, name: str) -> Reference | None:
    """A function or class that stands in a class body; a constant there is the evaluator's."""
    for definition in reversed(Bindings.of(base.node.body).before(name, None)):
        if isinstance(definition.binding, Defined):
            node = definition.binding.node
            if isinstance(node, ast.ClassDef):
                return Class(node.name, base.module, node)
            return Function(node.name, base.module, node)
    return None
