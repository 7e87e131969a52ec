from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.exceptions import MetaflowException
from runtime_shim.manifest import TaskId
from runtime_shim.plan import Edge, PlanStep
from runtime_shim.task.catch import check_catch
from tests.runtime_shim.driver import Driver

CAUGHT = """
from metaflow import FlowSpec, catch, current, retry, step, timeout


class Mine(Exception):
    pass


class CaughtFlow(FlowSpec):
    @catch(var="fine")
    @step
    def start(self):
        self.x = 1
        self.next(self.left, self.right, self.killed, self.left_early)

    @catch(var="failure")
    @retry(times=1, minutes_between_retries=0)
    @step
    def left(self):
        self.before = current.retry_count
        raise Mine("bad")
        self.next(self.join)

    @catch(print_exception=False)
    @timeout(seconds=1)
    @step
    def right(self):
        while True:
            pass
        self.next(self.join)

    @catch(var="failure")
    @step
    def killed(self):
        import os

        self.before = "never stored"
        os._exit(9)
        self.next(self.join)

    @catch(var="failure")
    @step
    def left_early(self):
        raise SystemExit(2)
        self.next(self.join)

    @step
    def join(self, inputs):
        failure = inputs.left.failure
        self.told = (failure.type, failure.exception)
        self.text = str(failure)
        self.left = inputs.left.before, inputs.left.x
        self.right = [name for name in ("before", "failure") if hasattr(inputs.right, name)]
        self.killed_had = hasattr(inputs.killed, "before"), inputs.killed.x
        self.killed_type = inputs.killed.failure.type
        self.exited = inputs.left_early.failure.exception
        self.fine = inputs.left.fine
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_the_flow_goes_on(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, CAUGHT)
    assert flow.run(), flow.output()
    values = flow.values("end")
    assert values["told"] == ("flow.Mine", "bad")
    lines = values["text"].splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].endswith("in left")
    assert lines[-1] == "flow.Mine: bad"
    # What the step had set when it failed is there, and what it had from before.
    assert values["left"] == (1, 1)
    assert values["right"] == []
    assert values["killed_had"] == (False, 1)
    assert values["killed_type"] == "flowc.FailureHandledByCatch"
    assert values["exited"] == "the last attempt failed: SystemExit: 2"
    assert values["fine"] is None
    printed = flow.output("left")
    assert "@catch caught an exception from <flow CaughtFlow step left>" in printed
    assert ">  flow.Mine: bad" in printed
    assert flow.output("right") == ("Step right timed out after 0 hours, 0 minutes, 1 seconds\n")
    left, right, killed = (flow.manifest(step) for step in ("left", "right", "killed"))
    assert (left.attempt, left.caught, right.caught, killed.caught) == (1, True, True, True)
    assert not flow.manifest("start").caught
    assert left.error is not None
    assert (left.error.type, left.error.message) == ("flow.Mine", "bad")
    assert right.error is not None
    message = right.error.message.splitlines()
    assert message[0].startswith("Step right timed out after")
    assert message[2].endswith("in right")
    # A process that was killed leaves nothing: the next attempt records the failure.
    assert (killed.attempt, flow.history.failures(TaskId("killed", ""))) == (1, [])
    assert [failure.attempt for failure in flow.history.failures(TaskId("left", ""))] == [0]


AGAIN = """
from metaflow import FlowSpec, catch, current, retry, step


class AgainFlow(FlowSpec):
    @catch(var="failure")
    @retry(times=1)
    @step
    def start(self):
        import os

        self.count = current.retry_count
        if os.environ.get("KILL"):
            os._exit(9)
        if os.environ["WRONG"]:
            raise ValueError(os.environ["WRONG"])
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_a_step_that_somebody_has_run_anew_has_all_of_its_attempts(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, AGAIN)
    assert [flow.attempt("start", number=number, WRONG="old").status for number in range(2)] == [
        1,
        0,
    ]
    assert flow.manifest("start").caught
    again = {"first": "2", "WRONG": "new"}
    assert flow.attempt("start", number=2, **again).status == 1
    assert flow.attempt("start", number=3, **again).status == 0
    assert (flow.manifest("start").attempt, flow.values("start")["count"]) == (3, 1)
    assert flow.values("start")["failure"].exception == "new"
    # A failure from before is none of these attempts.
    killed = {"first": "4", "KILL": "yes"}
    assert [flow.attempt("start", number=number, **killed).status for number in (4, 5)] == [9, 9]
    assert flow.attempt("start", number=6, **killed).status == 0
    assert flow.values("start")["failure"].type == "flowc.FailureHandledByCatch"
    assert flow.attempt("start", number=7, first="7", WRONG="").status == 0
    assert (flow.values("start")["failure"], flow.values("start")["count"]) == (None, 0)


@pytest.mark.parametrize("kind", ["foreach", "gang", "switch"])
def test_a_step_that_decides_what_comes_next_has_no_catch(kind: str) -> None:
    with pytest.raises(MetaflowException, match=f"@catch is not supported .* {kind}"):
        check_catch(PlanStep("split", kind, {"body": Edge()}))


@pytest.mark.parametrize("kind", ["linear", "branch", "end"])
def test_any_other_may_have_one(kind: str) -> None:
    check_catch(PlanStep("step", kind, {"body": Edge()}))
