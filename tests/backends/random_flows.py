"""Sound flows of any shape, drawn from a seed."""

from __future__ import annotations

import random

from tests.backends.flows import Graph


class _Builder:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.steps: dict[str, tuple[str, ...]] = {}
        self.budget = 25

    def name(self, prefix: str = "s") -> str:
        name = f"{prefix}{len(self.steps)}"
        self.steps[name] = ("end",)
        self.budget -= 1
        return name

    def block(self, after: str, headers: list[str]) -> str:
        """Steps from which control comes to `after`; gives the first one."""
        forms = ["linear", "linear", "switch", "foreach", "branch", "gang"]
        form = self.random.choice(forms) if self.budget > 0 else "linear"
        first = self.name()
        if form == "linear":
            target = after if self.random.random() < 0.5 else self.block(after, [*headers, first])
            self.steps[first] = ("linear", target)
        elif form == "switch":
            self.steps[first] = ("switch", *self.cases(after, [*headers, first]))
        else:
            join = self.name("join")
            width = self.random.randint(2, 3) if form == "branch" else 1
            self.steps[first] = (form, *(self.branch(form, join) for _ in range(width)))
            follow = after if self.random.random() < 0.6 else self.block(after, headers)
            self.steps[join] = ("linear", follow)
        return first

    def branch(self, form: str, join: str) -> str:
        """What comes between a split and its join; gives the first step."""
        if form != "gang":
            return self.block(join, [])
        member = self.name("member")
        self.steps[member] = ("linear", join)
        return member

    def cases(self, after: str, headers: list[str]) -> list[str]:
        targets = [after]
        # A tail that several cases may lead to.
        tail = self.block(after, headers) if self.random.random() < 0.4 else after
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.random()
            if kind < 0.3:
                targets.append(self.random.choice(headers))
            elif kind < 0.5:
                targets.append(tail)
            else:
                targets.append(self.block(self.random.choice([after, tail]), headers))
        if tail not in targets:
            targets.append(tail)
        self.random.shuffle(targets)
        return list(dict.fromkeys(targets))


def random_graph(seed: int) -> Graph:
    """The graph of a sound flow; the same seed gives the same one."""
    builder = _Builder(seed)
    first = builder.block("end", [])
    return {"start": ("linear", first), **builder.steps, "end": ("end",)}
