"""Graphs that say little and need much, and what the steps in them decide."""

from __future__ import annotations

import hashlib
import random

from compiler.ir.flow import Flow
from compiler.ir.transition import Switch
from tests.backends.flows import LINE, Graph


class Answers:
    """What switches and splits decide: drawn from a seed, the same however often asked."""

    def __init__(self, flow: Flow, seed: int, narrowest: int = 0) -> None:
        self._flow = flow
        self._seed = seed
        self._narrowest = narrowest

    def _draw(self, step: str, path: str) -> random.Random:
        text = f"{self._seed} {step} {path}"
        return random.Random(hashlib.sha256(text.encode()).digest())

    def choice(self, step: str, path: str) -> str:
        transition = self._flow.by_name[step].transition
        assert isinstance(transition, Switch)
        return self._draw(step, path).choice(transition.targets)

    def width(self, step: str, path: str) -> int:
        return max(self._narrowest, self._draw(step, path).choice([0, 1, 2, 2]))


GRAPHS: dict[str, Graph] = {
    "line": LINE,
    "branch": {
        "start": ("branch", "a", "b"),
        "a": ("linear", "a2"),
        "a2": ("linear", "join"),
        "b": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    },
    "foreach": {
        "start": ("foreach", "a"),
        "a": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    },
    "nested foreach": {
        "start": ("foreach", "a"),
        "a": ("foreach", "b"),
        "b": ("foreach", "c"),
        "c": ("linear", "join_c"),
        "join_c": ("linear", "join_b"),
        "join_b": ("linear", "join_a"),
        "join_a": ("linear", "end"),
        "end": ("end",),
    },
    "switch": {
        "start": ("switch", "a", "b", "end"),
        "a": ("linear", "end"),
        "b": ("linear", "b2"),
        "b2": ("linear", "end"),
        "end": ("end",),
    },
    "shared tail": {
        "start": ("switch", "a", "b", "c"),
        "a": ("linear", "tail"),
        "b": ("switch", "tail", "c"),
        "c": ("linear", "end"),
        "tail": ("linear", "end"),
        "end": ("end",),
    },
    "two ways without a step": {
        "start": ("switch", "tail", "end", "a"),
        "a": ("switch", "tail", "end"),
        "tail": ("linear", "end"),
        "end": ("end",),
    },
    "self loop": {
        "start": ("linear", "a"),
        "a": ("switch", "a", "end"),
        "end": ("end",),
    },
    "loop over steps": {
        "start": ("linear", "a"),
        "a": ("linear", "b"),
        "b": ("switch", "a", "c"),
        "c": ("switch", "a", "end"),
        "end": ("end",),
    },
    "loop in loop, both left": {
        "start": ("linear", "a"),
        "a": ("linear", "b"),
        "b": ("switch", "b", "a", "c"),
        "c": ("linear", "end"),
        "end": ("end",),
    },
    "loop that ends in a shared tail": {
        "start": ("switch", "a", "tail", "end"),
        "a": ("switch", "a", "tail", "end"),
        "tail": ("linear", "end"),
        "end": ("end",),
    },
    "loop in foreach": {
        "start": ("foreach", "a"),
        "a": ("switch", "a", "b"),
        "b": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    },
    "foreach in loop": {
        "start": ("linear", "a"),
        "a": ("foreach", "b"),
        "b": ("linear", "join"),
        "join": ("switch", "a", "end"),
        "end": ("end",),
    },
    "switch to join": {
        "start": ("foreach", "a"),
        "a": ("switch", "b", "join"),
        "b": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    },
    "gang": {
        "start": ("gang", "a"),
        "a": ("linear", "join"),
        "join": ("linear", "end"),
        "end": ("end",),
    },
    "awkward names": {
        "start": ("switch", "let", "step_let", "nil"),
        "let": ("foreach", "true"),
        "true": ("linear", "join"),
        "join": ("linear", "end"),
        "step_let": ("switch", "step_let", "end"),
        "nil": ("linear", "let_foreach"),
        "let_foreach": ("linear", "end"),
        "end": ("end",),
    },
}
