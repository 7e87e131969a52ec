"""The images that pods run, made here: no registry is asked.

The Python image is Debian's, with what Metaflow's interpreter has in other tests, and with the
runtime of this checkout.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from compiler.images.wheel import runtime_wheel
from tests.engines.cluster import debian
from tests.engines.cluster.archive import write_image, write_layer, write_tree
from tests.engines.cluster.build import program
from tests.engines.cluster.places import CACHE
from tests.engines.cluster.problems import ClusterError
from tests.engines.cluster.versions import ARGO
from tests.environments import METAFLOW_LOCK

RELEASE = "bookworm"
PYTHON_OF_RELEASE = "3.11"
PAUSE_IMAGE = "flowc.test/pause:1"
EXECUTOR_IMAGE = f"flowc.test/argoexec:{ARGO.version}"

_PACKAGES = "python3,ca-certificates"
_SITE = f"usr/local/lib/python{PYTHON_OF_RELEASE}/dist-packages/"


@cache
def python_image() -> str:
    """The name of the image with the runtime, which another checkout may call otherwise."""
    content = runtime_wheel().content + METAFLOW_LOCK.read_bytes()
    return f"flowc.test/python:{hashlib.sha256(content).hexdigest()[:12]}"


def images() -> dict[str, Callable[[Path], None]]:
    """By its name what writes an image as a file, beside which it may leave others."""
    return {
        PAUSE_IMAGE: _write_pause,
        EXECUTOR_IMAGE: _write_executor,
        python_image(): _write_python,
    }


def _write_pause(archive: Path) -> None:
    layer = archive.with_suffix(".layer")
    write_layer(layer, {"pause": Path(debian.path_of(debian.CATATONIT))})
    # With `-P` catatonit does nothing, and waits for the children that it inherits.
    write_image(archive, PAUSE_IMAGE, [layer], ["/pause", "-P"])


def _write_executor(archive: Path) -> None:
    layer = archive.with_suffix(".layer")
    write_layer(layer, {"bin/argoexec": program(ARGO, "argoexec")}, folders=["tmp"])
    write_image(archive, EXECUTOR_IMAGE, [layer], ["argoexec"])


def _write_python(archive: Path) -> None:
    base = _kept("base", RELEASE + _PACKAGES, _write_base)
    libraries = _kept("libraries", METAFLOW_LOCK.read_text(), _write_libraries)
    runtime = archive.with_suffix(".layer")
    _write_runtime(runtime)
    write_image(archive, python_image(), [base, libraries, runtime])


def _write_runtime(layer: Path) -> None:
    wheel = runtime_wheel()
    file = layer.with_name(wheel.file)
    file.write_bytes(wheel.content)
    site = layer.with_suffix(".site")
    _install(site, "--no-deps", str(file))
    write_tree(layer, site, _SITE)


def _kept(name: str, made_of: str, write: Callable[[Path], None]) -> Path:
    """A layer in the cache, which is written where there is none of the same."""
    digest = hashlib.sha256(made_of.encode()).hexdigest()[:12]
    layer = CACHE / "layers" / f"{name}-{digest}.tar"
    if not layer.exists():
        layer.parent.mkdir(parents=True, exist_ok=True)
        unfinished = layer.with_suffix(".unfinished")
        write(unfinished)
        unfinished.replace(layer)
    return layer


def _write_base(layer: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        options = ["--variant=minbase", f"--include={_PACKAGES}"]
        _run([debian.path_of("debootstrap"), *options, RELEASE, str(root)])
        (root / "usr/bin/python").symlink_to("python3")
        for archive in (root / "var/cache/apt/archives").glob("*.deb"):
            archive.unlink()
        _run(["tar", "-C", str(root), "--one-file-system", "-cf", str(layer), "."])


def _write_libraries(layer: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        _install(site, "--require-hashes", "-r", str(METAFLOW_LOCK))
        write_tree(layer, site, _SITE)


def _install(site: Path, *words: str) -> None:
    uv = Path(sys.executable).with_name("uv")
    platform = [f"--python-version={PYTHON_OF_RELEASE}", "--only-binary=:all:"]
    _run([str(uv), "pip", "install", "--quiet", f"--target={site}", *platform, *words])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ClusterError(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-4000:]}")
