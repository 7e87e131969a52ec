from __future__ import annotations

import pytest

from compiler.backends.airflow.python import printed
from compiler.backends.airflow.reading import runs_path
from compiler.settings import AirflowSettings, Settings


def read_from(datastore: str | None, connection: str | None = None) -> str:
    settings = Settings(datastore=datastore, airflow=AirflowSettings(datastore_conn_id=connection))
    return printed(runs_path("TrainFlow", settings))


@pytest.mark.parametrize(
    ("datastore", "root"),
    [
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/a/b/", "s3://bucket/a/b"),
        ("gs://bucket/a", "gs://bucket/a"),
        # Airflow's providers have one name for all of Azure's.
        ("az://container/a", "abfs://container/a"),
        ("abfs://container@account.dfs.core.windows.net/a", "abfs://container/a"),
        ("abfss://container@account.dfs.core.windows.net", "abfs://container"),
        ("/shared/flows/", "file:///shared/flows"),
        ("/", "file://"),
    ],
)
def test_where_airflow_reads_what_steps_left(datastore: str, root: str) -> None:
    assert read_from(datastore) == f'ObjectStoragePath("{root}/TrainFlow/runs")'


def test_the_connection_is_that_of_the_settings() -> None:
    assert read_from("s3://b", "lake") == (
        'ObjectStoragePath("s3://b/TrainFlow/runs", conn_id="lake")'
    )
