"""Flows made of a shape and a behaviour, as text that a person could have written."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from tests.conformance.behaviours import (
    CATCH,
    CATCH_RETRY,
    ENVIRONMENT,
    FAIL_ALWAYS,
    RESUME,
    RETRY,
    TIMEOUT,
    Behaviour,
)
from tests.conformance.case import Case, commands_of
from tests.conformance.shapes import SHAPES, Hook, Shape, ShapeStep

_EVERYWHERE = (CATCH_RETRY, RESUME)
_SOMEWHERE = {
    RETRY: (
        *("linear", "branch", "foreach", "foreach_of_foreach_of_foreach", "gang"),
        *("switch", "switch_in_foreach", "loop", "loop_in_foreach"),
    ),
    ENVIRONMENT: ("linear", "branch", "foreach", "gang"),
    CATCH: ("branch", "foreach", "switch_in_foreach"),
    TIMEOUT: ("linear", "foreach"),
    FAIL_ALWAYS: ("linear", "branch", "foreach", "switch"),
}

_HEAD = '''\
"""{shape}: {behaviour} in {step}."""

{commands}

import os
import sys
import time

from metaflow import FlowSpec, catch, current, environment, parallel, retry, step, timeout

# What differs between the inputs of some join.
NOT_MERGED = [
    *("failure", "attempt", "before", "mark"),
    *("square", "letter", "place", "is_even", "again", "turns", "node", "number"),
    *("lines", "cells"),
]


class {flow}(FlowSpec):
'''

# Metaflow gives the inputs of a join of branches in the order of a set.
_JOIN = """\
self.failures = sorted(type(getattr(task, "failure", None)).__name__ for task in inputs)
self.trails = sorted(str(task.trail) for task in inputs)
self.trail = []
self.merge_artifacts(inputs, exclude=NOT_MERGED)
"""


def generated_cases() -> Iterator[Case]:
    """Every behaviour at the first hook of the shapes it is for; failures at every other."""
    for shape in SHAPES:
        first, *others = shape.hooks
        for behaviour in (*_EVERYWHERE, *_further(shape)):
            yield _case(shape, behaviour, first)
        for hook in others:
            yield _case(shape, RESUME, hook)


def render(shape: Shape, behaviour: Behaviour, hook: Hook) -> str:
    """The source of a flow."""
    head = _HEAD.format(
        shape=shape.name,
        behaviour=behaviour.name,
        step=hook.step,
        commands="\n".join(f"# $ {command}" for command in behaviour.commands),
        flow=_flow_name(shape, behaviour, hook),
    )
    plugged = behaviour.body.replace("WHEN", hook.when)
    steps = [
        _step(step, behaviour.decorators, plugged)
        if step.name == hook.step
        else _step(step, (), "")
        for step in shape.steps
    ]
    call = f'\n\nif __name__ == "__main__":\n    {_flow_name(shape, behaviour, hook)}()\n'
    return head + "\n".join(indent(step, "    ") for step in steps) + call


def _further(shape: Shape) -> list[Behaviour]:
    return [behaviour for behaviour, shapes in _SOMEWHERE.items() if shape.name in shapes]


def _case(shape: Shape, behaviour: Behaviour, hook: Hook) -> Case:
    text = render(shape, behaviour, hook)
    name = f"{shape.name}-{behaviour.name}-{hook.step}"
    return Case(name, {"flow.py": text.encode()}, commands_of("flow.py", text))


def _flow_name(shape: Shape, behaviour: Behaviour, hook: Hook) -> str:
    words = f"{shape.name}_{behaviour.name}_{hook.step}_flow".split("_")
    return "".join(word.capitalize() for word in words)


def _step(step: ShapeStep, decorators: tuple[str, ...], plugged: str) -> str:
    arguments = "self, inputs" if step.join else "self"
    lines = [*decorators, *step.decorators, step.step, f"def {step.name}({arguments}):"]
    return "\n".join(lines) + "\n" + indent(_body(step, plugged), "    ")


def _body(step: ShapeStep, plugged: str) -> str:
    parts = [
        f'print("{step.name}", self.index, self.input, self.foreach_stack())',
        _JOIN if step.join else "",
        'self.trail = getattr(self, "trail", [])' if not step.join else "",
        f'self.trail.append("{step.name}")',
        step.body,
        plugged,
        f"self.next({step.next})" if step.next else "",
    ]
    return "".join(f"{part.rstrip()}\n" for part in parts if part)
