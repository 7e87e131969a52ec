"""Images of containers as files that containerd imports.

The format is that of `docker save`: layers as tar files, and two tables that name them.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_CHUNK = 2**20
ZERO = 0
"""The time of every file, so that equal files make equal layers."""


def write_image(
    target: Path, name: str, layers: Sequence[Path], entrypoint: Sequence[str] = ()
) -> None:
    """Writes an image of these layers, each on top of those before it."""
    digests = [_digest(layer) for layer in layers]
    configuration = {
        "architecture": _ARCHITECTURES[platform.machine()],
        "os": "linux",
        "config": {"Env": [f"PATH={_PATH}"], "Entrypoint": list(entrypoint)},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}" for digest in digests]},
    }
    files = [f"{digest}.tar" for digest in digests]
    manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": files}]
    with tarfile.open(target, "w") as archive:
        for file, table in (("config.json", configuration), ("manifest.json", manifest)):
            _add(archive, file, json.dumps(table).encode(), 0o644)
        for layer, file in zip(layers, files, strict=True):
            archive.add(layer, file)


def write_layer(target: Path, files: Mapping[str, Path], folders: Iterable[str] = ()) -> None:
    """Writes a layer of programs, by their paths in the image, and of folders open to everyone."""
    with tarfile.open(target, "w") as archive:
        for path in folders:
            entry = tarfile.TarInfo(path)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777
            archive.addfile(entry)
        for path, source in files.items():
            _add(archive, path, source.read_bytes(), 0o755)


def write_tree(target: Path, folder: Path, prefix: str = "") -> None:
    """Writes a layer of all that is in a folder, as root's, under a path of the image."""
    with tarfile.open(target, "w") as archive:
        for source in sorted(folder.rglob("*")):
            name = f"{prefix}{source.relative_to(folder).as_posix()}"
            archive.add(source, name, recursive=False, filter=_as_ours)


def _as_ours(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mtime = ZERO
    return entry


def _add(archive: tarfile.TarFile, path: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
