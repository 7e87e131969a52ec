from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from compiler.backends.local.options import RunOptions
from compiler.backends.local.resources import Amounts, DoesNotFit
from compiler.runs.tasks import read_task
from runtime_shim.log_lines import read_log
from runtime_shim.manifest import TaskId
from runtime_shim.plan import PlanStep
from runtime_shim.successors import UnexpectedTransition
from tests.backends.local.fakes import Script, golden_plan, run_plan

SIGINT, SIGKILL, SIGTERM = 2, 9, 15
WIDE = RunOptions(max_num_splits=100_000)


def test_a_chain_runs_step_by_step(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("linear"), tmp_path)
    assert ran.outcome.status == "succeeded"
    assert ran.tasks == [f"{name}[]0" for name in golden_plan("linear").steps]
    assert ran.recorder.told[:3] == ["started start[]#0", "ended start[]#0", "started clean[]#0"]


def test_a_branch_runs_at_once_and_joins_when_all_are_there(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("branch"), tmp_path)
    assert ran.tasks == ["start[]0", "count_words[]0", "count_letters[]0", "join[]0", "end[]0"]
    assert ran.workers.most_at_once == 2


def test_a_foreach_runs_an_index_each_in_order(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("foreach_two_steps"), tmp_path)
    first, second, join = list(golden_plan("foreach_two_steps").steps)[1:4]
    expected = [f"{step}[{index}]0" for step in (first, second) for index in range(3)]
    assert ran.tasks == ["start[]0", *expected, f"{join}[]0", "end[]0"]


def test_no_more_tasks_run_than_there_are_workers(tmp_path: Path) -> None:
    ran = run_plan(
        golden_plan("foreach"), tmp_path, Script(lambda task: 9), RunOptions(max_workers=2)
    )
    assert ran.workers.most_at_once == 2
    assert len(ran.tasks) == 9 + 3
    assert (2, 7) in ran.recorder.ticks


def test_nested_foreachs_join_from_the_inside(tmp_path: Path) -> None:
    widths = {"": 2, "0": 1, "1": 3}
    ran = run_plan(golden_plan("nested_foreach"), tmp_path, Script(lambda task: widths[task.path]))
    assert ran.outcome.status == "succeeded"
    paths = [task for task in ran.tasks if task.count(".")]
    assert sorted(path[path.index("[") :] for path in paths) == [
        "[0.0]0", "[1.0]0", "[1.1]0", "[1.2]0",
    ]  # fmt: skip


def test_a_loop_counts_its_turns(tmp_path: Path) -> None:
    def choose(task: TaskId, step: PlanStep) -> str:
        again, out = list(step.edges)
        return again if task.path[-1] != "2" else out

    ran = run_plan(golden_plan("self_loop"), tmp_path, Script(choose=choose))
    loop = next(name for name, step in golden_plan("self_loop").steps.items() if step.cases)
    turns = [task for task in ran.tasks if task.startswith(f"{loop}[")]
    assert turns == [f"{loop}[{turn}]0" for turn in range(3)]
    assert ran.outcome.status == "succeeded"


def test_a_shared_tail_runs_once(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("switch_shared_tail"), tmp_path)
    assert ran.outcome.status == "succeeded"
    assert len(set(ran.tasks)) == len(ran.tasks)


def test_a_gang_starts_at_once_whatever_the_workers(tmp_path: Path) -> None:
    ran = run_plan(
        golden_plan("gang_literal"), tmp_path, Script(lambda task: 4), RunOptions(max_workers=1)
    )
    assert ran.workers.most_at_once == 4
    members = [command.env for command in ran.workers.commands if command.argv[1] == "reduce"]
    assert {env["FLOWC_GANG_SIZE"] for env in members} == {"4"}
    assert {env["FLOWC_GANG_ADDRESS"] for env in members} == {"127.0.0.1"}
    assert len({env["FLOWC_GANG_PORT"] for env in members}) == 1
    assert "FLOWC_GANG_SIZE" not in ran.workers.commands[-1].env
    assert ran.outcome.status == "succeeded"


def test_a_gang_is_tried_again_as_a_whole(tmp_path: Path) -> None:
    script = Script(
        lambda task: 3,
        statuses={("reduce", "1", 0): 1},
        endless=frozenset({("reduce", "2", 0)}),
    )
    plan = golden_plan("gang_literal", reduce={"retries": 1})
    ran = run_plan(plan, tmp_path, script)
    assert ran.tasks == [
        "start[]0", "reduce[0]0", "reduce[1]0", "reduce[2]0",
        "reduce[0]1", "reduce[1]1", "reduce[2]1", "gather[]0", "end[]0",
    ]  # fmt: skip
    assert [number for _, _, number in ran.workers.signals] == [SIGTERM]
    assert ran.told("failed", "stopped") == [
        "failed reduce[1]#0: its process exited with the code 1",
        "stopped reduce[2]#0",
    ]
    assert read_task(ran.history, TaskId("reduce", "2"), False).attempts[0].state == "stopped"
    assert read_task(ran.history, TaskId("reduce", "1"), False).attempts[0].state == "failed"


def test_a_failed_attempt_is_tried_again_after_a_while_that_holds_up_nobody(tmp_path: Path) -> None:
    plan = golden_plan("branch", count_words={"retries": 2, "wait_seconds": 60})
    failures = {("count_words", "", 0): 1, ("count_words", "", 1): -11}
    ran = run_plan(plan, tmp_path, Script(statuses=failures))
    assert ran.told("retry", "failed") == [
        "failed count_words[]#0: its process exited with the code 1",
        "retry count_words[]#1 in 60",
        "failed count_words[]#1: its process crashed in native code (SIGSEGV)",
        "retry count_words[]#2 in 60",
    ]
    assert ran.tasks[2:4] == ["count_letters[]0", "count_words[]1"]
    assert 120 <= ran.workers.now < 121
    assert ran.outcome.status == "succeeded"


def test_waiting_can_be_left_out(tmp_path: Path) -> None:
    plan = golden_plan("linear", clean={"retries": 1, "wait_seconds": 60})
    script = Script(statuses={("clean", "", 0): 1})
    ran = run_plan(plan, tmp_path, script, RunOptions(wait_before_retry=False))
    assert ran.told("retry") == ["retry clean[]#1 in 0"]
    assert ran.workers.now == 0


def test_fallbacks_follow_the_retries_without_a_wait(tmp_path: Path) -> None:
    plan = golden_plan("linear", clean={"retries": 1, "wait_seconds": 60, "catch": True})
    script = Script(statuses={("clean", "", 0): 1, ("clean", "", 1): 1})
    ran = run_plan(plan, tmp_path, script)
    assert ran.told("retry", "fallback") == [
        "retry clean[]#1 in 60",
        "fallback clean[]#2 in 0",
    ]
    assert ran.outcome.status == "succeeded"


def test_metaflows_status_for_no_retry_counts(tmp_path: Path) -> None:
    plan = golden_plan("linear", clean={"retries": 3})
    ran = run_plan(plan, tmp_path, Script(statuses={("clean", "", 0): 202}))
    assert ran.tasks == ["start[]0", "clean[]0"]
    assert ran.outcome.reason == "The task clean failed: its process exited with the code 202"


def test_the_death_of_a_task_is_recorded_for_it(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("linear"), tmp_path, Script(statuses={("clean", "", 0): -9}))
    (failure,) = ran.history.failures(TaskId("clean", ""))
    assert failure.error is not None
    assert "SIGKILL" in failure.error.message
    assert ran.outcome.status == "failed"


def test_a_process_that_ends_without_a_commit_has_failed(tmp_path: Path) -> None:
    ran = run_plan(
        golden_plan("linear"), tmp_path, Script(unfinished=frozenset({("clean", "", 0)}))
    )
    assert ran.told("failed") == [
        "failed clean[]#0: its process exited before the step had finished"
    ]


def test_after_a_failure_nothing_starts_and_the_rest_may_end(tmp_path: Path) -> None:
    script = Script(
        lambda task: 5,
        statuses={("fetch", "1", 0): 1},
        endless=frozenset({("fetch", "0", 0)}),
        deaf=frozenset({"fetch"}),
    )
    ran = run_plan(golden_plan("foreach"), tmp_path, script, RunOptions(max_workers=2))
    assert ran.tasks == ["start[]0", "fetch[0]0", "fetch[1]0"]
    assert ran.told("stopping") == [
        "stopping 1: The task fetch/1 failed: its process exited with the code 1"
    ]
    assert ran.workers.signals == [(5.0, "fetch", SIGTERM), (7.0, "fetch", SIGKILL)]
    assert ran.outcome.status == "failed"


def test_what_ends_in_the_grace_after_a_failure_is_not_followed(tmp_path: Path) -> None:
    plan = golden_plan("branch")
    script = Script(statuses={("count_words", "", 0): 1})
    ran = run_plan(plan, tmp_path, script)
    assert ran.told("ended", "stopping") == [
        "ended start[]#0",
        "stopping 1: The task count_words failed: its process exited with the code 1",
        "ended count_letters[]#0",
    ]
    assert ran.tasks[-1] == "count_letters[]0"


def test_a_foreach_that_is_too_wide_names_the_option(tmp_path: Path) -> None:
    plan = golden_plan("foreach")
    ran = run_plan(plan, tmp_path, Script(lambda task: 101))
    assert ran.tasks == ["start[]0"]
    assert ran.outcome.reason == (
        "The foreach of start has 101 items, and 100 are allowed. "
        "Allow more with --max-num-splits 101."
    )


def test_a_gang_is_never_too_wide(tmp_path: Path) -> None:
    options = RunOptions(max_num_splits=2)
    ran = run_plan(golden_plan("gang_literal"), tmp_path, Script(lambda task: 3), options)
    assert ran.outcome.status == "succeeded"


def test_an_interrupt_reaches_the_tasks_which_may_clean_up(tmp_path: Path) -> None:
    script = Script(
        interrupts={"clean": [SIGINT]},
        endless=frozenset({("clean", "", 0)}),
        deaf=frozenset({"clean"}),
    )
    ran = run_plan(golden_plan("linear", clean={"retries": 3}), tmp_path, script)
    assert ran.workers.signals == [(0.0, "clean", SIGINT), (5.0, "clean", SIGKILL)]
    assert ran.outcome.status == "interrupted"
    assert ran.told("retry", "failed", "stopped") == ["stopped clean[]#0"]
    assert read_task(ran.history, TaskId("clean", ""), False).state == "stopped"


def test_a_second_interrupt_kills_at_once(tmp_path: Path) -> None:
    script = Script(
        interrupts={"clean": [SIGTERM, SIGTERM]},
        endless=frozenset({("clean", "", 0)}),
        deaf=frozenset({"clean"}),
    )
    ran = run_plan(golden_plan("linear"), tmp_path, script)
    assert ran.workers.signals == [(0.0, "clean", SIGTERM), (0.0, "clean", SIGKILL)]
    assert ran.outcome.status == "interrupted"


def test_an_interrupt_ends_a_wait_for_a_retry(tmp_path: Path) -> None:
    plan = golden_plan("branch", count_words={"retries": 2, "wait_seconds": 60})
    script = Script(
        statuses={("count_words", "", 0): 1},
        interrupts={"count_letters": [SIGINT]},
        endless=frozenset({("count_letters", "", 0)}),
    )
    ran = run_plan(plan, tmp_path, script, RunOptions(max_workers=1))
    assert ran.outcome.status == "interrupted"
    assert ran.workers.now < 1


def test_lines_are_told_and_kept(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("linear"), tmp_path, Script(prints={"clean": ["one", "zwei é"]}))
    assert ran.told("clean") == ["clean[]#0 stdout: one", "clean[]#0 stdout: zwei é"]
    content = ran.history.store.read(f"{ran.history.flow}/runs/1/clean/-/logs/0.txt")
    assert [line.text for line in read_log(content)] == ["one", "zwei é"]
    assert ran.history.logged(TaskId("start", "")) == []


def test_only_the_first_task_gets_the_parameters(tmp_path: Path) -> None:
    ran = run_plan(golden_plan("linear"), tmp_path, parameters={"alpha": '3"'})
    with_parameters = [c for c in ran.workers.commands if "FLOWC_PARAMETERS" in c.env]
    assert [command.argv[1] for command in with_parameters] == ["start"]
    assert with_parameters[0].env["FLOWC_PARAMETERS"] == r'[{"name": "alpha", "value": "3\""}]'


def test_a_step_goes_nowhere_else_than_compiled(tmp_path: Path) -> None:
    script = Script(choose=lambda task, step: "elsewhere")
    with pytest.raises(UnexpectedTransition, match="elsewhere"):
        run_plan(golden_plan("switch_bools"), tmp_path, script)


def test_enforced_resources_bound_what_runs_at_once(tmp_path: Path) -> None:
    plan = golden_plan("foreach", fetch={"cpu_millis": 1500, "memory_bytes": 100})
    machine = Amounts(cpu_millis=4000, memory_bytes=1000)
    ran = run_plan(plan, tmp_path, Script(lambda task: 5), machine=machine)
    assert ran.workers.most_at_once == 2
    assert ran.outcome.status == "succeeded"


def test_a_gang_that_never_fits_is_an_error(tmp_path: Path) -> None:
    plan = golden_plan("gang_literal", reduce={"gpu": 1})
    with pytest.raises(DoesNotFit, match="the 3 tasks of the gang `reduce`"):
        run_plan(plan, tmp_path, Script(lambda task: 3), machine=Amounts(gpus=2))


def test_the_work_grows_with_the_tasks_and_no_faster(tmp_path: Path) -> None:
    few, many = (calls_of_a_foreach(tmp_path / str(width), width) for width in (100, 1000))
    assert many < 10.2 * few


def calls_of_a_foreach(folder: Path, width: int) -> int:
    """How many calls the scheduler's own code makes for a run of so many tasks."""
    folder.mkdir()
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call") and "/tests/" not in frame.f_code.co_filename

    sys.setprofile(count)
    try:
        ran = run_plan(golden_plan("foreach"), folder, Script(lambda task: width), WIDE)
    finally:
        sys.setprofile(None)
    assert len(ran.tasks) == width + 3
    return calls
