"""Finds the flow's class in a file and collects what it and its bases define."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from compiler.diagnostics.catalogue.flows import (
    InconsistentBases,
    NoFlow,
    SeveralFlows,
    UnknownFlow,
    UnseenBase,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.modules import Module, Modules
from compiler.frontend.names import Class, Symbol, resolve
from compiler.record import Record

FLOW_SPEC = Symbol("metaflow.FlowSpec")
STEP = Symbol("metaflow.step")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Defined(Record):
    """A function in a class body, with the module whose names it sees."""

    node: Function
    module: Module

    @property
    def span(self) -> Span:
        """The name in the `def` line."""
        return self.module.source.name_span(self.node)


class Assigned(Record):
    """A class attribute: its module, and the expression, None where it is unpacked from one."""

    value: ast.expr | None
    target: ast.expr
    module: Module


@dataclass
class FlowClass:
    """A flow's class, base classes folded in as Python would at run time.

    Members stand in the order in which a reader meets them: those of the bases first. A
    member that a derived class replaces keeps its place. `shadowed` lists functions that
    a later one of the same name in the same class body replaces.
    """

    cls: Class
    bases: tuple[Class, ...]
    functions: dict[str, Defined] = field(default_factory=dict)
    attributes: dict[str, Assigned] = field(default_factory=dict)
    shadowed: list[Defined] = field(default_factory=list)
    decorators: list[tuple[ast.expr, Module]] = field(default_factory=list)
    has_unseen_base: bool = False
    """Whether a class outside of the project may contribute what is not here."""

    @property
    def span(self) -> Span:
        return self.cls.module.source.name_span(self.cls.node)


def find_flow_class(
    module: Module, wanted: str | None, modules: Modules, report: Report
) -> FlowClass | None:
    """The class of the one flow that is meant; None, with a diagnostic, if there is none."""
    candidates = {
        node.name: Class(node.name, module, node)
        for node in top_level(module.tree.body)
        if isinstance(node, ast.ClassDef) and _is_flow(Class(node.name, module, node), modules)
    }
    chosen = _choose(module, candidates, wanted, modules, report)
    return None if chosen is None else _fold(chosen, modules, report)


def _choose(
    module: Module,
    candidates: dict[str, Class],
    wanted: str | None,
    modules: Modules,
    report: Report,
) -> Class | None:
    top = Span(module.source.file, 1, 1, 1, 1)
    if wanted is not None and wanted in candidates:
        return candidates[wanted]
    if not candidates:
        report.add(NoFlow(span=_class_with_steps(module, modules) or top))
        return None
    names = ", ".join(f"`{name}`" for name in candidates)
    if wanted is not None:
        suggestion = did_you_mean(wanted, list(candidates))
        report.add(UnknownFlow(span=top, wanted=wanted, flows=names, suggestion=suggestion))
        return None
    started = [name for name in candidates if name in _instantiated(module)]
    derived_from = {
        base.name
        for candidate in candidates.values()
        for base in _linearize(candidate, modules)[1:]
        if base.module is module
    }
    leaves = started or [name for name in candidates if name not in derived_from]
    if len(leaves) == 1:
        return candidates[leaves[0]]
    first = candidates[leaves[0]]
    report.add(
        SeveralFlows(
            span=module.source.name_span(first.node),
            flows=", ".join(f"`{name}`" for name in leaves),
            file=module.source.file,
            first=first.name,
        )
    )
    return None


def _class_with_steps(module: Module, modules: Modules) -> Span | None:
    """Where a class begins that looks like a flow, but for its base."""
    for node in top_level(module.tree.body):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                decorators = method.decorator_list if isinstance(method, Function) else []
                if any(resolve(each, module, modules) == STEP for each in decorators):
                    return module.source.name_span(node)
    return None


def top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module or class body runs, those in blocks included."""
    for statement in body:
        yield statement
        for block in ("body", "orelse", "finalbody"):
            if isinstance(statement, ast.If | ast.Try | ast.With):
                yield from top_level(getattr(statement, block, []))


def _instantiated(module: Module) -> set[str]:
    """The names that the module calls at its top level, as in `TrainFlow()`."""
    return {
        statement.value.func.id
        for statement in top_level(module.tree.body)
        if isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
    }


def _is_flow(cls: Class, modules: Modules) -> bool:
    return any(
        resolve(base, ancestor.module, modules) == FLOW_SPEC
        for ancestor in _linearize(cls, modules)
        for base in ancestor.node.bases
    )


def _known_bases(cls: Class, modules: Modules) -> list[Class]:
    resolved = (resolve(base, cls.module, modules) for base in cls.node.bases)
    return [base for base in resolved if isinstance(base, Class)]


def _ancestors(cls: Class, modules: Modules) -> list[Class]:
    """The class and all its known bases, each once, in the order of a depth-first search."""
    found: dict[int, Class] = {}
    waiting = [cls]
    while waiting:
        current = waiting.pop()
        if id(current.node) not in found:
            found[id(current.node)] = current
            waiting.extend(reversed(_known_bases(current, modules)))
    return list(found.values())


def _linearize(cls: Class, modules: Modules) -> list[Class]:
    """Python's method resolution order; the plain search order where Python has none."""
    return _mro(cls, modules, ()) or _ancestors(cls, modules)


def _mro(cls: Class, modules: Modules, below: tuple[int, ...]) -> list[Class] | None:
    """The C3 linearization, or None where it does not exist.

    https://docs.python.org/3/howto/mro.html
    """
    if id(cls.node) in below:
        return None
    bases = _known_bases(cls, modules)
    lines = [_mro(base, modules, (*below, id(cls.node))) for base in bases]
    merged = [cls]
    queues = [list(line) for line in [*lines, bases] if line]
    if None in lines:
        return None
    while queues := [queue for queue in queues if queue]:
        tails = {id(item.node) for queue in queues for item in queue[1:]}
        head = next((queue[0] for queue in queues if id(queue[0].node) not in tails), None)
        if head is None:
            return None
        merged.append(head)
        queues = [[item for item in queue if item.node is not head.node] for queue in queues]
    return merged


def _fold(cls: Class, modules: Modules, report: Report) -> FlowClass:
    bases = _mro(cls, modules, ())
    if bases is None:
        report.add(InconsistentBases(span=cls.module.source.name_span(cls.node), name=cls.name))
        bases = _ancestors(cls, modules)
    folded = FlowClass(cls, tuple(bases))
    for ancestor in reversed(bases):
        for base in _unseen_bases(ancestor, modules):
            report.add(UnseenBase(span=ancestor.module.source.span(base), base=ast.unparse(base)))
            folded.has_unseen_base = True
        folded.decorators.extend((node, ancestor.module) for node in ancestor.node.decorator_list)
        _collect(ancestor, folded)
    return folded


def _unseen_bases(cls: Class, modules: Modules) -> Iterator[ast.expr]:
    for base in cls.node.bases:
        symbol = resolve(base, cls.module, modules)
        if symbol == FLOW_SPEC or isinstance(symbol, Class):
            continue
        if isinstance(symbol, Symbol) and symbol.dotted.split(".")[0] in ("builtins", "abc"):
            continue
        if not isinstance(base, ast.Subscript):  # Generic[T] and its like hold no steps
            yield base


def _collect(cls: Class, into: FlowClass) -> None:
    own: dict[str, Defined] = {}
    for statement in top_level(cls.node.body):
        if isinstance(statement, Function):
            if _is_property_setter(statement):
                continue
            if statement.name in own:
                into.shadowed.append(own[statement.name])
            own[statement.name] = Defined(statement, cls.module)
            into.attributes.pop(statement.name, None)
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                _assign(target, statement.value, cls.module, into)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            _assign(statement.target, statement.value, cls.module, into)
    into.functions.update(own)


def _is_property_setter(function: Function) -> bool:
    return any(
        isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter", "getter")
        for decorator in function.decorator_list
    )


def _assign(target: ast.expr, value: ast.expr | None, module: Module, into: FlowClass) -> None:
    if isinstance(target, ast.Name):
        into.attributes[target.id] = Assigned(value, target, module)
        into.functions.pop(target.id, None)
    elif isinstance(target, ast.Tuple | ast.List):
        parts = value.elts if isinstance(value, ast.Tuple | ast.List) else []
        for index, element in enumerate(target.elts):
            _assign(element, parts[index] if index < len(parts) else None, module, into)
