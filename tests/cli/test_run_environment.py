"""`flowc run --environment`: each step in an environment of its own, made for real."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Flowc

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
FLOW = f"""\
from metaflow import FlowSpec, pypi, step


class SixFlow(FlowSpec):
    @pypi(packages={{"six": "1.16.0"}}, python="{PYTHON}")
    @step
    def start(self):
        import six

        self.seen = [six.__version__]
        self.next(self.middle)

    @pypi(packages={{"six": "1.17.0"}}, python="{PYTHON}")
    @step
    def middle(self):
        import six

        self.seen.append(six.__version__)
        self.next(self.end)

    @step
    def end(self):
        print(self.seen)


if __name__ == "__main__":
    SixFlow()
"""


@pytest.fixture
def six(project: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A flow whose steps want different versions of one package."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / "cache"))
    (project / "six_flow.py").write_text(FLOW)
    return project


def test_steps_see_their_own_versions(six: Path, flowc: Flowc) -> None:
    first = flowc("run", "six_flow.py", "--environment", "pypi")
    assert first.code == 0, first.out
    assert "| ['1.16.0', '1.17.0']" in first.out
    told = first.err.splitlines()
    assert told[::2] == ["looking up six==1.16.0", "looking up six==1.17.0"]
    locks = {path.name: path.read_bytes() for path in (six / "locks").iterdir()}
    assert sorted(told[1::2]) == sorted(f"wrote locks/{name}" for name in locks)
    assert len(locks) == 2
    again = flowc("run", "six_flow.py", "--environment", "conda")
    assert again.code == 0, again.out
    assert again.err == "", "locks that are there are gone by"
    assert {path.name: path.read_bytes() for path in (six / "locks").iterdir()} == locks


def test_what_cannot_be_resolved_is_said_at_its_line(six: Path, flowc: Flowc) -> None:
    (six / "six_flow.py").write_text(FLOW.replace("1.17.0", "99.0"))
    result = flowc("run", "six_flow.py", "--environment", "pypi")
    assert result.code == 1
    assert "six_flow.py:13:6" in result.err
    assert "six==99.0" in result.err
    assert not (six / ".flowc").exists()


def test_a_python_that_is_not_here_is_told_before_the_run(
    six: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "3.9" if PYTHON != "3.9" else "3.10"
    (six / "six_flow.py").write_text(FLOW.replace(PYTHON, other))
    monkeypatch.setenv("PATH", str(six))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(six / "none"))
    result = flowc("run", "six_flow.py", "--environment", "pypi")
    assert (result.code, result.out) == (2, "")
    assert f"uv finds no Python {other}, which a package environment is for. Install" in result.err
    assert f'or ask for this one: `python="{PYTHON}"`' in result.err
    assert not list(six.glob(".flowc/*/runs/*"))


def test_an_environment_that_cannot_be_made_is_the_failure_of_its_task(
    six: Path, flowc: Flowc
) -> None:
    text = FLOW.replace("    @pypi", "    @retry(times=1, minutes_between_retries=0)\n    @pypi", 1)
    (six / "six_flow.py").write_text(text.replace("import FlowSpec", "import FlowSpec, retry"))
    assert flowc("lock", "six_flow.py").code == 0
    for lock in (six / "locks").iterdir():
        lock.write_text(re.sub("sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text()))
    result = flowc("run", "six_flow.py", "--environment", "pypi")
    assert result.code == 1
    assert result.out.count("| the package environment cannot be made; uv said:") == 2
    failures = sorted(path.name for path in six.glob(".flowc/SixFlow/runs/*/start/-/failures/*"))
    assert failures == ["0.json", "1.json"]
    reason = "the package environment cannot be made; uv said: error: "
    (told,) = [line for line in flowc("show").out.splitlines() if "start/- failed: " in line]
    assert reason in told, "on the one line that there is"
    assert "failed" in flowc("runs").out


def test_without_it_steps_run_as_always(six: Path, flowc: Flowc) -> None:
    result = flowc("run", "six_flow.py")
    assert "--environment pypi makes them" in result.err
    assert not (six / "locks").exists()
