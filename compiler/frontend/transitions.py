"""Reads the `self.next(...)` of a step."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from compiler.diagnostics.catalogue.steps import (
    CaseKey,
    ComputedNext,
    ConditionName,
    ConflictingNextArguments,
    EmptyNext,
    FanOutTargets,
    ForeachName,
    GangSize,
    NextNotLast,
    SwitchWithoutCases,
    SwitchWithoutCondition,
    UnknownNextArgument,
)
from compiler.diagnostics.diagnostic import Related, did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope
from compiler.frontend.flow_class import Function
from compiler.ir.transition import Branch, Case, Foreach, Gang, Linear, Switch, Transition

_ARGUMENTS = ("foreach", "num_parallel", "condition")


@dataclass(frozen=True)
class TransitionReader:
    """Reads the transition of one step.

    A wrong `self.next` is reported and read as well as it can be, so that what is right
    in the rest of the flow is not reported as a consequence.
    """

    step: str
    steps: Collection[str]
    """All steps of the flow, to tell what a target that is written wrongly means."""
    scope: Scope
    evaluator: Evaluator
    report: Report

    def read(self, function: Function, receiver: str) -> Transition | None:
        """The transition of `function`; None where it has no `self.next` at all."""
        calls = list(_next_calls(function, receiver))
        if not calls:
            return None
        last = function.body[-1]
        tail = next(
            (call for call in calls if isinstance(last, ast.Expr) and call is last.value), None
        )
        misplaced = [call for call in calls if call is not tail]
        if misplaced:
            first, *others = (self._span(call) for call in misplaced)
            related = tuple(Related(other, "and here") for other in others)
            self.report.add(NextNotLast(span=first, name=self.step, related=related))
        if len(calls) == 1:
            return self._call(calls[0], receiver)
        unconditional = [item.value for item in function.body if isinstance(item, ast.Expr)]
        in_a_row = all(call in unconditional for call in calls)
        return self._any_of(calls, receiver, in_a_row)

    def _span(self, node: ast.expr | ast.keyword) -> Span:
        return self.scope.module.source.span(node)

    def _any_of(self, calls: list[ast.Call], receiver: str, in_a_row: bool) -> Transition | None:
        """What several calls amount to: a branch if in a row, else one of their targets."""
        targets: dict[str, Span] = {}
        for call in calls:
            values = (
                call.args[0].values
                if call.args and isinstance(call.args[0], ast.Dict)
                else call.args
            )
            for node in values:
                name = _attribute_of(node, receiver)
                if name is not None:
                    targets.setdefault(name, self._span(node))
        names, spans, span = tuple(targets), tuple(targets.values()), self._span(calls[0])
        if len(targets) == 1:
            return Linear(target=names[0], target_spans=spans, span=span)
        if targets and in_a_row:
            return Branch(targets=names, target_spans=spans, span=span)
        cases = tuple(Case(value=name, target=name, span=at) for name, at in targets.items())
        return Switch(condition="", cases=cases, span=span) if cases else None

    def _call(self, call: ast.Call, receiver: str) -> Transition | None:
        span = self._span(call)
        keywords = self._keywords(call)
        if call.args and isinstance(call.args[0], ast.Dict):
            if "condition" not in keywords:
                self.report.add(SwitchWithoutCondition(span=self._span(call.args[0])))
            return self._switch(call, call.args[0], keywords.get("condition"), receiver)
        if "condition" in keywords:
            self.report.add(SwitchWithoutCases(span=self._span(keywords["condition"])))
            return None
        named = self._targets(call, receiver)
        if not named:
            return None
        targets = tuple(name for name, _ in named)
        spans = tuple(at for _, at in named)
        if len(keywords) > 0 and len(targets) > 1:
            argument, node = next(iter(keywords.items()))
            self.report.add(
                FanOutTargets(span=self._span(node), argument=argument, count=len(targets))
            )
        if "foreach" in keywords:
            items = self._foreach(keywords["foreach"], receiver)
            if len(targets) > 1:  # nothing else leads to all of them
                return Branch(targets=targets, target_spans=spans, span=span)
            return Foreach(target=targets[0], target_spans=spans, items=items, span=span)
        if "num_parallel" in keywords:
            size = self._gang_size(keywords["num_parallel"], receiver)
            return Gang(target=targets[0], target_spans=spans[:1], size=size, span=span)
        if len(targets) > 1:
            return Branch(targets=targets, target_spans=spans, span=span)
        return Linear(target=targets[0], target_spans=spans, span=span)

    def _keywords(self, call: ast.Call) -> dict[str, ast.expr]:
        """The arguments that decide the kind of the transition: one at most is left."""
        known: dict[str, ast.keyword] = {}
        for keyword in call.keywords:
            if keyword.arg in _ARGUMENTS:
                known[keyword.arg] = keyword
                continue
            name = keyword.arg or f"**{ast.unparse(keyword.value)}"
            meant = did_you_mean(name, _ARGUMENTS)
            self.report.add(
                UnknownNextArgument(span=self._span(keyword), argument=name, suggestion=meant)
            )
            # Read as what it was meant to be, so that what follows from it is not reported.
            for argument in _ARGUMENTS:
                if f"`{argument}`" in meant:
                    known.setdefault(argument, keyword)
        if len(known) > 1:
            first, second, *_ = known
            span = self._span(known[second])
            self.report.add(ConflictingNextArguments(span=span, first=first, second=second))
            kept = self._likeliest(call, known)
            return {kept: known[kept].value}
        return {name: keyword.value for name, keyword in known.items()}

    def _likeliest(self, call: ast.Call, known: dict[str, ast.keyword]) -> str:
        """Which of several arguments fits to the rest of the call."""
        cases = bool(call.args) and isinstance(call.args[0], ast.Dict)
        if cases and "condition" in known:
            return "condition"
        return "num_parallel" if "num_parallel" in known else "foreach"

    def _targets(self, call: ast.Call, receiver: str) -> list[tuple[str, Span]]:
        """The steps that the arguments name, and where."""
        if not call.args:
            self.report.add(EmptyNext(span=self._span(call)))
        targets = []
        for node in call.args:
            name = _attribute_of(node, receiver)
            if name is None:
                self._computed(node, receiver)
                name = _meant(node, receiver)
                if name not in self.steps:
                    continue
            targets.append((name, self._span(node)))
        return targets

    def _computed(self, node: ast.expr, receiver: str) -> None:
        suggestion = f"write `{receiver}.<step>`"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            suggestion = f"write `{receiver}.{node.value}`"
        elif isinstance(node, ast.Name):
            suggestion = f"if `{node.id}` is a step, write `{receiver}.{node.id}`"
        elif isinstance(node, ast.List | ast.Tuple | ast.Starred):
            suggestion = f"name each step by itself: `{receiver}.a, {receiver}.b`"
        elif isinstance(node, ast.IfExp):
            suggestion = (
                f'to choose at run time: `{receiver}.next({{...}}, condition="<artifact>")`'
            )
        elif isinstance(node, ast.Call) and _attribute_of(node.func, receiver):
            suggestion = f"write `{ast.unparse(node.func)}`, without the parentheses"
        self.report.add(
            ComputedNext(
                span=self._span(node), written=_shortened(ast.unparse(node)), suggestion=suggestion
            )
        )

    def _foreach(self, node: ast.expr, receiver: str) -> str:
        name = self._name(node)
        if name is None:
            suggestion = _name_suggestion("foreach", node, receiver)
            self.report.add(ForeachName(span=self._span(node), suggestion=suggestion))
        return name or ""

    def _name(self, node: ast.expr) -> str | None:
        """The artifact's name that an argument gives, by a literal or a constant."""
        try:
            value = self.evaluator.evaluate(node, self.scope)
        except NotStatic:
            return None
        return value if isinstance(value, str) and value.isidentifier() else None

    def _gang_size(self, node: ast.expr, receiver: str) -> int | str | None:
        attribute = _attribute_of(node, receiver)
        if attribute is not None and attribute not in self.scope.names:
            return attribute
        try:
            value = self.evaluator.evaluate(node, self.scope)
        except NotStatic:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.report.add(GangSize(span=self._span(node), value=_shortened(repr(value))))
            return None
        return value

    def _switch(
        self, call: ast.Call, cases: ast.Dict, condition: ast.expr | None, receiver: str
    ) -> Transition | None:
        name = "" if condition is None else self._name(condition)
        if name is None and condition is not None:
            suggestion = _name_suggestion("condition", condition, receiver)
            self.report.add(ConditionName(span=self._span(condition), suggestion=suggestion))
        for extra in call.args[1:]:
            self._computed(extra, receiver)
        read = [
            case
            for key, target in zip(cases.keys, cases.values, strict=True)
            if (case := self._case(key, target, receiver)) is not None
        ]
        if not cases.keys:
            self.report.add(SwitchWithoutCases(span=self._span(cases)))
        targets = {case.target for case in read}
        if not read or (len(read) < len(cases.keys) and len(targets) == 1):
            return None  # not a switch without a choice: the other case is unreadable
        return Switch(condition=name or "", cases=tuple(read), span=self._span(call))

    def _case(self, key: ast.expr | None, target: ast.expr, receiver: str) -> Case | None:
        name = _attribute_of(target, receiver)
        if name is None or key is None:
            self._computed(target, receiver)
            return None
        try:
            value = self.evaluator.evaluate(key, self.scope)
        except NotStatic as unknown:
            self.report.add(unknown.diagnostic)
            value = name
        if not isinstance(value, bool | int | float | str):
            self.report.add(CaseKey(span=self._span(key), value=_shortened(repr(value))))
            value = name
        return Case(value=value, target=name, span=self._span(key).to(self._span(target)))


def _next_calls(function: Function, receiver: str) -> Iterator[ast.Call]:
    """Every call of `self.next` in a function, in the order of the source.

    Those inside of nested functions and classes are somebody else's.
    """
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and _attribute_of(node.func, receiver) == "next":
            yield node
        elif not isinstance(node, Function | ast.ClassDef | ast.Lambda):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _attribute_of(node: ast.expr, receiver: str) -> str | None:
    """`name` for the expression `self.name`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if node.value.id == receiver else None
    return None


def _meant(node: ast.expr, receiver: str) -> str:
    """The step that somebody probably means who writes `"train"`, `train` or `self.train()`."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Call):
        return _attribute_of(node.func, receiver) or ""
    return node.id if isinstance(node, ast.Name) else ""


def _name_suggestion(argument: str, node: ast.expr, receiver: str) -> str:
    attribute = _attribute_of(node, receiver)
    if attribute is not None:
        return f'write `{argument}="{attribute}"`'
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        name = node.value.removeprefix(f"{receiver}.")
        if name.isidentifier():
            return f'write `{argument}="{name}"`'
    return f'put the value into an artifact first: `{receiver}.x = ...`, then `{argument}="x"`'


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
