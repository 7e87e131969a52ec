"""What the cluster is made of, as far as it can be seen without one."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from tests.engines.cluster.api import Object
from tests.engines.cluster.archive import write_image, write_layer
from tests.engines.cluster.images import images, python_image
from tests.engines.cluster.manifests import list_path
from tests.engines.cluster.places import API, NODE, SERVICES
from tests.engines.cluster.versions import ARGO, KUBERNETES


def test_versions_are_those_of_the_modules() -> None:
    assert f"k8s.io/kubernetes {KUBERNETES.version}" in (KUBERNETES.folder / "go.mod").read_text()
    assert f"argo-workflows/v4 {ARGO.version}" in (ARGO.folder / "go.mod").read_text()


def test_all_of_kubernetes_is_of_one_version() -> None:
    text = (KUBERNETES.folder / "go.mod").read_text()
    replaced = [line.split()[-1] for line in text.splitlines() if " => " in line]
    assert set(replaced) == {KUBERNETES.version.replace("v1.", "v0.")}


def test_what_is_pinned_has_its_digests() -> None:
    for module in (KUBERNETES, ARGO):
        assert f"{module.main} {module.version} h1:" in (module.folder / "go.sum").read_text()


def test_an_image_names_its_layers_by_what_is_in_them(tmp_path: Path) -> None:
    program, layer, image = (tmp_path / name for name in ("program", "layer", "image"))
    program.write_bytes(b"content")
    write_layer(layer, {"bin/program": program}, folders=["tmp"])
    write_image(image, "flowc.test/one:1", [layer], ["program"])
    with tarfile.open(image) as archive:
        tables = [
            json.load(content)
            for content in map(archive.extractfile, ("manifest.json", "config.json"))
            if content is not None
        ]
        names = archive.getnames()
    ((manifest,), configuration) = tables
    digest = hashlib.sha256(layer.read_bytes()).hexdigest()
    assert manifest["RepoTags"] == ["flowc.test/one:1"]
    assert manifest["Layers"] == [f"{digest}.tar"]
    assert set(names) == {"config.json", "manifest.json", f"{digest}.tar"}
    assert configuration["rootfs"]["diff_ids"] == [f"sha256:{digest}"]
    assert configuration["config"]["Entrypoint"] == ["program"]


def test_a_layer_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    program = tmp_path / "program"
    layers = [tmp_path / "one", tmp_path / "two"]
    for layer in layers:
        program.write_bytes(b"content")
        write_layer(layer, {"bin/program": program})
    assert layers[0].read_bytes() == layers[1].read_bytes()


def test_no_image_has_a_tag_that_kubernetes_would_pull_anew() -> None:
    assert python_image() in images()
    assert not any(name.endswith(":latest") or ":" not in name for name in images())


def test_the_api_has_the_address_that_its_service_gets() -> None:
    assert API.ip == next(SERVICES.hosts())
    assert NODE.ip not in SERVICES


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}},
            "/api/v1/namespaces/argo/configmaps",
        ),
        ({"apiVersion": "v1", "kind": "Namespace", "metadata": {}}, "/api/v1/namespaces"),
        (
            {
                "apiVersion": "argoproj.io/v1alpha1",
                "kind": "Workflow",
                "metadata": {"namespace": "other"},
            },
            "/apis/argoproj.io/v1alpha1/namespaces/other/workflows",
        ),
    ],
)
def test_where_an_object_belongs(document: Object, path: str) -> None:
    assert list_path(document, "argo") == path
