"""Members of a class body that hide a decorator of Metaflow's from the methods below them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from compiler.diagnostics.catalogue.steps import HiddenDecorator
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.bindings import Assigned, Bindings, Defined, Definition
from compiler.frontend.decorators.written import target_of
from compiler.frontend.flow_class import Function, top_level
from compiler.frontend.inputs import input_kind
from compiler.frontend.modules import Modules
from compiler.frontend.names import Class, Symbol, resolve


def report_hidden_decorators(classes: Iterable[Class], modules: Modules, report: Report) -> None:
    """Reports each decorator that Python would not find, as in `timeout = Parameter(...)`.

    A class body looks for a name among its own first.
    """
    for cls in classes:
        own = Bindings.of(cls.node.body)
        for name in _bare_decorators(cls.node):
            before = own.before(name.id, (name.lineno, name.col_offset))
            if before and _hides(before[-1], cls, modules) and _is_metaflows(name, cls, modules):
                label = f"`{name.id}` means this from here on"
                related = (Related(_span(before[-1], cls), label),)
                span = cls.module.source.span(name)
                report.add(HiddenDecorator(span=span, name=name.id, related=related))


def _bare_decorators(cls: ast.ClassDef) -> Iterator[ast.Name]:
    for statement in top_level(cls.body):
        for decorator in statement.decorator_list if isinstance(statement, Function) else ():
            target = target_of(decorator)
            if isinstance(target, ast.Name):
                yield target


def _hides(definition: Definition, cls: Class, modules: Modules) -> bool:
    """Whether it is no other name of a decorator's, nor something made of one."""
    binding = definition.binding
    if isinstance(binding, Assigned):
        made = binding.value
        if isinstance(made, ast.Call):
            return input_kind(made, cls.module, modules) is not None
        return isinstance(made, ast.Constant)
    return isinstance(binding, Defined)


def _span(definition: Definition, cls: Class) -> Span:
    node = definition.node
    source = cls.module.source
    return source.name_span(node) if isinstance(node, Function) else source.span(node)


def _is_metaflows(name: ast.Name, cls: Class, modules: Modules) -> bool:
    meant = resolve(name, cls.module, modules)
    return isinstance(meant, Symbol) and meant.dotted.startswith("metaflow.")
