"""Fixtures: object stores on loopback, each started once where a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from benchmarks.store import BUCKET as S3_BUCKET
from tests.servers.azure import CONTAINER, NoAzurite, azurite
from tests.servers.faulty_s3 import FaultyServer, faulty_server
from tests.servers.gcs import BUCKET as GCS_BUCKET
from tests.servers.gcs import gcs_emulator
from tests.servers.place import Place


@pytest.fixture(scope="session")
def faulty_s3(s3_server: dict[str, str]) -> Iterator[FaultyServer]:
    """The server of `s3_server`, on a way where much goes wrong."""
    with faulty_server(s3_server["METAFLOW_S3_ENDPOINT_URL"]) as server:
        yield server


@pytest.fixture(scope="session")
def s3_place(s3_server: dict[str, str]) -> Place:
    return _in_s3(s3_server, s3_server["METAFLOW_S3_ENDPOINT_URL"], "tests")


@pytest.fixture(scope="session")
def s3_faulty_place(s3_server: dict[str, str], faulty_s3: FaultyServer) -> Place:
    return _in_s3(s3_server, faulty_s3.url, "faulty")


@pytest.fixture(scope="session")
def gcs_place() -> Iterator[Place]:
    with gcs_emulator() as url:
        yield Place(f"gs://{GCS_BUCKET}/tests/", {"STORAGE_EMULATOR_HOST": url})


@pytest.fixture(scope="session")
def azure_place() -> Iterator[Place]:
    try:
        with azurite() as variables:
            yield Place(f"az://{CONTAINER}/tests/", variables)
    except NoAzurite as error:
        pytest.skip(str(error))


def _in_s3(server: Mapping[str, str], url: str, folder: str) -> Place:
    # Not the variables of Metaflow, which go on to say what it keeps where.
    variables = {name: value for name, value in server.items() if name.startswith("AWS_")}
    return Place(f"s3://{S3_BUCKET}/{folder}/", {**variables, "AWS_ENDPOINT_URL": url})
