"""Decorators of Metaflow's behind a name of the class's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend.reading import check, found

FLOW = """\
from functools import partial
import metaflow
from metaflow import *
class F(FlowSpec):
    {member}
    @{decorator}
    @metaflow.step
    def start(self):
        self.next(self.end)
    @metaflow.step
    def end(self):
        pass
"""


@pytest.mark.parametrize(
    "member",
    [
        "retry = Parameter('retry', default=3)",
        "retry = metaflow.Parameter('retry', default=3)",
        "retry = Config('retry', default_value={})",
        "retry = 3",
        "def retry(self): pass",
    ],
)
@pytest.mark.parametrize("decorator", ["retry", "retry(times=2)"])
def test_a_hidden_decorator(tmp_path: Path, member: str, decorator: str) -> None:
    text = FLOW.format(member=member, decorator=decorator)
    assert found(check(tmp_path, text)) == [("FC119", 6)]


@pytest.mark.parametrize(
    ("member", "decorator"),
    [
        ("retry = 3", "metaflow.retry(times=2)"),
        ("retry = partial(retry, times=2)", "retry"),
        ("retry = metaflow.retry", "retry(times=2)"),
        ("from metaflow import retry", "retry(times=2)"),
        ("timeout = Parameter('timeout', default=3)", "retry(times=2)"),
        ("def own(function): return function", "own"),
    ],
)
def test_a_decorator_in_sight(tmp_path: Path, member: str, decorator: str) -> None:
    text = FLOW.format(member=member, decorator=decorator)
    assert "FC119" not in [code for code, _ in found(check(tmp_path, text))]


def test_what_stands_below_hides_nothing(tmp_path: Path) -> None:
    text = FLOW.format(member="pass", decorator="retry(times=2)")
    assert found(check(tmp_path, f"{text}    retry = 3\n")) == []


def test_a_member_of_the_base_hides_nothing(tmp_path: Path) -> None:
    text = FLOW.replace("(FlowSpec)", "(Base)").format(member="pass", decorator="retry(times=2)")
    text = text.replace("class F", "class Base(FlowSpec):\n    retry = 3\nclass F")
    assert found(check(tmp_path, text)) == []


def test_a_base_hides_from_its_own(tmp_path: Path) -> None:
    text = FLOW.format(member="retry = 3", decorator="retry(times=2)")
    assert found(check(tmp_path, f"{text}class G(F):\n    pass\n")) == [("FC119", 6)]
