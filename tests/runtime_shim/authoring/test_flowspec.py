from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.authoring import command_line
from runtime_shim.authoring.command_line import compiler_command
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.step import step
from runtime_shim.errors import FlowcError, Unsupported
from runtime_shim.exceptions import MetaflowException
from runtime_shim.manifest import Frame, TaskId
from tests.runtime_shim.driver import ROOT
from tests.runtime_shim.task.objects import SomeFlow, flow_in


class StandaloneFlow(FlowSpec):
    @step
    def start(self) -> None:
        self.next(self.end)

    @step
    def end(self) -> None: ...


def frames(items: str | None = "items", index: int = 1) -> tuple[Frame, ...]:
    return (Frame(TaskId("start", ""), items, index, 3),)


def test_outside_of_a_task() -> None:
    flow: Any = StandaloneFlow()
    assert (flow.name, flow.script_name) == ("StandaloneFlow", "test_flowspec.py")
    assert str(flow) == "<flow StandaloneFlow>"
    assert (flow.index, flow.input) == (None, None)
    assert [one.__name__ for one in flow] == ["end", "start"]
    with pytest.raises(AttributeError, match="StandaloneFlow has no attribute 'x'"):
        _ = flow.x
    with pytest.raises(MetaflowException, match="means something in a step that runs"):
        flow.start()


def test_an_artifact_from_before_is_loaded_once(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "left", x=[1])
    assert "x" not in vars(flow)
    flow.x.append(2)
    assert flow.x == [1, 2]
    del flow.x
    assert flow.x == [1]


def test_one_that_is_not_there_names_the_step(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "left")
    with pytest.raises(AttributeError, match="SomeFlow has no attribute 'y' in the step left"):
        _ = flow.y
    assert getattr(flow, "y", 3) == 3


def test_the_item_is_looked_up_when_asked_for_and_kept(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "left", frames(), items=["a", "b", "c"])
    assert "items" not in vars(flow)
    assert (flow.index, flow.input) == (1, "b")
    flow.items = []
    assert flow.input == "b"
    assert flow.foreach_stack() == [(1, 3, "b")]


@pytest.mark.parametrize("items", [{"a": 1, "b": 2}.keys(), iter("ab")])
def test_what_cannot_be_indexed_is_counted_through(tmp_path: Path, items: object) -> None:
    flow = flow_in(tmp_path, "left", frames())
    flow.items = items
    assert flow.input == "b"


def test_what_went_through_a_join_has_no_item(tmp_path: Path) -> None:
    assert flow_in(tmp_path, "left", frames()).input is None


def test_in_a_gang_the_item_is_the_index(tmp_path: Path) -> None:
    flow = flow_in(tmp_path, "left", frames(items=None))
    assert (flow.input, flow.index, flow.foreach_stack()) == (1, 1, [(1, None, 1)])


def test_how_it_is_printed(tmp_path: Path) -> None:
    assert str(flow_in(tmp_path, "left")) == "<flow SomeFlow step left>"
    flow = flow_in(tmp_path, "left", frames(), items=["a", "b" * 30, "c"])
    assert str(flow) == f"<flow SomeFlow step left[1] (input: {'b' * 20}...)>"
    assert str(flow_in(tmp_path, "left", frames())) == "<flow SomeFlow step left[1]>"


def test_a_flow_is_no_artifact() -> None:
    with pytest.raises(MetaflowException, match="a flow cannot be stored"):
        pickle.dumps(SomeFlow())
    with pytest.raises(MetaflowException, match="a flow cannot be stored"):
        copy.copy(SomeFlow())


def test_cmd_is_not_supported() -> None:
    with pytest.raises(Unsupported, match=r"subprocess\.run"):
        SomeFlow().cmd("ls")


def test_the_command_of_a_script() -> None:
    target = f"{__file__}:StandaloneFlow"
    command = compiler_command(StandaloneFlow, ["run", "--alpha", "3"])
    assert command == ["-m", "compiler", "run", target, "--alpha", "3"]
    assert compiler_command(StandaloneFlow, [])[2:] == ["--help", target]
    before = compiler_command(StandaloneFlow, ["--with=retry", "run"])
    assert before == ["-m", "compiler", "--with=retry", target, "run"]


def test_a_runtime_without_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "find_spec", lambda _: None)
    with pytest.raises(FlowcError, match="install `flowc`"):
        compiler_command(StandaloneFlow, ["run"])


SCRIPT = """
import sys
from runtime_shim.authoring import flowspec, command_line

class ScriptFlow(flowspec.FlowSpec):
    def __init__(self, use_cli=True):
        super().__init__(use_cli)
        print("came back")


def main():
    ScriptFlow(use_cli=False)
    MAKE()

command_line.subprocess.Popen = lambda command: sys.exit(" ".join(command[1:4]))
main()
"""


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        ("ScriptFlow", "came back\n-m compiler show\n"),
        ("(lambda: ScriptFlow(False))", "came back\ncame back\n"),
    ],
)
def test_a_script_hands_over(tmp_path: Path, make: str, expected: str) -> None:
    (tmp_path / "script.py").write_text(SCRIPT.replace("MAKE", make))
    done = subprocess.run(
        [sys.executable, "script.py", "show"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == expected
