"""Which decorator an expression after `@` is."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from compiler.diagnostics.span import Span
from compiler.frontend.bindings import Assigned
from compiler.frontend.decorators.known import KNOWN
from compiler.frontend.evaluate import Scope
from compiler.frontend.modules import Module, Modules
from compiler.frontend.names import Class, Constant, Function, Reference, Symbol, resolve

_STEP = Symbol("metaflow.step")

WRAPPER = "wrapper"
MUTATOR = "mutator"
_MAKERS = {
    "metaflow.user_step_decorator": WRAPPER,
    "metaflow.UserStepDecorator": WRAPPER,
    "metaflow.StepMutator": MUTATOR,
    "metaflow.FlowMutator": MUTATOR,
}
"""What makes a function or a class of the user's a decorator of one of these kinds."""


@dataclass(frozen=True)
class Written:
    """One decorator as it stands in the source.

    `name` is its name in Metaflow, or as it is written where it is not Metaflow's. `call`
    is where its arguments stand, if it has any, seen from `scope`: for
    `gpu = resources(gpu=1)` and `@gpu` that is the line of the assignment.
    """

    name: str
    official: bool
    call: ast.Call | None
    scope: Scope
    span: Span
    own: str | None = None
    """`WRAPPER` or `MUTATOR`, where it is one of Metaflow's kinds that the user has written."""

    @property
    def known(self) -> bool:
        """Whether flowc reads its arguments."""
        return self.official and self.name in KNOWN


def read_written(node: ast.expr, scope: Scope, modules: Modules) -> Written:
    """The decorator that an expression after `@` is."""
    span = scope.module.source.span(node)
    call = node if isinstance(node, ast.Call) else None
    target = target_of(node)
    meant = resolve(target, scope.module, modules)
    if isinstance(meant, Constant) and call is None:
        call, scope = _bound_call(meant), Scope(meant.module, configs=scope.configs)
        meant = None if call is None else resolve(call.func, meant.module, modules)
    elif meant is None and isinstance(target, ast.Name) and target.id in scope.names:
        bound = scope.names[target.id]
        if call is None and isinstance(bound, ast.Call):
            call, meant = bound, resolve(bound.func, scope.module, modules)
    name = _official_name(meant)
    own = _kind_of(meant, modules)
    return Written(name or ast.unparse(target), name is not None, call, scope, span, own)


def is_step(decorator: ast.expr, module: Module, modules: Modules) -> bool:
    """Whether a decorator is `@step` or `@step(...)`, under whatever name it was imported."""
    return resolve(target_of(decorator), module, modules) == _STEP


def target_of(node: ast.expr) -> ast.expr:
    """What stands after `@`, without the arguments."""
    return node.func if isinstance(node, ast.Call) else node


def _kind_of(meant: Reference | None, modules: Modules, below: tuple[int, ...] = ()) -> str | None:
    """The kind by what decorates the function, or by what the class derives from."""
    if isinstance(meant, Function) and isinstance(meant.node, ast.FunctionDef):
        makers = meant.node.decorator_list
    elif isinstance(meant, Class) and id(meant.node) not in below:
        makers = meant.node.bases
    else:
        return None
    for maker in makers:
        found = resolve(maker, meant.module, modules)
        if isinstance(found, Symbol) and found.dotted in _MAKERS:
            return _MAKERS[found.dotted]
        if isinstance(found, Class):
            kind = _kind_of(found, modules, (*below, id(meant.node)))
            if kind is not None:
                return kind
    return None


def _official_name(meant: Reference | None) -> str | None:
    """`retry` for what Metaflow exports under that name."""
    if isinstance(meant, Symbol):
        module, _, name = meant.dotted.rpartition(".")
        return name if module == "metaflow" else None
    return None


def _bound_call(constant: Constant) -> ast.Call | None:
    """The call whose result a name of a module is bound to, where there is just one."""
    definitions = constant.module.bindings.before(constant.name, None)
    match [definition.binding for definition in definitions]:
        case [Assigned(value=ast.Call() as call, path=())]:
            return call
    return None
