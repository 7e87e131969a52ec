"""Fixtures: the cluster, brought up where a test asks for it and it is not up yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.cluster import cluster
from tests.engines.cluster.api import Api
from tests.engines.cluster.identities import admin


@pytest.fixture(scope="session")
def cluster_api() -> Iterator[Api]:
    """The API of the cluster. It goes down in the end if it was not up before."""
    was_up = cluster.is_up()
    cluster.up()
    yield admin()
    if not was_up:
        cluster.down()
