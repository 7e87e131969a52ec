"""Fixtures: the cluster, brought up where a test asks for it and it is not up yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from tests.engines.cluster import cluster
from tests.engines.cluster.api import Api
from tests.engines.cluster.identities import admin
from tests.engines.cluster.table import ROWS, Row, lines

_BEGAN = time.monotonic()


@pytest.fixture(scope="session")
def out_of_time(pytestconfig: pytest.Config) -> Callable[[], bool]:
    """Whether the time is over in which cases may begin."""
    seconds = 60 * float(pytestconfig.getoption("--cluster-minutes"))
    return lambda: time.monotonic() - _BEGAN > seconds


@pytest.fixture(scope="session")
def cluster_api() -> Iterator[Api]:
    """The API of the cluster. It goes down in the end if it was not up before."""
    was_up = cluster.is_up()
    cluster.up()
    yield admin()
    if not was_up:
        cluster.down()


@pytest.fixture(scope="session")
def compared(pytestconfig: pytest.Config) -> list[Row]:
    """Of all flows that were compared; the tests add to it."""
    return pytestconfig.stash.setdefault(ROWS, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("compared with Metaflow on the cluster")
        for line in lines(rows):
            terminalreporter.write_line(line)
