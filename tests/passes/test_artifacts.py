"""What the data-flow checks over artifacts report, and what they leave alone."""

from __future__ import annotations

import pytest

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.passes.artifacts import check_artifacts
from tests.frontend.artifacts.flows import flow_of


def check(steps: str, head: str = "") -> tuple[Diagnostic, ...]:
    """The diagnostics of a flow whose steps are written one a line: `name(self): code; code`."""
    lines = ["class F(FlowSpec):", *(f"    {line}" for line in head.splitlines())]
    for line in steps.strip().splitlines():
        signature, _, code = line.strip().partition(": ")
        *decorators, name = signature.split(" ")
        lines += [f"    {decorator}" for decorator in decorators]
        name = name if "(" in name else f"{name}(self)"
        lines += ["    @step", f"    def {name.replace(',', ', ')}:"]
        lines += [f"        {part.strip()}" for part in code.split(";")]
    report = Report()
    check_artifacts(flow_of("\n".join(lines)), report)
    return report.diagnostics


def codes(steps: str, head: str = "") -> list[str]:
    return [found.code for found in check(steps, head)]


SPLIT = """
start: self.x = 1; self.y = 2; self.next(self.a, self.b)
a: self.x = 3; self.only_a = 1; self.next(self.join)
b: self.x = 4; self.next(self.join)
join(self,inputs): {join}; self.next(self.end)
end: {end}
"""

FAN = """
start: self.items = [1]; self.y = 2; self.next(self.a, foreach="items")
a: self.x = self.input; self.next(self.join)
join(self,inputs): {join}; self.next(self.end)
end: {end}
"""


def test_a_read_of_what_nobody_sets() -> None:
    (found,) = check("start: self.total = 1; self.next(self.end)\nend: print(self.totl)")
    assert found.code == "FC500"
    assert found.message == (
        "`end` reads `totl`, but nothing before it sets `totl`; did you mean `total`?"
    )
    assert (found.span.line, found.span.column) == (8, 15)


def test_a_read_before_the_write_of_the_same_step() -> None:
    assert codes("start: self.n += 1; self.next(self.end)\nend: self.n") == ["FC500"]


def test_what_is_set_elsewhere_is_pointed_out() -> None:
    steps = "start: self.x; self.next(self.end)\nend: self.x = 1"
    (found,) = check(steps)
    assert [related.label for related in found.related] == [
        "`end` sets it, but does not come before"
    ]


FINE = [
    "start: self.x = 1; self.next(self.end)\nend: self.x",
    "start: self.next(self.end)\nend: self.rate, self.LIMIT, self.helper(), self.size, self.start",
    "start: self.next(self.end)\nend: getattr(self, 'x', 0); hasattr(self, 'y') and self.y",
    """start: self.next({1: self.a, 2: self.b}, condition="rate")
    a: self.x = 1; self.next(self.end)
    b: self.next(self.end)
    end: self.x""",
    """start: self.n = 0; self.next(self.again)
    again: self.last if self.n else 0; self.last = 1; self.next(CASES, condition="n")
    end: self.last""".replace("CASES", "{1: self.again, 2: self.end}"),
    "@catch(var='failed') start: self.next(self.end)\nend: self.failed",
    SPLIT.format(join="self.merge_artifacts(inputs, exclude=['x'])", end="self.only_a, self.y"),
    SPLIT.format(join="self.x = inputs.a.x; self.merge_artifacts(inputs)", end="self.x, self.y"),
    SPLIT.format(join="self.merge_artifacts(inputs, include=['y'])", end="self.y"),
    SPLIT.format(join="self.merge_artifacts(inputs, exclude=['x']); self.y", end="pass"),
    SPLIT.format(join="inputs.b.y, inputs.a.only_a, inputs[0].x, inputs.a.rate", end="pass"),
    SPLIT.format(join="self.merge_artifacts(inputs, include=names)", end="self.y"),
    FAN.format(join="self.xs = [i.x for i in inputs]", end="self.xs"),
    FAN.format(join="self.merge_artifacts(inputs, include=['y', 'items'])", end="self.items"),
    """start: self.n = 2; self.next(self.a, num_parallel=self.n)
    a: self.next(self.join)
    join(self,inputs): self.next(self.end)
    end: pass""",
]


@pytest.mark.parametrize("steps", FINE)
def test_nothing_to_say(steps: str) -> None:
    head = """rate = Parameter("rate")
LIMIT = 3
def helper(self):
    pass
@property
def size(self):
    return 1"""
    assert check(steps, head) == ()


def test_a_join_does_not_have_what_its_branches_have() -> None:
    (found,) = check(SPLIT.format(join="self.only_a", end="pass"))
    assert found.code == "FC502"
    assert "inputs.a.only_a" in found.advice


def test_a_join_reads_what_its_branches_set_differently() -> None:
    assert codes(SPLIT.format(join="self.x", end="pass")) == ["FC503"]
    assert codes(FAN.format(join="self.x", end="pass")) == ["FC503"]


def test_what_is_merged_later_in_the_join_counts() -> None:
    assert codes(
        SPLIT.format(join="self.merge_artifacts(inputs, include=['y']); self.x", end="1")
    ) == ["FC503"]


def test_a_join_drops_what_it_does_not_pass_on() -> None:
    (found,) = check(SPLIT.format(join="self.z = 1", end="self.y"))
    assert found.code == "FC504"
    assert found.message == "`end` reads `y`, which the join `join` does not pass on"
    assert [related.label for related in found.related] == ["the join"]


def test_a_merge_in_conflict() -> None:
    (found,) = check(SPLIT.format(join="self.merge_artifacts(inputs)", end="pass"))
    assert found.code == "FC505"
    assert found.message.startswith("`x` is set in each of several inputs")
    assert 'exclude=["x"]' in found.advice


def test_a_merge_in_conflict_after_a_foreach() -> None:
    assert codes(FAN.format(join="self.merge_artifacts(inputs)", end="pass")) == ["FC505"]
    assert codes(FAN.format(join="self.merge_artifacts(inputs, include=['x'])", end="1")) == [
        "FC505"
    ]


def test_a_merge_of_what_branches_set_only_sometimes() -> None:
    steps = FAN.format(join="self.merge_artifacts(inputs)", end="pass")
    assert check(steps.replace("self.x = self.input", "self.x = 1 if c else self.fail()")) != ()
    conditional = steps.replace("self.x = self.input;", "setattr(self, 'x', 1) if c else 0;")
    assert check(conditional) == ()


def test_a_switch_in_a_branch_sets_a_name_once() -> None:
    steps = """
    start: self.k = 1; self.next(self.a, self.b)
    a: self.next({1: self.c, 2: self.d}, condition="k")
    c: self.x = 1; self.next(self.join)
    d: self.x = 2; self.next(self.join)
    b: self.next(self.join)
    join(self,inputs): self.merge_artifacts(inputs); self.next(self.end)
    end: self.x
    """
    assert check(steps) == ()
    assert codes(steps.replace("b: self", "b: self.x = 3; self")) == ["FC505"]


def test_a_conflict_survives_an_inner_join() -> None:
    steps = """
    start: self.next(self.a, self.b)
    a: self.x = 1; self.next(self.c, self.d)
    c: self.next(self.inner)
    d: self.next(self.inner)
    inner(self,inputs): self.merge_artifacts(inputs); self.next(self.join)
    b: self.x = 3; self.next(self.join)
    join(self,inputs): self.merge_artifacts(inputs); self.next(self.end)
    end: self.x
    """
    (found,) = check(steps)
    assert (found.code, found.span.line) == ("FC505", 25)
    assert (
        check(
            steps.replace(
                "self.merge_artifacts(inputs); self.next(self.join)", "self.next(self.join)"
            )
        )
        == ()
    )


def test_include_and_exclude() -> None:
    merge = "self.merge_artifacts(inputs, include=['y'], exclude=['x'])"
    assert codes(SPLIT.format(join=merge, end="pass")) == ["FC506"]


def test_a_merge_of_what_no_input_has() -> None:
    (found,) = check(SPLIT.format(join="self.merge_artifacts(inputs, include=['onlya'])", end="1"))
    assert found.message == "no input of the join `join` has `onlya`; did you mean `only_a`?"
    own = "self.z = 1; self.merge_artifacts(inputs, include=['z', 'y'])"
    assert codes(SPLIT.format(join=own, end="self.z")) == []


def test_a_merge_outside_of_a_join() -> None:
    assert codes("start: self.merge_artifacts([]); self.next(self.end)\nend: pass") == ["FC508"]


def test_an_input_that_is_not_joined() -> None:
    (found,) = check(SPLIT.format(join="inputs.aa.x, inputs.start.y", end="pass"))[:1]
    assert found.message == "`aa` is no input of the join `join`; did you mean `a`?"
    assert found.advice == "its inputs are `inputs.a`, `inputs.b`"
    assert codes(SPLIT.format(join="inputs.start.y", end="pass")) == ["FC509"]


def test_an_input_without_the_artifact() -> None:
    (found,) = check(SPLIT.format(join="inputs.b.only_a", end="pass"))
    assert found.code == "FC510"
    assert found.message.startswith("`b` cannot have `only_a`")
    (found,) = check(SPLIT.format(join="[i.zz for i in inputs]", end="pass"))
    assert found.message.startswith("no input can have `zz`")


def test_read_only_attributes() -> None:
    head = 'rate = Parameter("rate")\nLIMIT = 3\n_free = 1'
    found = check(
        "start: self.rate = 1; self.LIMIT = 2; self._free = 3; self.next(self.end)\nend: 1", head
    )
    assert [(each.code, each.message) for each in found] == [
        ("FC511", "`rate` is a parameter of the flow, which no step can set"),
        ("FC511", "`LIMIT` is a constant of the flow, which no step can set"),
    ]


def test_what_a_transition_needs() -> None:
    fan = "a: self.next(self.join)\njoin(self,inputs): self.next(self.end)\nend: pass"
    assert codes(f"start: self.item = [1]; self.next(self.a, foreach='items')\n{fan}") == ["FC512"]
    assert codes(f"start: self.next(self.a, num_parallel=self.n)\n{fan}") == ["FC512"]
    (found,) = check("start: self.next({1: self.end}, condition='kind')\nend: pass")
    assert found.message.startswith("`condition` needs `kind`, but neither `start` nor")


UNSEEN = [
    "start: setattr(self, name, 1); self.next(self.end)\nend: self.x; self.x",
    "start: fill(self); self.next(self.end)\nend: self.x",
    "@wrapper start: self.next(self.end)\nend: self.x",
    "start: self.next(self.end)\n@wrapper end: self.x",
    "start: fill(self); self.next({1: self.end}, condition='x')\nend: pass",
    SPLIT.format(join="fill(self); self.zz", end="self.zz"),
    SPLIT.format(join="self.merge_artifacts(inputs, exclude=['x'])", end="self.zz").replace(
        "b: self.x = 4", "b: fill(self)"
    ),
    SPLIT.format(join="inputs.b.zz", end="pass").replace("b: self.x = 4", "b: fill(self)"),
]


@pytest.mark.parametrize("steps", UNSEEN)
def test_where_code_out_of_sight_may_have_set_it(steps: str) -> None:
    """A warning, and one for each name."""
    assert codes(steps) == ["FC501"]


def test_a_join_forgets_what_code_out_of_sight_set() -> None:
    steps = SPLIT.format(join="self.z = 1", end="self.zz").replace("b: self.x = 4", "b: fill(self)")
    assert codes(steps) == ["FC500"]


def test_a_broken_graph_has_no_consequences_here() -> None:
    lost = (
        "start: self.x = 1; self.next(self.trian)\ntrain: self.x; self.next(self.end)\nend: self.x"
    )
    assert codes(lost) == []
    half = SPLIT.format(join="inputs.b.x; self.merge_artifacts(inputs)", end="self.q")
    assert codes(half.replace("self.x = 4; self.next(self.join)", "pass")) == []
    assert codes("a: self.x; self.next(self.b)\nb: self.next(self.a)") == []
