from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.ir.compute import Batch, Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Gang
from compiler.settings import Settings
from tests.backends.airflow.checks import SETTINGS, places, problems
from tests.ir.flows import at, flow, of_steps


def with_airflow(**fields: Any) -> Settings:
    return replace(SETTINGS, airflow=replace(SETTINGS.airflow, **fields))


# Each flow as in `tests.ir.flows`, and where control goes back in it.
LOOPS = {
    "self-loop": ("start: a; a: ? a, end; end:", [2]),
    "over steps": ("start: a; a: b; b: c; c: ? a, end; end:", [4]),
    # The step before is the one that leads back, not the one that leads on.
    "not by its last step": ("start: a; a: b; b: ? c, end; c: a; end:", [4]),
    "one in another": ("start: a; a: b; b: c; c: ? b, d; d: ? a, end; end:", [5]),
    "in a row": ("start: a; a: ? a, b; b: ? b, end; end:", [2, 3]),
    "in a foreach": ("start: * a; a: b; b: ? a, j; j(i): end; end:", [3]),
    "around a foreach": ("start: s; s: * a; a: j; j(i): ? s, end; end:", [4]),
}


@pytest.mark.parametrize(("text", "lines"), LOOPS.values(), ids=LOOPS)
def test_a_loop_needs_a_bound(text: str, lines: list[int]) -> None:
    source = flow(text.replace(";", "\n"))
    assert places(source) == [("FC750", at(line, 9)) for line in lines]
    assert places(source, with_airflow(max_loop=1)) == []


def test_a_loop_is_told_by_the_step_that_it_goes_back_to() -> None:
    (found,) = problems(flow("start: a\na: b\nb: ? a, end\nend:"))
    assert "back to `a`" in found.message


def test_steps_that_lead_nowhere_are_no_loops() -> None:
    assert places(flow("start: ? a, nowhere\na: b\nb: end\nend:")) == []


def test_the_source_may_have_steps_in_any_order() -> None:
    assert places(flow("start: b\nend:\na: end\nb: a")) == []


def gang(size: int | str | None, **fields: Any) -> Flow:
    steps = flow("start: # a\n@parallel a: join\njoin(inputs): end\nend:").steps
    first = replace(steps[0], transition=Gang(target="a", size=size, span=at(1, 9)))
    return of_steps((first, replace(steps[1], **fields), *steps[2:]))


def limits(size: int | str | None, **airflow: Any) -> list[str]:
    found = problems(gang(size), with_airflow(**airflow))
    assert all(one.span == at(1, 9) for one in found)
    return [f"{one.code} {one.by_field().get('setting', '')}".strip() for one in found]


def test_a_gang_has_as_many_tasks_at_once_as_airflow_runs_of_a_dag() -> None:
    assert limits(16) == []
    assert limits(17) == ["FC752"]
    assert limits(17, max_active_tasks=17) == []
    assert limits(17, max_active_tasks=16) == ["FC751 max-active-tasks"]
    assert limits(3, max_active_tasks=2) == ["FC751 max-active-tasks"]


def test_tasks_that_wait_in_the_triggerer_do_not_count() -> None:
    assert limits(17, deferrable=True) == []
    assert limits(17, deferrable=True, max_active_tasks=2) == []


def test_a_gang_is_a_list_of_tasks() -> None:
    assert limits(1024, deferrable=True) == []
    assert limits(1025, deferrable=True) == ["FC751 max-map-length"]
    assert limits(1025, deferrable=True, max_map_length=1025) == []
    assert limits(5, max_active_tasks=4, max_map_length=4) == [
        "FC751 max-map-length",
        "FC751 max-active-tasks",
    ]


@pytest.mark.parametrize("size", ["count", None])
def test_a_size_that_the_run_tells_is_not_checked(size: str | None) -> None:
    assert limits(size, max_active_tasks=1, max_map_length=1) == []


def test_the_size_and_the_limit_are_told() -> None:
    (found,) = problems(gang(9), with_airflow(max_active_tasks=8))
    assert found.message == "9 tasks must run at once, and `max-active-tasks` is 8"
    assert "at least 9" in found.advice


def test_jobs_of_batch_cannot_meet() -> None:
    places_of = places(gang(2, compute=Batch(span=at(2, 1))))
    assert places_of == [("FC753", at(2, 1))]
    assert places(gang(2, compute=Kubernetes(span=at(2, 1)))) == []


def test_other_steps_of_a_flow_with_a_gang_may_be_jobs() -> None:
    def as_jobs(step: Step) -> Step:
        return step if step.parallel else replace(step, compute=Batch(span=step.span))

    assert places(of_steps(tuple(map(as_jobs, gang(2).steps)))) == []
