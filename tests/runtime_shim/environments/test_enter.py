"""Environments are made from locks, kept, and entered: for real, with small packages of PyPI.

The first of them takes some seconds: it downloads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from runtime_shim import contract
from runtime_shim.local_datastore import absolute_root
from runtime_shim.store import open_store
from tests.environments import ROOT, find_interpreter

LOCK = (Path(__file__).parent / "data" / "six.txt").read_text()
ENVIRONMENT = "pypi-0123456789abcdef"
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"

BARE = str(Path(sys.base_prefix) / "bin" / f"python{PYTHON}")
"""Has pip; the tests' own Python has uv, too."""

SEEN = """\
import json, os, subprocess, sys
import six
from importlib.util import find_spec
print(json.dumps({
    "six": six.__version__,
    "prefix": sys.prefix,
    "python": "%d.%d" % sys.version_info[:2],
    "click": find_spec("click") is not None,
    "runtime": find_spec("runtime_shim") is not None,
    "environment": os.environ["VIRTUAL_ENV"],
    "child": subprocess.check_output(["python", "-c", "import sys; print(sys.prefix)"], text=True),
}))
"""


class Machine:
    """Starts processes that enter the environment, as tasks do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = folder / "plan" / contract.lock_file(ENVIRONMENT)
        self.lock.parent.mkdir(parents=True)
        self.lock.write_text(f"# python: {PYTHON}\n{LOCK}")

    def enter(
        self, cache: str, python: str = BARE, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Has a new process enter the environment, and say what it then sees."""
        environment: Mapping[str, str] = {
            # Where the index is, and whom to trust: what the machine says of it.
            **os.environ,
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "FLOWC_ENVIRONMENT": ENVIRONMENT,
            "FLOWC_PLAN": str(self.folder / "plan" / "Flow.plan.json"),
            "FLOWC_FLOW": "flow.py:Flow",
            "FLOWC_CACHE": str(self.folder / cache),
            "FLOWC_DATASTORE": str(self.folder / "store"),
            **variables,
        }
        start = "from runtime_shim.environments.enter import enter_environment as enter\n"
        replace = "from runtime_shim import contract\nimport os\n"
        replace += f"contract.INSTALLED_LAUNCH = ('-c', {SEEN!r})\nenter(os.environ, [])"
        return subprocess.run(
            [python, "-c", start + replace],
            env=dict(environment),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def seen(self, cache: str, python: str = BARE, **variables: str) -> dict[str, object]:
        done = self.enter(cache, python, **variables)
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    @property
    def kept(self) -> list[str]:
        """The environments in the datastore."""
        store = open_store(absolute_root(str(self.folder / "store")))
        return list(store.list(contract.environments_folder("Flow")))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("python", [BARE, sys.executable], ids=["pip", "uv"])
def test_an_environment_is_made_and_entered(machine: Machine, python: str) -> None:
    seen = machine.seen("cache", python)
    assert seen["six"] == "1.16.0"
    assert str(seen["prefix"]).startswith(f"{machine.folder}/cache/environments/{ENVIRONMENT}-")
    assert seen["environment"] == seen["prefix"] == str(seen["child"]).strip()
    assert seen["runtime"]
    assert not seen["click"], "what the tests' own Python has is not there"
    assert machine.kept == [], "a person's machine keeps its own"


def test_tasks_after_the_first_need_no_index(machine: Machine) -> None:
    packaged = {"FLOWC_PACKAGE": "0" * 64}
    first = machine.enter("one", **packaged)
    assert "making the package environment" in first.stderr
    (kept,) = machine.kept
    assert kept.startswith(f"{ENVIRONMENT}-")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    second = machine.enter("two", **packaged, **nowhere)
    assert json.loads(second.stdout)["six"] == "1.16.0"
    assert second.stderr == ""


def test_a_damaged_environment_is_made_again(machine: Machine) -> None:
    packaged = {"FLOWC_PACKAGE": "0" * 64}
    machine.seen("one", **packaged)
    store = open_store(absolute_root(str(machine.folder / "store")))
    key = f"{contract.environments_folder('Flow')}/{machine.kept[0]}"
    whole = store.read(key)
    # In the middle of a module; what comes before it in the archive unpacks well.
    place = whole.index(b"six.py") + 2000
    store.write(key, [whole[:place], bytes(64), whole[place + 64 :]])
    again = machine.enter("two", **packaged)
    assert json.loads(again.stdout)["six"] == "1.16.0"
    assert "making the package environment" in again.stderr
    assert machine.enter("three", **packaged).stderr == "", "what was kept is whole again"


@pytest.mark.parametrize("python", [BARE, sys.executable], ids=["pip", "uv"])
def test_an_environment_may_have_no_packages(machine: Machine, python: str) -> None:
    machine.lock.write_text(f"# python: {PYTHON}\n")
    assert "No module named 'six'" in machine.enter("cache", python).stderr
    assert len(list((machine.folder / "cache" / "environments").glob("pypi*"))) == 1


@pytest.mark.parametrize("python", [BARE, sys.executable], ids=["pip", "uv"])
def test_nothing_is_built_from_source(machine: Machine, python: str) -> None:
    """What a build asks for would be installed as it is in the index that day."""
    source = "49b3a825280bd66b3aa83585ef59c4a8c82f2c8a522dbe754a8bc8d08c85c491"
    machine.lock.write_text(f"# python: {PYTHON}\ndocopt==0.6.2 --hash=sha256:{source}\n")
    done = machine.enter("cache", python)
    assert done.returncode == 1
    assert "the package environment cannot be made" in done.stderr


def test_the_runtime_is_found_once_the_links_to_it_are_gone(machine: Machine) -> None:
    links = machine.folder / "links"
    links.mkdir()
    for name in ("runtime_shim", "flowc.py"):
        (links / name).symlink_to(ROOT / name)
    prefix = machine.seen("cache", PYTHONPATH=str(links))["prefix"]
    (packages,) = Path(str(prefix)).glob("lib/python*/site-packages")
    assert (packages / "runtime_shim").readlink() == ROOT / "runtime_shim"


def test_an_environment_that_cannot_be_made_leaves_nothing(machine: Machine) -> None:
    machine.lock.write_text(f"# python: {PYTHON}\nsix==1.16.0 --hash=sha256:{'0' * 64}\n")
    done = machine.enter("cache")
    assert done.returncode == 1
    assert "EnvironmentFailed: the package environment cannot be made; python" in done.stderr
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert [path.name for path in (machine.folder / "cache" / "environments").glob("pypi*")] == []


def test_an_image_with_another_python_is_told(machine: Machine) -> None:
    machine.lock.write_text(f"# python: 3.99\n{LOCK}")
    for python, said in {BARE: "and this is Python", sys.executable: "uv finds no Python"}.items():
        stderr = machine.enter("cache", python).stderr
        assert said in stderr
        assert "ask for this one" in stderr
        assert "Name an image that has Python 3.99" in (
            machine.enter("cache", python, FLOWC_PACKAGE="0" * 64).stderr
        )
        assert "error:" not in stderr, "what uv says of it is no help"


def able(machine: Machine, *names: str, **variables: str) -> tuple[int, list[str]]:
    """Has the runtime look for what makes environments: the exit code, and what it says."""
    variables = {
        "FLOWC_PLAN": str(machine.folder / "plan" / "Flow.plan.json"),
        "FLOWC_CACHE": str(machine.folder / "cache"),
        "PATH": "/none",
        "UV_PYTHON_INSTALL_DIR": str(machine.folder / "none"),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-m", "runtime_shim", "environments", *names],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


def test_all_that_is_lacking_is_said_before_any_is_made(machine: Machine) -> None:
    assert able(machine, ENVIRONMENT) == (0, [])
    names = [f"pypi-{number}" for number in range(3)] + ["conda-0"]
    for name in names:
        machine.lock.with_name(f"{name}.txt").write_text(f"# python: 3.{90 + int(name[-1]) // 2}\n")
    code, said = able(machine, ENVIRONMENT, *names)
    assert code == 1
    assert [line.partition(",")[0] for line in said] == [
        "uv finds no Python 3.90",
        "uv finds no Python 3.91",
        "environments of @conda are made by micromamba",
    ]
    assert list((machine.folder / "cache" / "environments").iterdir()) == []


def test_another_python_of_the_machine_is_found(machine: Machine) -> None:
    other = "3.9" if PYTHON != "3.9" else "3.12"
    found = find_interpreter(other)
    if found is None:
        pytest.skip(f"there is no Python {other}")
    machine.lock.write_text(f"# python: {other}\n{LOCK}")
    assert able(machine, ENVIRONMENT)[0] == 1
    folder = str(Path(found).resolve().parent)
    assert able(machine, ENVIRONMENT, PATH=folder) == (0, [])
    seen = machine.seen("cache", sys.executable, PATH=f"{folder}:/usr/bin:/bin")
    assert seen["python"] == other
    assert able(machine, ENVIRONMENT) == (0, []), "it is made already"


def test_a_renewed_lock_is_another_environment(machine: Machine) -> None:
    before = machine.seen("cache")["prefix"]
    machine.lock.write_text(machine.lock.read_text() + "# renewed\n")
    assert machine.seen("cache")["prefix"] != before


def test_without_a_lock_nothing_is_installed(machine: Machine) -> None:
    machine.lock.unlink()
    assert "cannot be read: No such file or directory" in machine.enter("cache").stderr


@pytest.fixture
def conda(machine: Machine) -> dict[str, str]:
    """The variables of a task with `@conda`, on a machine that has the fake of micromamba."""
    program = machine.folder / "micromamba"
    program.write_text(
        f'#!/bin/sh\nexec {sys.executable} {Path(__file__).with_name("fake_micromamba.py")} "$@"\n'
    )
    program.chmod(0o755)
    name = "conda-0123456789abcdef"
    url = "https://example.invalid/linux-64/six-1.16.0-py_0.conda"
    lock = machine.lock.with_name(f"{name}.txt")
    lock.write_text(f"@EXPLICIT\n{url}#sha256:{'0' * 64}\n")
    return {
        "FLOWC_ENVIRONMENT": name,
        "PATH": f"{machine.folder}:/usr/bin:/bin",
        "FLOWC_PACKAGE": "0" * 64,
    }


def test_micromamba_makes_environments_of_conda(machine: Machine, conda: dict[str, str]) -> None:
    done = machine.enter("cache", sys.executable, **conda)
    assert "No module named 'six'" in done.stderr, "the fake installs nothing"
    (made,) = (machine.folder / "cache" / "environments").glob("conda-*")
    assert json.loads((made / "given.json").read_text()) == {
        "final": str(made),
        "root": str(machine.folder / "cache" / "downloads"),
    }
    assert machine.kept == []


def test_what_micromamba_says_is_told(machine: Machine, conda: dict[str, str]) -> None:
    lock = machine.lock.with_name(f"{conda['FLOWC_ENVIRONMENT']}.txt")
    lock.write_text("@EXPLICIT\n# broken\n")
    done = machine.enter("cache", sys.executable, **conda)
    assert "micromamba said: critical libmamba: download failed" in done.stderr
    assert list((machine.folder / "cache" / "environments").glob("conda-*")) == []


def test_conda_needs_micromamba(machine: Machine, conda: dict[str, str]) -> None:
    done = machine.enter("cache", sys.executable, **{**conda, "PATH": "/usr/bin:/bin"})
    assert "made by micromamba, which is not here" in done.stderr
