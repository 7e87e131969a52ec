"""Options and fixtures that tests of every area share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest import runner

from tests.conformance.datastores import FOLDER
from tests.environments import METAFLOW_LOCK, RUNTIME_LOCK, environment, find_interpreter
from tests.servers.place import PLACES

if TYPE_CHECKING:
    from tests.aws import Aws

pytest_plugins = [
    "tests.servers.moto",
    "tests.servers.fixtures",
    "tests.engines.stepfunctions.fixtures",
]

REGENERATE = "--regenerate-golden"
DATASTORE = "--datastore"
SLOW = "--slow"
CLUSTER = "--cluster"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(REGENERATE, action="store_true", help="write the golden files anew")
    parser.addoption(SLOW, action="store_true", help="run the tests that take minutes, too")
    parser.addoption(
        CLUSTER, action="store_true", help="run the tests on a Kubernetes cluster of this machine"
    )
    parser.addoption(
        "--cluster-minutes",
        type=float,
        default=float("inf"),
        metavar="N",
        help="skip the conformance cases on the cluster that have not begun after so many minutes",
    )
    parser.addoption(
        DATASTORE,
        action="append",
        choices=[FOLDER, *PLACES],
        help="run all conformance cases on this kind of datastore, and on no other; may be given "
        "several times. Without it all run on folders, and some on each object store.",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts what is in the background with SIGINT ignored, which all processes inherit.
    # Flows tell how they find it, and one side's may not run on this machine.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # pytest puts the name of a test into a variable, and takes that away when the test is over.
    # A thread of a fixture that reads all variables at that moment would fail for want of it.
    runner._update_current_test_var = lambda *_: None
    if config.getoption(REGENERATE) and os.environ.get("CI"):
        raise pytest.UsageError(
            "golden files are written by a person, who reads the diff, not in CI"
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    unasked = {"slow": SLOW, "cluster": CLUSTER}
    markers = [marker for marker, option in unasked.items() if not config.getoption(option)]
    left_out = [item for item in items if any(map(item.get_closest_marker, markers))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Callable[[Path, bytes], None]:
    """Compares with the exact bytes of a golden file, or writes it under `make golden`."""
    regenerate = bool(pytestconfig.getoption(REGENERATE))

    def compare(path: Path, actual: bytes) -> None:
        if regenerate:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual)
        assert path.exists(), f"there is no {path.name}: run `make golden` and read what it wrote"
        # As text, for pytest to show the lines that differ; then what text would hide.
        assert actual.decode() == path.read_bytes().decode()
        assert actual == path.read_bytes()

    return compare


@pytest.fixture(scope="session")
def other_python() -> Callable[[str], Path]:
    """From a version (`3.12`) to an interpreter that has flowc's dependencies, and only them.

    Skips the test where the machine has no such Python.
    """

    def find(version: str) -> Path:
        interpreter = find_interpreter(version)
        if interpreter is None:
            pytest.skip(f"this machine has no Python {version}")
        return environment(version, interpreter, RUNTIME_LOCK)

    return find


@pytest.fixture(scope="session")
def metaflow_package() -> Path:
    """The folder of the `metaflow` package, installed where flowc cannot import it."""
    python = environment("metaflow", sys.executable, METAFLOW_LOCK)
    return next((python.parent.parent / "lib").glob("python3.*/site-packages/metaflow"))


@pytest.fixture
def no_alias_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Takes back what makes `metaflow` the runtime's API in the process of a test."""
    monkeypatch.setenv("PYTHONPATH", "")
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    sys.meta_path[:] = [one for one in sys.meta_path if getattr(one, "package", "") != "metaflow"]
    for name in [name for name in sys.modules if name.split(".")[0] == "metaflow"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    """A server of AWS's interfaces on loopback."""
    from tests.aws import aws_server

    with aws_server() as server:
        yield server


@pytest.fixture(scope="session")
def metaflow_python() -> Path:
    """An interpreter that has Metaflow."""
    return environment("metaflow", sys.executable, METAFLOW_LOCK)
