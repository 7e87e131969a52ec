from __future__ import annotations

from pathlib import Path

from runtime_shim import contract
from tests.runtime_shim.driver import Driver

HOOKED = """
import os
from metaflow import FlowSpec, exit_hook, step


def say():
    print("ended as", os.environ["FLOWC_RUN_STATUS"])


def look(run):
    print(run.pathspec, run.data.x, run.successful)


def everything(**given):
    print(sorted(given))


def fail():
    raise ValueError("no mail")


@exit_hook(on_success=[say, look], on_error=[fail])
class HookedFlow(FlowSpec):
    @step
    def start(self):
        self.x = 5
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def hook(flow: Driver, name: str) -> tuple[int, str, str]:
    command = [flow.python, *contract.INSTALLED_LAUNCH, *contract.hook_arguments(name)]
    done = flow.process(command, {contract.ENV_RUN_STATUS: "Succeeded"})
    return done.returncode, done.stdout, done.stderr


def test_hooks(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, HOOKED)
    assert flow.run(), flow.output()
    assert hook(flow, "say") == (0, "ended as Succeeded\n", "")
    assert hook(flow, "look") == (0, "HookedFlow/7 5 True\n", "")
    assert hook(flow, "everything") == (0, "['run']\n", "")
    (tmp_path / "hooks.py").write_text("def elsewhere():\n    print('here')\n")
    assert hook(flow, "hooks.elsewhere") == (0, "here\n", "")


def test_hooks_that_fail(tmp_path: Path) -> None:
    flow = Driver.of(tmp_path, HOOKED)
    status, _, error = hook(flow, "fail")
    assert status == 1
    assert error.startswith("the exit hook fail failed:\nTraceback")
    assert error.endswith("ValueError: no mail\n")
    assert "runtime_shim" not in error
    status, _, error = hook(flow, "absent")
    assert status == 1
    assert "has no function `absent`" in error
    assert "Traceback" not in error
