"""What Argo's lint says of each golden file, and the API's strict validation."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.engines.cluster.api import Api, ApiError
from tests.engines.cluster.lint import lint
from tests.engines.cluster.manifests import apply_all, documents_of
from tests.engines.cluster.places import NAMESPACE
from tests.environments import ROOT

pytestmark = [pytest.mark.argo, pytest.mark.cluster]

GOLDEN = sorted((ROOT / "golden_tests" / "expected" / "argo").glob("*.yaml"))
_NOT_ARGO_WORKFLOWS = ("Sensor",)
"""Kinds of Argo Events, which the cluster has not."""


def test_argo_lints_every_golden_file_without_an_error(cluster_api: Api) -> None:
    found = lint(GOLDEN)
    assert [one.path for one in found] == GOLDEN
    assert {one.path.name: one.errors for one in found if one.errors or not one.linted} == {}


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in GOLDEN])
def test_the_api_takes_every_golden_file(file: Path, cluster_api: Api) -> None:
    documents = [one for one in documents_of(file) if one["kind"] not in _NOT_ARGO_WORKFLOWS]
    for document in documents:
        # Where the file names a namespace, it is none that the cluster has.
        document["metadata"].pop("namespace", None)
    apply_all(cluster_api, documents, NAMESPACE, dryRun="All", fieldValidation="Strict")


def _broken(change: str) -> dict[str, object]:
    template: dict[str, object] = yaml.safe_load(change)
    metadata = {"name": "broken"}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTemplate",
        "metadata": metadata,
        "spec": template,
    }


def test_argo_lint_finds_what_is_wrong(cluster_api: Api, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(
        yaml.safe_dump(_broken("{entrypoint: missing, templates: [{name: main, suspend: {}}]}"))
    )
    (found,) = lint([file])
    assert len(found.errors) == 1
    assert "missing" in found.errors[0]


def test_the_api_refuses_a_field_that_there_is_not(cluster_api: Api) -> None:
    document = _broken("{entrypoint: main, templates: [{name: main, suspended: {}}]}")
    with pytest.raises(ApiError, match="field not declared in schema"):
        apply_all(cluster_api, [document], NAMESPACE, dryRun="All", fieldValidation="Strict")
