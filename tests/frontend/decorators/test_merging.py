"""What several decorators give together."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.ir.compute import Packages, Resources
from tests.frontend.decorators.decorated import on_flow, on_step, read

MEGA = 10**6


@pytest.mark.parametrize(
    ("decorators", "expected"),
    [
        (("@resources(cpu=4, memory=100)", "@kubernetes(cpu=2, memory=200)"), (4, 200, None)),
        (("@kubernetes(cpu=2, gpu=4)", "@resources(cpu=1, gpu=2)"), (2, None, 2)),
        (("@kubernetes(gpu=4)", "@resources(gpu=0)"), (None, None, 0)),
        (("@kubernetes(gpu=4)", "@resources(gpu=None)"), (None, None, 4)),
        (("@resources(memory=100)", "@kubernetes"), (None, 100, None)),
        (("@batch(gpu=4)", "@resources(gpu=2)"), (None, None, 4)),
        (("@batch(memory=10)", "@resources(gpu=1)"), (None, 10, 1)),
    ],
)
def test_resources(
    tmp_path: Path, decorators: tuple[str, ...], expected: tuple[int | None, ...]
) -> None:
    cpu, memory, gpu = expected
    found = on_step(tmp_path, *decorators)
    assert found.step.resources == Resources(
        cpu_millis=cpu and cpu * 1000, memory_bytes=memory and memory * MEGA, gpu=gpu
    )


@pytest.mark.parametrize(
    ("base", "step", "expected"),
    [
        ("@pypi_base(packages={'a': '1', 'b': '1'}, python='3.11')", "", ("pypi", "a1b1", "3.11")),
        ("@pypi_base(packages={'a': '1'})", "@pypi(packages={'a': '2'})", ("pypi", "a2", None)),
        ("@pypi_base(python='3.11')", "@pypi(python='3.12')", ("pypi", "", "3.12")),
        ("@conda_base(python='3.11')", "@pypi(packages={'a': '1'})", ("pypi", "a1", "3.11")),
        ("@conda_base(packages={'a': '1'})", "@pypi(python='3.1')", ("conda", "a1", "3.1")),
        ("@conda_base(packages={'a': '1'})", "@conda(libraries={'a': '2'})", ("conda", "a2", None)),
        ("@conda_base(disabled=True)", "@conda(disabled=False)", ("conda", "", None)),
        ("@conda_base(packages={'a': '1'})", "@conda(disabled=True)", None),
        ("@pypi_base(disabled=True)", "@pypi(packages={'a': '1'})", None),
    ],
)
def test_packages(
    tmp_path: Path, base: str, step: str, expected: tuple[str, str, str | None] | None
) -> None:
    source = f"""
        from metaflow import *
        {base}
        class F(FlowSpec):
            {step}
            @step
            def start(self): pass
        """
    found = read(tmp_path, source)
    assert found.report.diagnostics == ()
    packages = found.step.packages
    if expected is None:
        assert packages is None
        assert found.step.packages_disabled
    else:
        assert isinstance(packages, Packages)
        versions = "".join(name + version for name, version in packages.packages.items())
        assert (packages.manager, versions, packages.python) == expected
        assert not found.step.packages_disabled


def test_no_packages(tmp_path: Path) -> None:
    step = on_step(tmp_path, "@retry").step
    assert step.packages is None
    assert not step.packages_disabled


def test_bases_of_both_managers(tmp_path: Path) -> None:
    bases = ("@conda_base(packages={'a': '1'})", "@pypi_base(packages={'b': '1'})")
    found = on_flow(tmp_path, *bases)
    assert found.spots() == [("FC224", "conda_base(packages={'a': '1'})")]
    assert found.text(found.only.related[0].span) == "pypi_base(packages={'b': '1'})"


def test_packages_of_step_and_flow_are_reported_at_the_step(tmp_path: Path) -> None:
    base, own = "conda_base(packages={'a': '1'})", "pypi(packages={'b': '1'})"
    source = f"""
        from metaflow import *
        @{base}
        class F(FlowSpec):
            @{own}
            @step
            def start(self): pass
        """
    found = read(tmp_path, source)
    assert found.spots() == [("FC224", own)]
    assert found.text(found.only.related[0].span) == base


def test_both_triggers(tmp_path: Path) -> None:
    found = on_flow(tmp_path, "@trigger_on_finish(flow='A')", "@trigger(event='e')")
    assert [trigger.kind for trigger in found.flow.triggers] == ["event", "finish"]


def test_hooks_of_other_modules(tmp_path: Path) -> None:
    before = """
        import hooks
        from pack.inner import late as renamed
        from slack_lib import tell
        """
    found = on_flow(
        tmp_path,
        "@exit_hook(on_success=[hooks.done, renamed], on_error=[tell])",
        before=before,
        hooks="def done(run): pass",
        pack__inner="def late(run): pass",
    )
    (hook,) = found.flow.exit_hooks
    assert hook.on_success == ("hooks.done", "pack.inner.late")
    assert hook.on_error == ("slack_lib.tell",)


def test_hooks_from_a_constant(tmp_path: Path) -> None:
    before = "def hook(run): pass\ndef other(run): pass\nHOOKS = [hook]"
    found = on_flow(tmp_path, "@exit_hook(on_error=[*HOOKS, 'other'])", before=before)
    assert found.flow.exit_hooks[0].on_error == ("hook", "other")


@pytest.mark.parametrize(
    "before",
    [
        "hook = 3",
        "try:\n    from fast import hook\nexcept ImportError:\n    hook = None",
        "from hooks import *",
        "def __getattr__(name): return print",
        "def use(one):\n    global hook\n    hook = one",
    ],
)
def test_a_name_that_the_file_may_have_is_believed(tmp_path: Path, before: str) -> None:
    found = on_flow(tmp_path, "@exit_hook(on_error=['hook'])", before=before, hooks="hook = print")
    assert found.report.diagnostics == ()
    assert found.flow.exit_hooks[0].on_error == ("hook",)


def test_a_hook_that_is_not_found_leaves_the_others(tmp_path: Path) -> None:
    before = "def hook(run): pass"
    found = on_flow(tmp_path, "@exit_hook(on_error=['nook', 'hook'])", before=before)
    assert found.only.message == "flow.py has no `nook`; did you mean `hook`?"
    assert found.flow.exit_hooks[0].on_error == ("hook",)


def test_schedule_conflict_points_at_both(tmp_path: Path) -> None:
    found = on_flow(tmp_path, "@schedule(hourly=True, cron='@daily')")
    assert found.spots() == [("FC210", "True")]
    assert found.text(found.only.related[0].span) == "'@daily'"


def test_environment_span(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@environment(vars={'A': 'b'})")
    assert found.step.environment_span is not None
    assert found.text(found.step.environment_span) == "{'A': 'b'}"


def test_an_argument_of_an_extension_is_not_dropped_in_silence(tmp_path: Path) -> None:
    source = """
        from metaflow import FlowSpec, step
        class F(FlowSpec):
            @step(node_info={"a": 1})
            def start(self): pass
        """
    assert read(tmp_path, source).spots() == [("FC211", '{"a": 1}')]
