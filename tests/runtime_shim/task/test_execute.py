from __future__ import annotations

from pathlib import Path

from runtime_shim import contract
from runtime_shim.manifest import Frame, TaskId
from tests.runtime_shim.driver import RUN, Driver

EVERY_SHAPE = """
from metaflow import FlowSpec, Parameter, parallel, step


class ShapesFlow(FlowSpec):
    constant = [1, 2]
    alpha = Parameter("alpha", default=3)

    @step
    def start(self):
        self.x = self.alpha
        self.items = ["a", "b"]
        self.next(self.body, foreach="items")

    @step
    def body(self):
        self.seen = (self.input, self.index)
        self.turn = 0
        self.next(self.left, self.right)

    @step
    def left(self):
        self.side = "l" + self.input
        self.next(self.meet)

    @step
    def right(self):
        self.side = "r" + self.input
        self.next(self.meet)

    @step
    def meet(self, inputs):
        self.sides = [one.side for one in inputs]
        self.by_name = inputs.right.side
        self.merge_artifacts(inputs, exclude=["side"])
        self.next(self.again)

    @step
    def again(self):
        self.turn += 1
        self.more = "yes" if self.turn < 2 else "no"
        self.next({"yes": self.again, "no": self.out}, condition="more")

    @step
    def out(self):
        self.stack = self.foreach_stack()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = [(one.seen, one.sides, one.by_name, one.turn, one.index) for one in inputs]
        self.stack = [one.stack for one in inputs]
        self.own = (self.input, self.index, self.foreach_stack())
        self.width = len(inputs)
        self.last = inputs.out.seen
        self.next(self.split)

    @step
    def split(self):
        self.next(self.member, num_parallel=2)

    @parallel
    @step
    def member(self):
        self.member_seen = (self.input, self.index, self.foreach_stack())
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.members = [one.member_seen for one in inputs]
        self.merge_artifacts(inputs, include=["all", "own", "stack", "last", "width"])
        self.next(self.end)

    @step
    def end(self):
        self.ended = (self.constant, self.alpha, hasattr(self, "seen"))
"""


def test_every_kind_of_transition(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, EVERY_SHAPE)
    assert flow.run(alpha=5), flow.output()
    values = flow.values("end")
    assert values["all"] == [
        (("a", 0), ["la", "ra"], "ra", 2, 0),
        (("b", 1), ["lb", "rb"], "rb", 2, 1),
    ]
    assert values["stack"] == [[(0, 2, "a")], [(1, 2, "b")]]
    assert values["own"] == (None, None, [])
    assert (values["last"], values["width"]) == (("b", 1), 2)
    assert values["members"] == [(0, 0, [(0, None, 0)]), (1, 1, [(1, None, 1)])]
    assert values["ended"] == ([1, 2], 5, False)


def test_a_manifest_says_where_the_task_stands(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, EVERY_SHAPE)
    assert flow.run()
    frame = Frame(TaskId("start", ""), "items", 1, 2)
    again = flow.manifest("again", "1.1")
    assert again.inputs == (TaskId("again", "1.0"),)
    assert again.frames == (frame,)
    assert again.next.targets == ("out",)
    assert flow.manifest("meet", "1").inputs == (TaskId("left", "1"), TaskId("right", "1"))
    join = flow.manifest("join")
    assert join.inputs == (TaskId("out", "0"), TaskId("out", "1"))
    assert join.frames == ()
    assert (flow.manifest("start").next.width, flow.manifest("split").next.width) == (2, 2)
    assert flow.manifest("member", "1").frames == (Frame(TaskId("split", ""), None, 1, 2),)
    assert join.finished >= join.started > 0
    assert join.system["user"] == "ann"


NESTED = """
from metaflow import FlowSpec, step


class NestedFlow(FlowSpec):
    @step
    def start(self):
        self.rows = {"r0", }
        self.next(self.row, foreach="rows")

    @step
    def row(self):
        self.columns = (c for c in ()) if False else [10, 20, 30]
        self.next(self.cell, foreach="columns")

    @step
    def cell(self):
        self.at = self.foreach_stack()
        self.next(self.join_row)

    @step
    def join_row(self, inputs):
        self.cells = [one.at for one in inputs]
        self.outer = (self.input, self.index, self.foreach_stack())
        self.next(self.join)

    @step
    def join(self, inputs):
        self.rows_seen = [(one.cells, one.outer) for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_nested_foreachs(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, NESTED)
    assert flow.run(), flow.output()
    ((cells, outer),) = flow.values("end")["rows_seen"]
    assert cells == [[(0, 1, "r0"), (i, 3, c)] for i, c in enumerate([10, 20, 30])]
    # The artifact of the outer foreach did not come through the inner join.
    assert outer == (None, 0, [(0, 1, None)])


ARTIFACTS = """
import functools
from metaflow import FlowSpec, step


def helper():
    return 1


class ArtifactsFlow(FlowSpec):
    shared = {"k": 1}
    _hidden = "class"

    class_function = helper

    @property
    def doubled(self):
        return self.number * 2

    @step
    def start(self):
        self.number = 21
        self.untouched = list(range(1000))
        self.changed = [1]
        self.loaded = [5]
        self.gone = 1
        self.function = lambda: 1
        self.method = self.next
        self.partial = functools.partial(int, "7")
        self._private = 3
        self.none = None
        for name in ("shared", "start_time"):
            try:
                setattr(self, name, 5)
            except AttributeError as error:
                print(name, error)
        self.next(self.middle)

    @step
    def middle(self):
        self.changed.append(2)
        self.loaded
        self.seen = (self.doubled, self.none, self._private, self.partial(), self._hidden)
        self.has = [hasattr(self, n) for n in ("function", "method", "gone", "nothing")]
        self.default = getattr(self, "nothing", "default")
        self.gone
        del self.gone
        try:
            print(self.nothing)
        except AttributeError as error:
            self.message = str(error)
        self.next(self.end)

    @step
    def end(self):
        self.final = (self.changed, self.gone, self.start_time, self.shared, self.name)
"""


def test_what_becomes_an_artifact(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, ARTIFACTS)
    assert flow.run(), flow.output()
    assert "shared Flow level attributes and Parameters are not modifiable" in flow.output()
    start, middle = flow.manifest("start"), flow.manifest("middle")
    assert start.artifacts.keys() == {
        "shared", "number", "untouched", "changed", "loaded", "gone", "partial", "_private",
        "none", "start_time",
    }  # fmt: skip
    values = flow.values("middle")
    assert values["seen"] == (42, None, 3, 7, "class")
    assert values["has"] == [False, False, True, False]
    assert values["default"] == "default"
    assert "'nothing'" in values["message"]
    assert "step middle" in values["message"]
    assert middle.artifacts["untouched"] == start.artifacts["untouched"]
    # As in Metaflow, what came from before is passed on although the step deleted it.
    end = flow.values("end")
    assert end["final"] == ([1, 2], 1, 5, {"k": 1}, "ArtifactsFlow")
    assert "name" not in end


NAMED = """
from metaflow import FlowSpec, Parameter, step


class NamedFlow(FlowSpec):
    name = Parameter("name", default="mine")

    @step
    def start(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.side = "l"
        self.next(self.meet)

    @step
    def right(self):
        self.side = "r"
        self.next(self.meet)

    @step
    def meet(self, inputs):
        self.sides = [(one.name, one.side) for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        self.last = self.name
"""


def test_a_parameter_called_name(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, NAMED)
    assert flow.run(), flow.output()
    assert flow.values("meet")["sides"] == [("mine", "l"), ("mine", "r")]
    assert flow.values("end")["last"] == "mine"


INIT = """
from metaflow import FlowSpec, step


BEFORE, AFTER = "before", "after"


class InitFlow(FlowSpec):
    constant = "of the class"

    def __init__(self, use_cli=True):
        self.before = [1]
        if use_cli:
            vars(self)["constant"] = "of the object"
        super().__init__(use_cli)
        self.after = [2]

    @step
    def start(self):
        getattr(self, BEFORE).append(2)
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        left = inputs.left
        mine = getattr(self, BEFORE), hasattr(self, AFTER)
        self.seen = mine, (getattr(left, BEFORE), getattr(left, AFTER)), self.constant
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    InitFlow()
"""


def test_a_users_own_init_runs_as_far_as_in_metaflow(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, INIT)
    assert flow.run(), flow.output()
    assert flow.values("end")["seen"] == (([1], False), ([1], [2]), "of the class")


FAILING = """
from metaflow import FlowSpec, current, retry, step


class FailingFlow(FlowSpec):
    @retry(times=2, minutes_between_retries=0)
    @step
    def start(self):
        self.attempt = current.retry_count
        self.lock = None
        if self.attempt == 0:
            self.helper()
        if self.attempt == 1:
            self.lock = open(__file__)
            self.big = 1
        self.next(self.end)

    def helper(self):
        raise ValueError("not yet")

    @step
    def end(self):
        raise SystemExit(3)
"""


def test_attempts_that_fail(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, FAILING)
    assert not flow.run()
    assert [(a.task.step, a.number, a.status) for a in flow.attempts] == [
        ("start", 0, 1),
        ("start", 1, 1),
        ("start", 2, 0),
        ("end", 0, 1),
    ]
    raised, unpicklable, done, exited = flow.attempts
    lines = raised.stderr.splitlines()
    assert lines[0] == "<flow FailingFlow step start> failed:"
    assert lines[1] == "Traceback (most recent call last):"
    assert lines[2].endswith("in start")
    assert lines[-1] == "ValueError: not yet"
    assert "runtime_shim" not in raised.stderr
    assert "Traceback" not in unpicklable.stderr
    assert "lock" in unpicklable.stderr
    assert (done.stderr, exited.stdout) == ("", "")
    first, second = flow.history.failures(TaskId("start", ""))
    assert first.error is not None
    assert (first.error.type, first.error.message) == ("builtins.ValueError", "not yet")
    assert flow.loaded(first)["attempt"] == 0
    assert flow.loaded(second) == {"attempt": 1, "big": 1}
    assert flow.history.attempts(TaskId("start", "")) == [2]
    assert flow.values("start") == {"attempt": 2, "lock": None}
    assert flow.history.newest(TaskId("end", "")) is None


LEAVING = """
import sys
from metaflow import FlowSpec, step


class LeavingFlow(FlowSpec):
    @step
    def start(self):
        self.x = 1
        self.next(self.end)

    @step
    def end(self):
        sys.exit()
"""


def test_leaving_the_end_early_is_no_failure(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, LEAVING)
    assert flow.run(), flow.output()
    assert flow.values("end") == {"x": 1}


def test_code_that_is_not_what_was_compiled(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, LEAVING)
    source = (tmp_path / "flow.py").read_text()
    (tmp_path / "flow.py").write_text(source.replace("self.next(self.end)", "sys.exit(0)"))
    attempt = flow.attempt("start")
    assert attempt.status == 1
    assert "failed" in attempt.stderr
    (tmp_path / "flow.py").write_text(source.replace("self.next(self.end)", "pass"))
    assert "ended without self.next(...)" in flow.attempt("start").stderr
    (tmp_path / "flow.py").write_text(source.replace("next(self.end)", "next(self.start)"))
    attempt = flow.attempt("start")
    assert attempt.status == 1
    assert "goes to `start`, but the flow was compiled with `end`" in attempt.stderr
    assert "Traceback" not in attempt.stderr


def test_a_task_whose_predecessor_has_not_been_there(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, LEAVING)
    attempt = flow.attempt("end")
    assert attempt.status == 1
    assert f"the task LeavingFlow/{RUN}/end/- has no predecessor" in attempt.stderr
    assert "Traceback" not in attempt.stderr


def test_what_a_scheduler_must_know(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, EVERY_SHAPE)
    flow.environment[contract.ENV_RESULTS] = str(tmp_path / "results")
    assert flow.attempt("start").status == 0
    assert (tmp_path / "results" / contract.RESULT_WIDTH).read_text() == "2"
    assert flow.run()
    assert (tmp_path / "results" / contract.RESULT_CHOICE).read_text() == "out"


def test_the_first_task_of_a_cluster_begins_the_run(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, LEAVING)
    flow.environment[contract.ENV_PROJECT] = "ads/nightly"
    assert flow.attempt("start").status == 0
    record = flow.history.record()
    assert record is not None
    assert (record.user, record.namespace, record.file) == ("ann", "user:ann", "flow.py")
    assert {"user:ann", "project:ads", "project_branch:test.nightly"} <= set(record.system_tags)
    flow.environment["USER"] = "bob"
    assert flow.attempt("start", number=1).status == 0
    assert flow.history.record() == record


def test_processes_that_a_task_starts_find_the_module_of_the_flow(tmp_path: Path) -> None:
    driver = Driver.of(
        tmp_path,
        """
        import multiprocessing

        from metaflow import FlowSpec, step

        def double(number):
            return 2 * number

        class PoolFlow(FlowSpec):
            @step
            def start(self):
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    self.doubled = pool.map(double, [1, 2, 3])
                self.next(self.end)

            @step
            def end(self):
                pass
        """,
    )
    attempt = driver.attempt("start")
    assert attempt.status == 0, attempt.stderr
    assert driver.values("start")["doubled"] == [2, 4, 6]


ODD_ENDS = """
from flowc import FlowSpec, Parameter, step


class OddEndsFlow(FlowSpec):
    how = Parameter("how", default="x")

    @step
    def start(self):
        import os
        import subprocess
        import sys

        self.before = 1
        if self.how == "cancelled":
            from asyncio import CancelledError

            raise CancelledError("no time")
        if self.how == "interrupted":
            raise KeyboardInterrupt("enough")
        if self.how == "ctrl-c":
            import asyncio
            import signal

            async def press():
                os.kill(os.getpid(), signal.SIGINT)
                await asyncio.sleep(60)

            asyncio.run(press())
        if self.how == "mute":
            sys.stdout = sys.stderr = None
            raise ValueError("nobody hears it")
        subprocess.run([sys.executable, "-c", ""], check=True)
        self.left = "FLOWC_PARAMETERS" in os.environ
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_failures_that_are_no_exceptions_or_that_nobody_hears_are_recorded(tmp_path: Path) -> None:
    driver = Driver.of(tmp_path, ODD_ENDS)
    for how, message in (
        ("cancelled", "no time"),
        ("interrupted", "enough"),
        ("mute", "nobody hears it"),
    ):
        assert not driver.run(how=how)
        failure = driver.history.failures(TaskId("start", ""))[-1]
        assert failure.error is not None
        assert failure.error.message == message
        assert "before" in failure.artifacts


def test_an_interrupt_from_outside_is_no_failure_of_the_step(tmp_path: Path) -> None:
    driver = Driver.of(tmp_path, ODD_ENDS)
    assert not driver.run(how="ctrl-c")
    assert [(one.status, one.stderr) for one in driver.attempts] == [(130, "")]
    assert driver.history.failures(TaskId("start", "")) == []


def test_a_foreach_over_what_has_other_keys(tmp_path: Path) -> None:
    driver = Driver.of(
        tmp_path,
        """
        from metaflow import FlowSpec, step


        class KeysFlow(FlowSpec):
            @step
            def start(self):
                self.settings = {"a": 1, "b": 2}
                self.next(self.each, foreach="settings")

            @step
            def each(self):
                self.got = self.input
                self.next(self.join)

            @step
            def join(self, inputs):
                self.next(self.end)

            @step
            def end(self):
                pass
        """,
    )
    assert not driver.run()
    told = driver.attempts[-1].stderr
    assert "self.settings, a dict without the key 0" in told
    assert "`list(self.settings)`" in told
    assert "flow.py, line 13)" in told
    (failure,) = driver.history.failures(TaskId("each", "0"))
    assert failure.error is not None
    assert failure.error.type == "flowc.MetaflowException"
    assert "runtime_shim" not in failure.error.traceback
    assert "self.got = self.input" in failure.error.traceback


def test_parameters_that_no_process_could_be_given(tmp_path: Path) -> None:
    """A forked task has them; what the step starts is not to fail for it."""
    driver = Driver.of(tmp_path, ODD_ENDS)
    assert driver.run(how="y" * 100_000), driver.output()
    assert driver.values("start")["left"] is False


def test_malformed_parameters(tmp_path: Path) -> None:
    driver = Driver.of(tmp_path, ODD_ENDS)
    for text in ("{", "[1]", '[{"name": 3}]', "3"):
        driver.environment[contract.ENV_PARAMETERS] = text
        attempt = driver.attempt("start")
        assert attempt.status == 1
        assert "FLOWC_PARAMETERS is to be JSON" in attempt.stderr
        assert "Traceback" not in attempt.stderr
