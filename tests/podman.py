"""Real containers, where the machine has podman: images are built and run here, by no daemon.

The stock image, with a plain Python and nothing of flowc's, is the one that the variable
`FLOWC_TEST_IMAGE` names, such as python:3.12-slim. Without it, it is made by debootstrap, once
for a machine, which takes a minute.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.environments import alone

STOCK_IMAGE = "localhost/flowc-test-python:bookworm"
_PACKAGES = "python3-minimal,python3-pip,python3-venv,ca-certificates"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"


@functools.cache
def why_no_podman() -> str | None:
    """What keeps this machine from running containers, if anything does."""
    if shutil.which("podman") is None:
        return "this machine has no podman"
    if "FLOWC_TEST_IMAGE" not in os.environ and not _exists(STOCK_IMAGE):
        if shutil.which("debootstrap") is None:
            return (
                "FLOWC_TEST_IMAGE names no image, and this machine has no debootstrap to make one"
            )
        if os.geteuid() != 0:
            return "FLOWC_TEST_IMAGE names no image, and only root can make one by debootstrap"
    return None


@functools.cache
def stock_image() -> str:
    """The name of the stock image, which is there then."""
    named = os.environ.get("FLOWC_TEST_IMAGE")
    if named is not None:
        return named
    with alone("stock-image"):
        if not _exists(STOCK_IMAGE):
            with tempfile.TemporaryDirectory() as folder:
                _make_stock_image(Path(folder) / "root")
    return STOCK_IMAGE


def build(context: Path, file: str, tag: str, target: str | None = None) -> None:
    """Builds an image; pip and uv ask the index that they ask on this machine."""
    options = ["--file", file, "--tag", tag, *(["--target", target] if target else [])]
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        if name in os.environ:
            options += ["--build-arg", name]
    podman("build", "--quiet", "--network", "host", "--isolation", "chroot", *options, str(context))


def run(
    image: str,
    *command: str,
    env: Mapping[str, str] | None = None,
    mounts: Mapping[Path, str] | None = None,
    options: Sequence[str] = (),
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Runs a command in a container that is gone afterwards; `mounts` are from here to there."""
    given = [f"--env={name}={value}" for name, value in (env or {}).items()]
    given += [f"--volume={source}:{target}" for source, target in (mounts or {}).items()]
    return podman(
        "run", "--rm", "--network", "host", *given, *options, image, *command, check=check
    )


def labels(image: str) -> dict[str, str]:
    """What an image says of itself."""
    shown = podman("image", "inspect", "--format", "{{json .Labels}}", image)
    found: dict[str, str] = json.loads(shown.stdout)
    return found


def python_version(image: str) -> str:
    """Of the Python in an image, such as `3.12`."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    return run(image, "python", "-c", program).stdout.strip()


def open_to_everyone(folder: Path) -> None:
    """Lets whoever a container runs as write to a folder and those in it."""
    for found in (folder, *folder.rglob("*")):
        if found.is_dir():
            found.chmod(0o777)


def podman(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """One command of podman."""
    done = subprocess.run(
        ["podman", *arguments],
        env={**os.environ, "CONTAINERS_CONF": str(_configuration())},
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode != 0:
        raise RuntimeError(f"podman {arguments} failed:\n{done.stdout}{done.stderr}")
    return done


@functools.cache
def _configuration() -> Path:
    """Limits as they are: a container of tests may lack the right to raise them."""
    lines = ["[containers]", "default_ulimits = []"]
    if shutil.which("runc"):
        lines += ["[engine]", 'runtime = "runc"']
    file = Path(tempfile.mkdtemp(prefix="flowc-podman-")) / "containers.conf"
    file.write_text("\n".join(lines) + "\n")
    return file


def _exists(image: str) -> bool:
    return podman("image", "exists", image, check=False).returncode == 0


def _make_stock_image(root: Path) -> None:
    command = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "bookworm", str(root)]
    subprocess.run(command, check=True, capture_output=True)
    (root / "usr/bin/python").symlink_to("python3")
    # The network of this machine may have certificates of its own.
    ours = ssl.get_default_verify_paths().cafile
    if ours is not None:
        shutil.copy(ours, root / _CERTIFICATES)
    (root / "etc/pip.conf").write_text(f"[global]\ncert = /{_CERTIFICATES}\n")
    (root / "etc/uv").mkdir()
    (root / "etc/uv/uv.toml").write_text("system-certs = true\n")
    archive = root.with_suffix(".tar")
    subprocess.run(["tar", "-C", str(root), "-cf", str(archive), "."], check=True)
    podman("import", "--change", f"ENV PATH={_PATH}", str(archive), STOCK_IMAGE)
