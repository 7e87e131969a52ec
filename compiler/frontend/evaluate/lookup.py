"""Names, attributes and subscripts."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.diagnostics.catalogue.parameters import ConfigKey, ConfigNotParsed, ConfigWithoutValue
from compiler.diagnostics.catalogue.values import (
    MethodNotKnown,
    MissingAttribute,
    NotAValue,
    OutsideName,
    RuntimeName,
    UnknownName,
    WholeEnvironment,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.frontend.evaluate import operators
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.functions import CONSTANTS
from compiler.frontend.evaluate.methods import ATTRIBUTES, METHODS, of_type
from compiler.frontend.evaluate.scope import ConfigBinding, ConfigTable, NotStatic
from compiler.frontend.evaluate.values import EnumMember, file_path, type_name
from compiler.frontend.metaflow_names import canonical
from compiler.frontend.modules import Module
from compiler.frontend.names import (
    BUILTINS,
    Broken,
    Class,
    Symbol,
    member,
    resolve,
    star_member,
)

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator

ENVIRON = Symbol("os.environ")
_INPUTS = (Symbol("metaflow.Parameter"), Symbol("metaflow.IncludeFile"))


def visit_name(run: Evaluator, node: ast.expr, context: Context) -> object:
    return usable(reference(run, node, context), node, context)


def visit_subscript(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.Subscript)
    container = reference(run, node.value, context)
    if container == ENVIRON:
        return run.environ.item(node.slice, node, context)
    container = usable(container, node.value, context)
    if isinstance(node.slice, ast.Slice):
        bounds = (node.slice.lower, node.slice.upper, node.slice.step)
        key: object = slice(*(run.visit(b, context) if b is not None else None for b in bounds))
    else:
        key = run.visit(node.slice, context)
    shown = ast.unparse(node.slice) if isinstance(node.slice, ast.Constant) else None
    if isinstance(container, ConfigTable) and isinstance(key, str) and key not in container:
        raise _missing_key(container, key if shown else "this", node, context)
    return operators.subscript(container, key, f"`{shown}`" if shown else None)


def reference(run: Evaluator, node: ast.expr, context: Context) -> object:
    """What an expression means, where modules and things outside of the project will do too."""
    if isinstance(node, ast.Name):
        found = _name(run, node, context)
    elif isinstance(node, ast.Attribute):
        found = _attribute(run, node, context)
    else:
        return run.visit(node, context)
    return CONSTANTS.get(found.dotted, found) if isinstance(found, Symbol) else found


def usable(value: object, node: ast.expr, context: Context) -> object:
    """The value, if it is one that the compiler can do something with."""
    if isinstance(value, Module):
        raise context.refuse(node, NotAValue, what="a module")
    if not isinstance(value, Symbol):
        return value
    if value == ENVIRON:
        raise context.refuse(node, WholeEnvironment)
    top, _, rest = value.dotted.partition(".")
    if top in ("builtins", "metaflow") and rest:
        return value
    module = value.dotted.rpartition(".")[0]
    raise context.refuse(node, OutsideName, name=ast.unparse(node), module=module or value.dotted)


# --- names ---------------------------------------------------------------------------


def _name(run: Evaluator, node: ast.Name, context: Context) -> object:
    name = node.id
    if name in context.variables:
        return context.variables[name]
    config = _config(name, context)
    if config is not None:
        return config_value(config, node, context)
    function = context.function(node)
    if function is not None:
        if name in context.module.functions.locals(function):
            raise context.refuse(node, RuntimeName, name=name, what=f"`{function.name}`")
    elif context.owner is not None:
        found = run.constants.of_class(name, context.owner, context.position(node))
        if found is not None:
            return found.value
    elif name in context.scope.names and name not in context.hidden and not context.in_config_expr:
        return class_constant(run, name, node, context)
    found = run.constants.of_module(name, context.module, context.position(node))
    if found is not None:
        return found.value
    return _undefined(run, node, context)


def _config(name: str, context: Context) -> ConfigBinding | None:
    """In the class body a config has its attribute's name, in `config_expr` its own."""
    if not context.in_config_expr:
        binding = context.scope.configs.get(name)
        return binding if binding is not None and binding.attribute == name else None
    bindings = context.scope.configs.values()
    return next((binding for binding in bindings if binding.name == name), None)


def class_constant(run: Evaluator, name: str, node: ast.expr, context: Context) -> object:
    """The value of a name that the scope knows from the class body, for `node`."""
    value = context.scope.names[name]
    if isinstance(value, ast.Call) and resolve(value.func, context.module, run.modules) in _INPUTS:
        raise context.refuse(node, RuntimeName, name=ast.unparse(node), what="the flow")
    inside = replace(context, variables={}, hidden=context.hidden | {name})
    return run.visit(value, inside)


def _undefined(run: Evaluator, node: ast.Name, context: Context) -> object:
    name, module = node.id, context.module
    if name == "__file__":
        return file_path(module.source.file)
    if name == "__name__":
        return module.path.stem
    brought = star_member(name, module, run.modules)
    if isinstance(brought, Broken):
        raise NotStatic(brought.diagnostic)
    if brought is not None:
        return run.constants.dereference(brought)
    if name in BUILTINS:
        return Symbol(f"builtins.{name}")
    bindings = context.scope.configs.values()
    configs = [each.name if context.in_config_expr else each.attribute for each in bindings]
    known = [*configs, *context.scope.names, *module.bindings.names]
    suggestion = did_you_mean(name, [other for other in known if other != name])
    if name in module.bindings.names:
        suggestion = ", only further down"
    raise context.refuse(node, UnknownName, name=name, suggestion=suggestion)


# --- attributes ----------------------------------------------------------------------


def _attribute(run: Evaluator, node: ast.Attribute, context: Context) -> object:
    own = _own_attribute(run, node, context)
    if own is not None:
        return own[0]
    base = reference(run, node.value, context)
    if isinstance(base, Symbol):
        found = member(base, node.attr, run.modules, context.module)
        return (
            Symbol(canonical(f"{base.dotted}.{node.attr}")) if found is None else _known(run, found)
        )
    if isinstance(base, Module):
        return _module_attribute(run, base, node, context)
    if isinstance(base, Class):
        return _class_attribute(run, base, node, context)
    return _value_attribute(base, node, context)


def _own_attribute(run: Evaluator, node: ast.Attribute, context: Context) -> tuple[object] | None:
    """`self.x` for a config or a constant of the class, if `self` is a method's own."""
    if not isinstance(node.value, ast.Name):
        return None
    function = context.function(node)
    receiver = "self"
    if function is not None:
        arguments = [*function.args.posonlyargs, *function.args.args]
        receiver = arguments[0].arg if arguments else ""
    if node.value.id != receiver:
        return None
    config = context.scope.configs.get(node.attr)
    if config is not None and config.attribute == node.attr:
        return (config_value(config, node, context),)
    if node.attr in context.scope.names and node.attr not in context.hidden:
        return (class_constant(run, node.attr, node, context),)
    where = f"`{function.name}`" if function else "a step"
    raise context.refuse(node, RuntimeName, name=f"{receiver}.{node.attr}", what=where)


def _known(run: Evaluator, found: object) -> object:
    if isinstance(found, Broken):
        raise NotStatic(found.diagnostic)
    return run.constants.dereference(found)


def _module_attribute(
    run: Evaluator, base: Module, node: ast.Attribute, context: Context
) -> object:
    found = member(base, node.attr, run.modules, context.module)
    if found is not None:
        return _known(run, found)
    if node.attr == "__file__":
        return file_path(base.source.file)
    raise context.refuse(
        node,
        MissingAttribute,
        owner=f"`{base.source.file}`",
        attribute=node.attr,
        suggestion=did_you_mean(node.attr, list(base.bindings.names)),
    )


def _class_attribute(run: Evaluator, base: Class, node: ast.Attribute, context: Context) -> object:
    found = run.constants.of_class_or_bases(node.attr, base)
    if found is not None:
        return found.value
    outside = run.constants.outside_base(base)
    if outside is not None:
        raise context.refuse(
            node, OutsideName, name=ast.unparse(node), module=outside.rpartition(".")[0] or outside
        )
    raise context.refuse(
        node,
        MissingAttribute,
        owner=f"the class `{base.name}`",
        attribute=node.attr,
        suggestion=did_you_mean(node.attr, list(run.constants.class_names(base))),
    )


def _value_attribute(base: object, node: ast.Attribute, context: Context) -> object:
    if isinstance(base, ConfigTable):
        if node.attr in base:
            return base[node.attr]
        raise _missing_key(base, node.attr, node, context)
    if isinstance(base, EnumMember) and node.attr in ("value", "name"):
        return base.value if node.attr == "value" else base.name
    attributes = of_type(ATTRIBUTES, base)
    if node.attr in attributes:
        with operators.python_errors(f"`{node.attr}` fails"):
            value: object = attributes[node.attr](base)
            return value
    known = [*attributes, *of_type(METHODS, base)]
    if node.attr in of_type(METHODS, base):
        raise context.refuse(
            node, MethodNotKnown, method=node.attr, type=type_name(base), suggestion=""
        )
    raise context.refuse(
        node,
        MissingAttribute,
        owner=type_name(base),
        attribute=node.attr,
        suggestion=did_you_mean(node.attr, known),
    )


# --- configs -------------------------------------------------------------------------


def config_value(config: ConfigBinding, node: ast.expr, context: Context) -> object:
    """The value of a config, if flowc could parse it."""
    if config.failure is not None:
        raise NotStatic(config.failure)
    if config.parser is not None:
        raise context.refuse(node, ConfigNotParsed, name=config.name, parser=config.parser)
    if config.value is None:
        raise context.refuse(node, ConfigWithoutValue, name=config.name)
    return config.value


def _missing_key(table: ConfigTable, key: str, node: ast.expr, context: Context) -> NotStatic:
    suggestion = did_you_mean(key, list(table))
    return context.refuse(
        node, ConfigKey, key=key if key == "this" else f"`{key}`", suggestion=suggestion
    )


HANDLERS = {
    ast.Name: visit_name,
    ast.Attribute: visit_name,
    ast.Subscript: visit_subscript,
}
