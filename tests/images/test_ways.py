"""A flow runs from its code package, in each way that a container has of getting the runtime.

It is in a package of its own, with sibling modules, a data file and packages of PyPI. Every
container starts in an empty folder, under a Python that has nothing of flowc's but what the way
brings: as a process under a bare environment, and in a real container where there is podman.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from compiler.environments.locking import Locking, Policy
from compiler.images.bundle import environment_bundle, runtime_bundle
from compiler.images.choice import environment_images
from compiler.output import write_bundle
from compiler.pipeline import Checked, compile_checked
from compiler.settings import Settings
from runtime_shim.contract import package_key
from runtime_shim.store import open_store
from tests import podman, ways
from tests.containers import WorkflowRun
from tests.podman_cluster import PodmanCluster

PROJECT = Path(__file__).parent / "data" / "packaged"
MAKE = Locking("src/churn/flow.py", Policy.MAKE)
BAKED_IMAGE = "localhost/flowc-test-runtime"
INJECT_IMAGE = "localhost/flowc-test-inject"

each_way = pytest.mark.parametrize("way", ways.WAYS)


@pytest.fixture
def datastore(tmp_path: Path) -> Path:
    folder = tmp_path / "datastore"
    folder.mkdir()
    return folder


@each_way
def test_under_a_bare_environment(way: str, datastore: Path, tmp_path: Path) -> None:
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    settings = replace(ways.WAYS[way], datastore=str(datastore), python=python)
    document = deploy(tmp_path, settings)
    check(ways.cluster(way, tmp_path / "cluster").run(document))


@pytest.mark.containers
@pytest.mark.skipif(podman.why_no_podman() is not None, reason=podman.why_no_podman() or "")
@each_way
def test_in_a_container(way: str, datastore: Path, tmp_path: Path, images: None) -> None:
    settings = replace(
        ways.WAYS[way],
        datastore=str(datastore),
        python=podman.python_version(podman.stock_image()),
        image=BAKED_IMAGE if way == "baked" else podman.stock_image(),
        runtime_image=INJECT_IMAGE,
    )
    document = deploy(tmp_path, settings)
    podman.open_to_everyone(datastore)
    environment = ways.index(tmp_path / "index") if way == "pip" else {}
    shared = (datastore, tmp_path / "index") if way == "pip" else (datastore,)
    cluster = PodmanCluster(tmp_path / "cluster", environment=environment, shared=shared)
    check(cluster.run(document))


@pytest.mark.containers
@pytest.mark.skipif(podman.why_no_podman() is not None, reason=podman.why_no_podman() or "")
def test_in_an_image_with_its_packages(datastore: Path, tmp_path: Path, images: None) -> None:
    settings = Settings(
        datastore=str(datastore),
        python=podman.python_version(podman.stock_image()),
        image=BAKED_IMAGE,
        environment_image="localhost/flowc-test-environment:{environment}",
    )
    checked, document = compiled(tmp_path, settings)
    assert checked.program is not None
    flow, made = checked.program.flow, checked.environments
    (image,) = environment_images(flow, settings, made.by_step, made.locks)
    context = tmp_path / "context"
    write_bundle(runtime_bundle(podman.stock_image()), context)
    write_bundle(environment_bundle(flow.name, flow.file, [image]), context)
    tag = f"localhost/flowc-test-environment:{image.environment}"
    podman.build(context, image.dockerfile, tag)
    podman.open_to_everyone(datastore)
    run = PodmanCluster(tmp_path / "cluster", shared=(datastore,)).run(document)
    check(run)
    assert "making the package environment" not in run.output()


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The images of the runtime as it is now."""
    context = tmp_path_factory.mktemp("context")
    write_bundle(runtime_bundle(podman.stock_image()), context)
    podman.build(context, "runtime/Dockerfile", BAKED_IMAGE, "runtime")
    podman.build(context, "runtime/Dockerfile", INJECT_IMAGE, "inject")


def deploy(folder: Path, settings: Settings) -> Mapping[str, Any]:
    """The document, as `compiled` makes it."""
    return compiled(folder, settings)[1]


def compiled(folder: Path, settings: Settings) -> tuple[Checked, Mapping[str, Any]]:
    """Compiles a copy of the project and puts its package where tasks look for it."""
    project = folder / "project"
    shutil.copytree(PROJECT, project)
    bundle, checked = compile_checked(project / "src/churn/flow.py", "argo", settings, MAKE)
    assert bundle is not None, checked.report.diagnostics
    assert checked.package is not None
    key = package_key(checked.package.flow, checked.package.sha256)
    open_store(settings.datastore_root).create(key, checked.package.pieces())
    shutil.rmtree(project)
    (document,) = bundle.documents.values()
    loaded: Mapping[str, Any] = yaml.safe_load(document)
    return checked, loaded


def check(run: WorkflowRun) -> None:
    """That the run did what the flow says."""
    assert run.phase == "Succeeded", run.output()
    assert "scores ['1,000', '23,000']" in run.output()
    assert "hook in churn" in run.containers[-1].stdout, run.output()
