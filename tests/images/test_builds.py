"""The Dockerfiles are built, and what comes out is run."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from compiler.images.bundle import environment_bundle, runtime_bundle
from compiler.images.environment import EnvironmentImage
from compiler.output import write_bundle
from compiler.version import VERSION
from tests import podman

pytestmark = [
    pytest.mark.containers,
    pytest.mark.skipif(podman.why_no_podman() is not None, reason=podman.why_no_podman() or ""),
]

USAGE = "usage: python -m runtime_shim step STEP"
IMPORTS = "import obstore, flowc, getpass; print(obstore.__file__, getpass.getuser())"
SIX = """\
six==1.17.0 \\
    --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274
typing-extensions==4.12.2 \\
    --hash=sha256:04e5ca0351e0f3f85c6853954072df659d0d13fac324d0072316b67d7794700d
"""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("context")
    write_bundle(runtime_bundle(podman.stock_image()), folder)
    return folder


def test_the_image_to_build_on(context: Path) -> None:
    image = "localhost/flowc-test-runtime"
    podman.build(context, "runtime/Dockerfile", image, "runtime")
    assert podman.run(image, "python", "-m", "runtime_shim", check=False).stderr.startswith(USAGE)
    assert podman.run(image, "python", "-c", IMPORTS).stdout.endswith(" flowc\n")
    assert podman.run(image, "uv", "--version").stdout.startswith("uv ")
    assert podman.run(image, "id", "-u").stdout == "10001\n"
    podman.run(image, "touch", "in-the-home-folder")
    assert podman.labels(image)["flowc.version"] == VERSION


def test_the_image_to_copy_from(context: Path, tmp_path: Path) -> None:
    image = "localhost/flowc-test-inject"
    podman.build(context, "runtime/Dockerfile", image, "inject")
    tmp_path.chmod(0o777)
    podman.run(image, "cp", "-R", "/flowc/.", "/copy", mounts={tmp_path: "/copy"})
    program = f"import sys; sys.path.append('/flowc/python3.11'); {IMPORTS}"
    stock = podman.stock_image()
    by_anyone = partial(
        podman.run,
        stock,
        env={"USER": "ann", "PYTHONPATH": "/flowc"},
        mounts={tmp_path: "/flowc:ro"},
        options=("--user", "1234:1234", "--read-only"),
    )
    done = by_anyone("python", "/flowc/runtime_shim", check=False)
    assert done.stderr.startswith(USAGE)
    assert by_anyone("python", "-c", program).stdout.endswith(" ann\n")
    assert by_anyone("/flowc/bin/uv", "--version").stdout.startswith("uv ")


def test_the_image_of_an_environment(context: Path) -> None:
    stock = podman.stock_image()
    made = EnvironmentImage(
        flow="TrainFlow",
        environment="pypi-1f9a2b3c",
        image=stock,
        python=podman.python_version(stock),
        lock=SIX.encode(),
        steps=("train",),
    )
    write_bundle(environment_bundle("TrainFlow", "train.py", [made]), context)
    image = "localhost/flowc-test-environment"
    podman.build(context, made.dockerfile, image)
    program = "import six; from importlib.metadata import version as v; "
    program += "print(v('six'), v('typing-extensions'), v('obstore')[:2])"
    assert podman.run(image, "python", "-c", program).stdout == "1.17.0 4.12.2 0.\n"
    assert podman.run(image, "python", "-m", "runtime_shim", check=False).stderr.startswith(USAGE)
    assert podman.labels(image)["flowc.environment"] == "pypi-1f9a2b3c"
