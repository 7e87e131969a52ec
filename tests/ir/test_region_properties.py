from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.graph import known_edges
from compiler.ir.region import Sequence
from compiler.ir.regions import build_regions
from compiler.ir.transition import Branch, End, Foreach, Gang, Linear, Switch, Transition
from compiler.passes.order import CHECKS
from tests.ir.flows import at, of_steps, show, step, switch
from tests.ir.programs import flow_of, programs
from tests.ir.simulation import edges_of


@settings(deadline=None, max_examples=150)
@given(programs())
def test_a_nested_program_comes_back_as_it_was_written(program: Sequence) -> None:
    flow = flow_of(program)
    report = Report()
    for check in CHECKS:
        check(flow, report)
    assert report.errors == ()
    tree = build_regions(flow, report)
    assert tree is not None
    assert show(tree) == show(program)
    assert tree == program


NAMES = tuple(f"s{number}" for number in range(8))


@st.composite
def transitions(draw: st.DrawFn, names: tuple[str, ...], only_switches: bool) -> Transition:
    targets = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    kind = draw(st.sampled_from("ls" if only_switches else "lbfgs"))
    if kind == "s" and len(targets) > 1:
        return switch(tuple(targets), 1)
    if kind == "b" and len(targets) > 1:
        return Branch(targets=tuple(targets), span=at(1, 9))
    if kind == "f":
        return Foreach(target=targets[0], items="items", span=at(1, 9))
    if kind == "g":
        return Gang(target=targets[0], size=2, span=at(1, 9))
    return Linear(target=targets[0], span=at(1, 9))


def _gives_a_sound_tree_or_an_error(flow: Flow) -> None:
    report = Report()
    for check in CHECKS:
        check(flow, report)
    for found in report.diagnostics:
        assert found.message
        assert found.advice
    failed = report.failed
    tree = build_regions(flow, report)
    if tree is None:
        assert failed, "the checks let pass what has no region tree"
    else:
        assert edges_of(tree) == known_edges(flow)


def _flow(drawn: list[Transition], joins: set[str], parallel: set[str]) -> Flow:
    names = NAMES[: len(drawn)]
    steps = tuple(
        step(name, found, line, "inputs" if name in joins else None, parallel=name in parallel)
        for line, (name, found) in enumerate(zip(names, drawn, strict=True), 1)
    )
    return of_steps((*steps, step("end", End(), len(steps) + 1)))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_graph_of_switches_gives_a_sound_tree_or_an_error(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(1, len(NAMES)))]
    found = [data.draw(transitions((*names[1:], "end"), only_switches=True)) for _ in names]
    _gives_a_sound_tree_or_an_error(_flow(found, set(), set()))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_graph_gives_a_sound_tree_or_an_error(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(1, len(NAMES)))]
    targets = (*names, "end", "nowhere")
    found = [data.draw(transitions(targets, only_switches=False)) for _ in names]
    joins = data.draw(st.sets(st.sampled_from(names)))
    parallel = data.draw(st.sets(st.sampled_from(names)))
    _gives_a_sound_tree_or_an_error(_flow(found, joins, parallel))


@settings(deadline=None, max_examples=300)
@given(programs(), st.data())
def test_a_program_with_edges_bent_gives_a_sound_tree_or_an_error(
    program: Sequence, data: st.DataObject
) -> None:
    flow = flow_of(program)
    steps = list(flow.steps)
    for _ in range(data.draw(st.integers(1, 3))):
        index = data.draw(st.integers(0, len(steps) - 1))
        transition = steps[index].transition
        if not transition.targets:
            continue
        old = data.draw(st.sampled_from(transition.targets))
        new = data.draw(st.sampled_from(steps)).name
        steps[index] = replace(steps[index], transition=bent(transition, old, new))
    _gives_a_sound_tree_or_an_error(of_steps(tuple(steps), flow.end))


def bent(transition: Transition, old: str, new: str) -> Transition:
    """The transition with `new` in the place of `old`."""
    if isinstance(transition, Branch):
        targets = tuple(new if target == old else target for target in transition.targets)
        return replace(transition, targets=targets)
    if isinstance(transition, Switch):
        cases = tuple(
            replace(case, target=new) if case.target == old else case for case in transition.cases
        )
        return replace(transition, cases=cases)
    assert not isinstance(transition, End)
    return replace(transition, target=new)
