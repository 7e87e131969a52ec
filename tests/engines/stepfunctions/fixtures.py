"""Fixtures: benches for tests. What they need is imported when the first is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.engines.stepfunctions.bench import Bench


@pytest.fixture
def make_bench(tmp_path: Path, s3_server: dict[str, str]) -> Iterator[Callable[..., Bench]]:
    """Makes benches, with an S3 and a node whose containers find it; see `Bench` for options.

    `forked` has containers of the shim run as forks, and `python` is that of all images.
    """
    from tests.engines.stepfunctions.bench import Bench
    from tests.engines.stepfunctions.forked_host import ForkedShims
    from tests.engines.stepfunctions.hosts import Processes
    from tests.node import Node

    benches: list[Bench] = []
    variables = {name: value for name, value in s3_server.items() if name.startswith("AWS_")}
    variables["AWS_ENDPOINT_URL"] = s3_server["METAFLOW_S3_ENDPOINT_URL"]

    def make(*, forked: bool = False, python: Path | None = None, **options: Any) -> Bench:
        node = Node(tmp_path / f"node-{len(benches)}", environment=variables)
        if python is not None:
            node.python = python
        node.folder.mkdir()
        host = ForkedShims(node) if forked else Processes(node)
        benches.append(Bench(host, s3_client(variables), **options))
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """One where nothing goes wrong by itself."""
    return make_bench()


def s3_client(variables: dict[str, str]) -> Any:
    """For the server that these variables lead to."""
    config = import_module("botocore.config").Config(max_pool_connections=64)
    return import_module("boto3").client(
        "s3",
        config=config,
        region_name=variables["AWS_DEFAULT_REGION"],
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )
