from __future__ import annotations

import pytest

from compiler.backends.local.resources import (
    Amounts,
    Budget,
    DoesNotFit,
    Missing,
    missing_resources,
    this_machine,
)
from tests.backends.local.fakes import golden_plan

PLAN = golden_plan(
    "linear", clean={"cpu_millis": 4000, "gpu": 2}, add_up={"memory_bytes": 3 * 2**30}
)


def test_what_is_missing_is_told_step_by_step() -> None:
    machine = Amounts(cpu_millis=2000, memory_bytes=2**30, gpus=2)
    assert missing_resources(PLAN, machine) == [
        Missing("clean", "cpu", 4000, 2000),
        Missing("add_up", "memory", 3 * 2**30, 2**30),
    ]


def test_nothing_is_missing_where_no_step_asks() -> None:
    assert missing_resources(golden_plan("branch"), Amounts()) == []


def test_this_machine_has_a_processor_and_memory() -> None:
    machine = this_machine()
    assert machine.cpu_millis >= 1000
    assert machine.memory_bytes > 2**27


def test_a_task_that_never_fits_is_an_error_at_once() -> None:
    with pytest.raises(DoesNotFit, match="`clean` wants 4 CPUs, and it has 2 CPUs; `clean` wants"):
        Budget(PLAN, Amounts(cpu_millis=2000, memory_bytes=4 * 2**30))


def test_what_is_given_back_can_be_taken_again() -> None:
    step = PLAN.steps["clean"]
    budget = Budget(PLAN, Amounts(5000, 4 * 2**30, 2))
    assert budget.take(step, 1)
    assert not budget.take(step, 1)
    budget.give_back(step, 1)
    assert budget.take(step, 1)
