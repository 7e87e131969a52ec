from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compiler.backends.local.options import Resume, RunOptions
from compiler.backends.local.reuse import CannotResume
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.plan import Edge, PlanStep
from tests.backends.local.fakes import Ran, Script, golden_plan, run_plan

FAILING = Script(statuses={("fetch", "1", 0): 1})


def test_what_finished_is_taken_over_and_the_rest_runs(tmp_path: Path) -> None:
    plan = golden_plan("foreach")
    run_plan(plan, tmp_path, FAILING)
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert ran.told("reused") == [
        "reused start[] of 1",
        "reused fetch[0] of 1",
        "reused fetch[2] of 1",
    ]
    assert ran.tasks == ["fetch[1]0", "collect[]0", "end[]0"]
    assert ran.outcome.status == "succeeded"


def test_a_task_that_is_taken_over_leaves_what_it_would_have_left(tmp_path: Path) -> None:
    plan = golden_plan("foreach")
    first = run_plan(plan, tmp_path, FAILING)
    second = run_plan(plan, tmp_path, resume=Resume("1"), run="2").history
    task = TaskId("fetch", "2")
    before, after = newest(first, task), second.newest(task)
    assert after == replace(before, run="2", origin="1")
    slots = ("0", "1", "2")
    collect = TaskId("collect", "")
    arrivals = [second.arrival(collect, slot) for slot in slots]
    assert arrivals == [TaskId("fetch", slot) for slot in slots]
    assert second.arrival(TaskId("fetch", "1"), "-") == TaskId("start", "")


def test_nothing_of_the_earlier_run_is_changed(tmp_path: Path) -> None:
    plan = golden_plan("foreach")
    run_plan(plan, tmp_path, FAILING)
    folder = tmp_path / "store" / plan.flow / "runs" / "1"
    before = contents(folder)
    run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert contents(folder) == before


def test_a_resumed_run_can_be_resumed(tmp_path: Path) -> None:
    plan = golden_plan("foreach")
    run_plan(plan, tmp_path, FAILING)
    run_plan(plan, tmp_path, Script(statuses={("end", "", 0): 1}), resume=Resume("1"), run="2")
    ran = run_plan(plan, tmp_path, resume=Resume("2"), run="3")
    assert ran.told("reused") == [
        "reused start[] of 1",
        "reused fetch[0] of 1",
        "reused fetch[1] of 2",
        "reused fetch[2] of 1",
        "reused collect[] of 2",
    ]
    assert ran.tasks == ["end[]0"]


def test_a_run_that_succeeded_is_taken_over_whole(tmp_path: Path) -> None:
    plan = golden_plan("branch_in_foreach")
    run_plan(plan, tmp_path)
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert ran.tasks == []
    assert ran.outcome.status == "succeeded"


def test_a_step_runs_anew_with_all_that_comes_after(tmp_path: Path) -> None:
    plan = golden_plan("branch")
    run_plan(plan, tmp_path)
    resume = Resume("1", frozenset({"count_words"}))
    ran = run_plan(plan, tmp_path, resume=resume, run="2")
    assert ran.told("reused") == ["reused start[] of 1", "reused count_letters[] of 1"]
    assert ran.tasks == ["count_words[]0", "join[]0", "end[]0"]


def test_what_comes_after_something_new_is_not_taken_over(tmp_path: Path) -> None:
    """The origin was killed between an attempt of `clean` and the next, which did commit."""
    plan = golden_plan("linear")
    first = run_plan(plan, tmp_path)
    manifest = newest(first, TaskId("clean", ""))
    first.history.store.delete(f"{plan.flow}/runs/1/clean/-/attempts/0.json")
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert manifest.attempt == 0
    assert ran.tasks == ["clean[]0", "add_up[]0", "end[]0"]


def test_the_newest_attempt_counts_and_keeps_its_number(tmp_path: Path) -> None:
    plan = golden_plan("linear", clean={"retries": 1}, end={})
    script = Script(statuses={("clean", "", 0): 1, ("end", "", 0): 1})
    run_plan(plan, tmp_path, script)
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert ran.history.attempts(TaskId("clean", "")) == [1]


def test_a_step_that_leads_elsewhere_now_runs_anew(tmp_path: Path) -> None:
    run_plan(golden_plan("linear"), tmp_path)
    shorter = golden_plan("linear", clean={"edges": {"end": Edge()}})
    ran = run_plan(shorter, tmp_path, resume=Resume("1"), run="2")
    assert ran.tasks == ["clean[]0", "end[]0"]


def test_a_step_that_no_longer_fans_out_runs_anew(tmp_path: Path) -> None:
    run_plan(golden_plan("foreach"), tmp_path)
    changed = golden_plan(
        "foreach", start={"kind": "linear", "edges": {"fetch": Edge()}},
        fetch={"edges": {"collect": Edge()}}, collect={"split": None},
    )  # fmt: skip
    ran = run_plan(changed, tmp_path, resume=Resume("1"), run="2")
    assert ran.tasks == ["start[]0", "fetch[]0", "collect[]0", "end[]0"]


def test_a_switch_is_taken_over_with_what_it_chose(tmp_path: Path) -> None:
    plan = golden_plan("switch_bools")

    def other(task: TaskId, step: PlanStep) -> str:
        return "deploy"

    first = run_plan(plan, tmp_path, Script(choose=other, statuses={("end", "", 0): 1}))
    assert "deploy[]0" in first.tasks
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert ran.told("reused") == ["reused start[] of 1", "reused deploy[] of 1"]


def test_a_gang_is_taken_over_whole_or_not_at_all(tmp_path: Path) -> None:
    plan = golden_plan("gang_literal")
    failing = Script(statuses={("reduce", "1", 0): 1, ("reduce", "2", 0): 0})
    run_plan(plan, tmp_path, failing)
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert ran.told("reused") == ["reused start[] of 1"]
    again = run_plan(plan, tmp_path, resume=Resume("2"), run="3")
    assert again.tasks == []


def test_members_of_different_attempts_are_not_taken_over(tmp_path: Path) -> None:
    """The origin was killed while the gang was tried again, with one member done."""
    plan = golden_plan("gang_literal")
    first = run_plan(plan, tmp_path)
    first.history.commit(replace(newest(first, TaskId("reduce", "1")), attempt=1))
    ran = run_plan(plan, tmp_path, resume=Resume("1"), run="2")
    assert ran.told("reused") == ["reused start[] of 1"]


def test_a_reused_foreach_may_be_as_wide_as_the_options_say(tmp_path: Path) -> None:
    plan, wide = golden_plan("foreach"), Script(lambda task: 101)
    run_plan(plan, tmp_path, wide)
    again = run_plan(plan, tmp_path, wide, resume=Resume("1"), run="2")
    assert again.outcome.status == "failed"
    options = RunOptions(max_num_splits=101)
    ran = run_plan(plan, tmp_path, wide, options, resume=Resume("2"), run="3")
    assert ran.told("reused") == ["reused start[] of 1"]
    assert ran.outcome.status == "succeeded"


def test_many_tasks_are_taken_over(tmp_path: Path) -> None:
    plan, wide = golden_plan("foreach"), Script(lambda task: 250)
    options = RunOptions(max_num_splits=250)
    run_plan(plan, tmp_path, wide, options)
    ran = run_plan(plan, tmp_path, wide, options, resume=Resume("1"), run="2")
    assert ran.tasks == []
    assert len(ran.told("reused")) == 253
    assert ran.outcome.status == "succeeded"


def test_a_run_that_there_is_not_cannot_be_resumed(tmp_path: Path) -> None:
    with pytest.raises(CannotResume, match="has no run 7 in this datastore"):
        run_plan(golden_plan("linear"), tmp_path, resume=Resume("7"))


def test_a_step_that_there_is_not_cannot_be_run_anew(tmp_path: Path) -> None:
    plan = golden_plan("linear")
    run_plan(plan, tmp_path)
    with pytest.raises(CannotResume, match=r"no step `tidy`\. Its steps are `start`, `clean`"):
        run_plan(plan, tmp_path, resume=Resume("1", frozenset({"tidy"})), run="2")


def newest(ran: Ran, task: TaskId) -> Manifest:
    manifest = ran.history.newest(task)
    assert manifest is not None
    return manifest


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
