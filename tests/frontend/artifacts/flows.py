"""Flows written as text, read by no more of the frontend than the artifacts need."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

from compiler.diagnostics.span import SourceFile
from compiler.frontend.artifacts import ArtifactReader
from compiler.frontend.methods import Method
from compiler.ir.artifacts import ArtifactUse
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.step import Catch, Opaque, Step
from compiler.ir.transition import (
    Branch,
    Case,
    End,
    Foreach,
    Gang,
    Linear,
    Switch,
    Transition,
)


def methods_of(text: str) -> dict[str, Method]:
    """The functions of the first class in a text, by name."""
    text = dedent(text)
    source = SourceFile.of("flow.py", text)
    cls = next(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    return {
        node.name: Method(node.name, node, source, _kind(node))
        for node in cls.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _kind(node: ast.FunctionDef | ast.AsyncFunctionDef):  # type: ignore[no-untyped-def]
    kinds = {"property": "property", "staticmethod": "static", "classmethod": "class"}
    names = [ast.unparse(decorator) for decorator in node.decorator_list]
    return next((kinds[name] for name in names if name in kinds), "method")


def use_of(
    body: str, rest: str = "", inputs: str | None = None, wrapped: bool = False
) -> ArtifactUse:
    """What a step with this body uses, in a class that has `rest` beside it."""
    arguments = "self" if inputs is None else f"self, {inputs}"
    text = f"class F:\n    def entry({arguments}):\n{indent(dedent(body), ' ' * 8)}\n"
    methods = methods_of(text + indent(dedent(rest), " " * 4))
    return ArtifactReader(methods).read(methods["entry"], inputs, wrapped)


def flow_of(text: str) -> Flow:
    """A flow from a class with `@step`, `@catch(var=...)`, parameters and constants."""
    methods = methods_of(text)
    reader = ArtifactReader(methods)
    source = SourceFile.of("flow.py", dedent(text))
    cls = next(node for node in ast.parse(dedent(text)).body if isinstance(node, ast.ClassDef))
    steps = tuple(
        _step(method, reader)
        for method in methods.values()
        if "step" in map(ast.unparse, method.node.decorator_list)
    )
    names = {step.name for step in steps}
    assigned = [node for node in cls.body if isinstance(node, ast.Assign)]
    parameters = [node for node in assigned if isinstance(node.value, ast.Call)]
    return Flow(
        name=cls.name,
        file="flow.py",
        start="start",
        end="end",
        parameters=tuple(
            Parameter(name=_target(node), attribute=_target(node), span=source.span(node))
            for node in parameters
        ),
        constants=tuple(_target(node) for node in assigned if node not in parameters),
        properties=tuple(name for name in methods if name not in names),
        steps=steps,
        span=source.name_span(cls),
    )


def _target(node: ast.Assign) -> str:
    return ast.unparse(node.targets[0])


def _step(method: Method, reader: ArtifactReader) -> Step:
    node, source = method.node, method.source
    catch: Catch | None = None
    opaque: list[Opaque] = []
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "catch":
            var = next((ast.literal_eval(keyword.value) for keyword in decorator.keywords), None)
            catch = Catch(var=var, span=source.span(decorator))
        elif ast.unparse(decorator) != "step":
            opaque.append(Opaque(name=ast.unparse(decorator), span=source.span(decorator)))
    inputs = method.positional[1] if len(method.positional) > 1 else None
    return Step(
        name=method.name,
        inputs=inputs,
        catch=catch,
        opaque=tuple(opaque),
        transition=_transition(method),
        artifacts=reader.read(method, inputs, bool(opaque)),
        span=source.name_span(node),
    )


def _transition(method: Method) -> Transition:
    last = method.node.body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "self.next":
        return End()
    span = method.source.span(call)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if "condition" in keywords:
        cases = call.args[0]
        assert isinstance(cases, ast.Dict)
        found = (
            Case(value=ast.literal_eval(key), target=_attribute(value), span=span)
            for key, value in zip(cases.keys, cases.values, strict=True)
            if key is not None
        )
        condition = ast.literal_eval(keywords["condition"])
        return Switch(condition=condition, cases=tuple(found), span=span)
    targets = tuple(_attribute(argument) for argument in call.args)
    if "foreach" in keywords:
        items = ast.literal_eval(keywords["foreach"])
        return Foreach(target=targets[0], items=items, span=span)
    if "num_parallel" in keywords:
        size = keywords["num_parallel"]
        number = _attribute(size) if isinstance(size, ast.Attribute) else ast.literal_eval(size)
        return Gang(target=targets[0], size=number, span=span)
    if len(targets) > 1:
        return Branch(targets=targets, span=span)
    return Linear(target=targets[0], span=span)


def _attribute(node: ast.expr) -> str:
    assert isinstance(node, ast.Attribute)
    return node.attr
