from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.errors import FlowcError
from runtime_shim.store.folder import FolderStore
from runtime_shim.task.failure import failure_of, report, stack, trace
from tests.runtime_shim.task.objects import SomeFlow, flow_in


class Unprintable(SomeFlow):
    def __str__(self) -> str:
        raise ValueError("no name")


def raised(call: Callable[[], Any]) -> Exception:
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def test_where_no_frame_is_the_users_all_are_told(tmp_path: Path) -> None:
    flow = flow_in(tmp_path)
    error = raised(lambda: flow.next(flow.left, foreach="absent"))
    frame = error.__traceback__
    while frame is not None and frame.tb_frame.f_code.co_name != "next":
        frame = frame.tb_next
    lines = trace(error.with_traceback(frame)).splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].endswith("in next")


def test_the_record_of_a_failure() -> None:
    error = raised(lambda: int("x"))
    failure = failure_of(error)
    assert failure.type == "builtins.ValueError"
    assert failure.message == str(error)
    assert failure.traceback.endswith(f"ValueError: {error}\n")


def test_an_error_of_flowcs_own_is_a_message_and_the_users_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise FlowcError("there is no such thing.")

    report("<flow F step s>", raised(fail))
    written = capsys.readouterr().err
    line = fail.__code__.co_firstlineno + 1
    assert written == (
        f"<flow F step s> failed:\nthere is no such thing. ({__file__}, line {line})\n"
    )


def test_a_flow_that_cannot_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    report(Unprintable(), raised(lambda: int("x")))
    assert capsys.readouterr().err.startswith("<flow Unprintable> failed:\nTraceback")


def test_a_stack_begins_where_the_runtime_called_the_user(tmp_path: Path) -> None:
    class Items:
        def __iter__(self) -> Any:
            self.stack = stack(sys._getframe())
            return iter([1])

    flow = flow_in(tmp_path)
    flow.items = Items()
    flow.next(flow.left, foreach="items")
    assert flow.items.stack.splitlines()[0].endswith("in __iter__")
    assert "in test_a_stack_begins" in stack(sys._getframe())


def test_an_exception_without_a_message_is_recorded() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no")

    def fail() -> None:
        raise Mute

    failure = failure_of(raised(fail))
    assert failure.message == "(its message cannot be had: RuntimeError)"
    assert "Mute" in failure.traceback


def test_an_error_of_flowcs_own_names_no_line_of_the_standard_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "store").write_text("a file")
    error = raised(lambda: FolderStore(str(tmp_path / "store")).write("a/b", [b""]))
    report("<flow F step s>", error)
    written = capsys.readouterr().err
    assert "contextlib" not in written
    assert f"({__file__}, line " in written


def test_a_step_may_have_closed_its_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    report("<flow F step s>", raised(lambda: int("x")))


def calling_the_user(tmp_path: Path, error: type[Exception]) -> Exception:
    """An exception of the user's, raised while the runtime looks at something of theirs."""

    class Items:
        def __iter__(self) -> Any:
            raise error("not these")

    flow = flow_in(tmp_path)
    flow.items = Items()
    return raised(lambda: flow.next(flow.left, foreach="items"))


def test_a_traceback_has_the_users_frames_alone(tmp_path: Path) -> None:
    error = calling_the_user(tmp_path, KeyError)
    text = trace(error)
    assert "in __iter__" in text
    assert text.count("The above exception was the direct cause") == 1
    assert "runtime_shim/task" not in text.replace("tests/runtime_shim/task", "")
    assert "\nflowc.InvalidNextException: The step `start`" in text
    assert failure_of(error).type == "flowc.InvalidNextException"


def test_what_the_runtime_raises_for_the_user_ends_with_their_line(tmp_path: Path) -> None:
    flow = flow_in(tmp_path)
    lines = trace(raised(lambda: flow.absent)).splitlines()
    assert "in <lambda>" in "".join(lines[-4:])
    assert lines[-1].startswith("AttributeError: Flow SomeFlow has no attribute 'absent'")
    assert "__getattr__" not in "".join(lines)


def test_where_the_runtime_broke_its_frames_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = flow_in(tmp_path)
    monkeypatch.setattr("runtime_shim.flow.transition.Transition", None)
    text = trace(raised(lambda: flow.next(flow.left)))
    assert "transition.py" in text
    assert text.endswith("TypeError: 'NoneType' object is not callable\n")


def test_all_frames_can_be_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = flow_in(tmp_path)
    monkeypatch.setenv("FLOWC_TRACEBACK", "1")
    assert "__getattr__" in trace(raised(lambda: flow.absent))
