from __future__ import annotations

from types import SimpleNamespace

import pytest

from runtime_shim.authoring.current import current
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.s3 import MetaflowS3URLException
from runtime_shim.s3.root import root_of_run

RUN = SimpleNamespace(id="17", parent=SimpleNamespace(id="TrainFlow"))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FLOWC_DATASTORE", "METAFLOW_DATATOOLS_S3ROOT", "METAFLOW_DATASTORE_SYSROOT_S3"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("variables", "root"),
    [
        ({"FLOWC_DATASTORE": "s3://b/store/"}, "s3://b/store/data/TrainFlow/17"),
        ({"FLOWC_DATASTORE": "s3://b"}, "s3://b/data/TrainFlow/17"),
        ({"METAFLOW_DATASTORE_SYSROOT_S3": "s3://m/flows"}, "s3://m/flows/data/TrainFlow/17"),
        (
            {"METAFLOW_DATATOOLS_S3ROOT": "s3://d/x/", "FLOWC_DATASTORE": "s3://b"},
            "s3://d/x/TrainFlow/17",
        ),
        (
            {"METAFLOW_DATASTORE_SYSROOT_S3": "s3://m", "FLOWC_DATASTORE": "/folder"},
            "s3://m/data/TrainFlow/17",
        ),
    ],
)
def test_where_the_objects_of_a_run_are(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], root: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert root_of_run(RUN, None, None) == root


def test_another_bucket_and_another_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWC_DATASTORE", "s3://b/store")
    assert root_of_run(RUN, "mine", None) == "s3://mine/store/data/TrainFlow/17"
    assert root_of_run(RUN, None, "/p/q/") == "s3://b/p/q/TrainFlow/17"


@pytest.mark.parametrize("datastore", [None, "/some/folder", "gs://bucket/x"])
def test_a_datastore_that_is_not_in_s3(
    monkeypatch: pytest.MonkeyPatch, datastore: str | None
) -> None:
    if datastore:
        monkeypatch.setenv("FLOWC_DATASTORE", datastore)
    with pytest.raises(MetaflowS3URLException, match="METAFLOW_DATATOOLS_S3ROOT"):
        root_of_run(RUN, None, None)


def test_self_is_for_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWC_DATASTORE", "s3://b")
    flow = FlowSpec.__new__(FlowSpec)
    with pytest.raises(MetaflowS3URLException, match="no task runs"):
        root_of_run(flow, None, None)
    kind = type(current)
    monkeypatch.setattr(kind, "is_running_flow", True)
    monkeypatch.setattr(kind, "flow_name", "TrainFlow")
    monkeypatch.setattr(kind, "run_id", "18")
    assert root_of_run(flow, None, None) == "s3://b/data/TrainFlow/18"
