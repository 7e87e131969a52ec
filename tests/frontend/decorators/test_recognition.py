"""Which decorators are known, which are opaque, and where they may stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostics.diagnostic import Severity
from tests.frontend.decorators.decorated import on_flow, on_step, read


@pytest.mark.parametrize(
    ("imports", "decorator"),
    [
        ("from metaflow import retry as again", "@again(times=2)"),
        ("import metaflow", "@metaflow.retry(times=2)"),
        ("import metaflow as mf", "@mf.retry(times=2)"),
        ("from flowc import retry", "@retry(times=2)"),
        ("import metaflow\nagain = metaflow.retry", "@again(times=2)"),
        ("from metaflow import retry\nagain = retry(times=2)", "@again"),
    ],
)
def test_known_under_any_name(tmp_path: Path, imports: str, decorator: str) -> None:
    found = on_step(tmp_path, decorator, before=imports)
    assert found.step.retry is not None
    assert found.step.retry.times == 2
    assert found.report.diagnostics == ()


def test_known_by_way_of_a_sibling(tmp_path: Path) -> None:
    lib = "import metaflow\nBIG = {'cpu': 8}\nbig = metaflow.resources(**BIG)"
    found = on_step(tmp_path, "@big", before="from lib import big", lib=lib)
    assert found.step.resources.cpu_millis == 8000
    assert found.report.diagnostics == ()


def test_known_as_a_constant_of_the_class(tmp_path: Path) -> None:
    source = """
        from metaflow import FlowSpec, resources, step
        class F(FlowSpec):
            CPUS = 3
            big = resources(cpu=CPUS)
            @big
            @step
            def start(self): pass
        """
    assert read(tmp_path, source).step.resources.cpu_millis == 3000


def test_bare(tmp_path: Path) -> None:
    decorators = ("@retry", "@catch", "@kubernetes", "@card", "@card()", "@resources()")
    found = on_step(tmp_path, *decorators)
    assert found.step.retry is not None
    assert (found.step.retry.times, found.step.retry.wait_seconds) == (3, 120)
    assert found.step.catch is not None
    assert found.step.compute is not None
    assert found.step.compute.kind == "kubernetes"
    assert len(found.step.cards) == 2
    assert found.report.diagnostics == ()
    daily = on_flow(tmp_path, "@schedule").flow.schedule
    assert daily is not None
    assert daily.cron.hour == "0"


def test_a_name_of_the_project_wins(tmp_path: Path) -> None:
    lib = "def retry(f): return f"
    found = on_step(tmp_path, "@retry", before="from lib import retry", lib=lib)
    assert found.step.retry is None
    assert [opaque.name for opaque in found.step.opaque] == ["retry"]
    assert found.spots() == [("FC200", "retry")]


def test_opaque_once_for_each_name(tmp_path: Path) -> None:
    source = """
        import functools, other
        from metaflow import FlowSpec, step, pytorch_parallel, titus
        def mine(limit): return lambda f: f
        @titus(queue=unknown())
        @mine(1)
        class F(FlowSpec):
            @mine(unknown(), x=3)
            @step
            def start(self): pass
            @other.deep.thing
            @mine(2)
            @step
            def middle(self): pass
            @pytorch_parallel(master_port=3)
            @step
            def end(self): pass
        """
    found = read(tmp_path, source)
    assert [opaque.name for opaque in found.flow.opaque] == ["titus", "mine"]
    assert [opaque.name for opaque in found.steps["middle"].opaque] == ["other.deep.thing", "mine"]
    assert found.text(found.steps["start"].opaque[0].span) == "mine(unknown(), x=3)"
    assert found.codes == ["FC200"] * 4
    assert {d.severity for d in found.report.diagnostics} == {Severity.WARNING}
    assert all("did you mean" not in d.message for d in found.report.diagnostics)
    assert [step.parallel for step in found.steps.values()] == [False, False, True]


def test_decorators_that_the_project_makes_with_metaflow(tmp_path: Path) -> None:
    lib = """
        import metaflow
        from metaflow import StepMutator, UserStepDecorator, user_step_decorator
        @user_step_decorator
        def traced(step_name, flow, inputs=None, attributes=None): yield
        class Timed(UserStepDecorator): pass
        class Slow(Timed): pass
        class Circle(Circle): pass
        class Retried(StepMutator): pass
        class Everywhere(metaflow.FlowMutator): pass
        @traced
        def plain(f): return f
        """
    source = """
        from metaflow import FlowSpec, step
        from lib import Circle, Everywhere, Retried, Slow, plain, traced
        @Everywhere
        class F(FlowSpec):
            @traced
            @Slow(limit=3)
            @Retried
            @Circle
            @plain
            @step
            def start(self): pass
            @step
            def end(self): pass
        """
    found = read(tmp_path, source, lib=lib)
    assert [opaque.name for opaque in found.steps["start"].opaque][:2] == ["traced", "Slow"]
    told = {found.text(one.span): one.advice for one in found.report.diagnostics}
    assert list(told) == ["Everywhere", "Retried", "Circle", "plain"]
    assert told["Retried"].startswith("it mutates in the task, which refuses a `@retry`")
    assert told["Everywhere"] == told["Retried"]
    assert told["plain"].startswith("it runs with the step;")


def test_misspelt(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@resource(cpu=2)", before="from metaflow import resource")
    assert "did you mean `resources`?" in found.only.message


def test_parallel(tmp_path: Path) -> None:
    assert on_step(tmp_path, "@parallel").step.parallel
    assert not on_step(tmp_path, "@retry").step.parallel


def test_wrong_level(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@schedule(daily=True)")
    assert found.spots() == [("FC202", "schedule(daily=True)")]
    assert found.only.message == "`@schedule` is a decorator of flows"
    assert found.only.advice == "move it above the flow's class"
    found = on_flow(tmp_path, "@resources(cpu=1)")
    assert found.spots() == [("FC202", "resources(cpu=1)")]
    assert "a method with `@step`" in found.only.advice


def test_twice(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@retry(times=1)", "@resources(cpu=1)", "@retry(times=2)")
    assert found.spots() == [("FC201", "retry(times=2)")]
    assert found.text(found.only.related[0].span) == "retry(times=1)"
    assert found.step.retry is not None
    assert found.step.retry.times == 1
    found = on_flow(tmp_path, "@project(name='a')", "@project(name='a')")
    assert found.codes == ["FC201"]
    hooks = on_flow(tmp_path, "@exit_hook(on_error=['m.a'])", "@exit_hook(on_success=['m.b'])")
    assert len(hooks.flow.exit_hooks) == 2
    assert hooks.report.diagnostics == ()


def test_below_step(tmp_path: Path) -> None:
    source = """
        from metaflow import FlowSpec, retry, step
        def mine(f): return f
        class F(FlowSpec):
            @step
            @retry(times=9)
            @mine
            def start(self): pass
        """
    found = read(tmp_path, source)
    assert found.spots() == [("FC203", "retry(times=9)"), ("FC214", "9"), ("FC200", "mine")]
    related = found.report.diagnostics[0].related[0]
    assert found.text(related.span) == "step"


def test_no_step(tmp_path: Path) -> None:
    source = """
        from metaflow import FlowSpec, retry, step
        class F(FlowSpec):
            @retry
            def helper(self): pass
            @property
            def fine(self): pass
        """
    found = read(tmp_path, source)
    assert found.spots() == [("FC204", "retry")]
