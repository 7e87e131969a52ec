from __future__ import annotations

import zlib
from collections import deque

from hypothesis import given, settings

from compiler.backends.backend import Program
from compiler.ir.region import Choice, Jump, Loop, Map, Parallel, Region, Sequence, Task
from compiler.package.plan import make_plan
from runtime_shim.contract import child_path
from runtime_shim.plan import Plan, PlanStep
from tests.ir.programs import flow_of, programs

LAST_TURN = 2

Ran = list[tuple[str, str]]


@settings(deadline=None, max_examples=300)
@given(programs())
def test_following_the_edges_runs_what_the_region_tree_says(program: Sequence) -> None:
    plan = make_plan(Program(flow_of(program), program))
    ran: Ran = []
    walk_tree(program, "", ran)
    assert sorted(follow_edges(plan)) == sorted(ran)


def walk_tree(region: Region, path: str, ran: Ran) -> str | None:
    """Runs a region by its nesting alone; gives the label that it jumps to, if it does."""
    if isinstance(region, Task):
        ran.append((region.step, path))
    elif isinstance(region, Jump):
        return region.label
    elif isinstance(region, Sequence):
        labels = (walk_tree(child, path, ran) for child in region.children)
        return next((label for label in labels if label is not None), None)
    elif isinstance(region, Parallel):
        for branch in region.branches:
            walk_tree(branch, path, ran)
    elif isinstance(region, Map):
        for index in range(width(region.split, path)):
            walk_tree(region.body, child_path(path, index), ran)
    elif isinstance(region, Choice):
        arm = region.arms[chosen(region.switch, path, len(region.arms))]
        return walk_tree(arm.body, path, ran)
    else:
        return walk_loop(region, path, ran)
    return None


def walk_loop(loop: Loop, path: str, ran: Ran) -> str | None:
    turn = 0
    while (label := walk_tree(loop.body, child_path(path, turn), ran)) == loop.label:
        turn += 1
    return label


def follow_edges(plan: Plan) -> Ran:
    """Runs a flow by its plan alone, as a scheduler does."""
    ran: Ran = []
    arrived: dict[tuple[str, str], set[str]] = {}
    ready = deque([(plan.start, "")])
    while ready:
        name, path = ready.popleft()
        ran.append((name, path))
        step = plan.steps[name]
        for target, index in transitions(step, path):
            edge = step.edges[target]
            task = (target, edge.path(path, index))
            if plan.steps[target].is_join:
                slots = arrived.setdefault(task, set())
                slots.add(edge.slot_of(path))
                if slots != waited_for(plan.steps[target], task[1]):
                    continue
            ready.append(task)
    return ran


def transitions(step: PlanStep, path: str) -> list[tuple[str, int | None]]:
    targets = list(step.edges)
    if step.kind in ("foreach", "gang"):
        return [(targets[0], index) for index in range(width(step.name, path))]
    if step.kind == "switch":
        return [(targets[chosen(step.name, path, len(targets))], None)]
    return [(target, None) for target in targets]


def waited_for(join: PlanStep, path: str) -> set[str]:
    if join.branches:
        return set(join.branches)
    assert join.split is not None
    return {str(index) for index in range(width(join.split, path))}


def width(split: str, path: str) -> int:
    return 1 + zlib.crc32(f"{split} {path}".encode()) % 3


def chosen(switch: str, path: str, count: int) -> int:
    """Any arm, but the last one, which leads out of a loop, when a loop has turned enough."""
    if any(int(number) >= LAST_TURN for number in path.split(".") if number):
        return count - 1
    return zlib.crc32(f"{switch} {path}".encode()) % count
