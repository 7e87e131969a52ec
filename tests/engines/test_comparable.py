"""What is compared of two outcomes, and what is left out."""

from __future__ import annotations

from dataclasses import replace

from tests.conformance.outcome import Outcome, TaskOutcome
from tests.engines.comparable import comparable

DONE = TaskOutcome(
    succeeded=True, reused=False, attempts=1, artifacts={}, stdout=(("said",),), stderr=()
)
LOST = replace(DONE, succeeded=False)
TWICE = replace(DONE, attempts=2)


def _places(one: Outcome, other: Outcome) -> tuple[set[str], set[str]]:
    (first,), (second,) = comparable([one], [other])
    return set(first.tasks), set(second.tasks)


def test_what_was_over_beside_a_failed_task_is_left_out() -> None:
    both = Outcome(1, {"left": LOST, "right": DONE})
    assert _places(both, Outcome(1, {"left": LOST})) == ({"left"}, {"left"})


def test_how_often_a_task_ran_beside_a_failed_one_is_left_out() -> None:
    one, other = (Outcome(1, {"left": LOST, "right": right}) for right in (DONE, TWICE))
    assert _places(one, other) == ({"left"}, {"left"})


def test_how_often_a_task_failed_is_compared() -> None:
    one, other = (Outcome(1, {"work": replace(LOST, attempts=count)}) for count in (1, 2))
    assert _places(one, other) == ({"work"}, {"work"})


def test_a_task_that_only_one_side_failed_is_compared() -> None:
    one, other = (Outcome(1, {"work": work}) for work in (LOST, TWICE))
    assert _places(one, other) == ({"work"}, {"work"})


def test_all_tasks_of_a_run_that_ended_well_are_compared() -> None:
    one, other = Outcome(0, {"left": DONE, "right": DONE}), Outcome(0, {"right": TWICE})
    assert _places(one, other) == ({"left", "right"}, {"right"})


def test_a_task_is_not_reused_where_by_chance_it_was_done_before() -> None:
    reused = replace(DONE, stdout=(), reused=True)
    expected = Outcome(1, {"left": LOST, "right": DONE}), Outcome(0, {"right": reused})
    actual = Outcome(1, {"left": LOST}), Outcome(0, {"right": DONE})
    one, other = comparable(expected, actual)
    assert one == other


def test_what_steps_printed_is_left_out() -> None:
    one, other = (Outcome(0, {"work": work}) for work in (DONE, replace(DONE, stdout=())))
    assert comparable([one], [other]) == ([other], [other])
