"""The runtime as a distribution of its own, which flowc writes from what is installed of it.

Its bytes are a function of the runtime's files and flowc's version: a compiler that asks for
the wheel by its digest knows that digest without having built or fetched anything.

The formats are those of the PyPA's specifications "Binary distribution format" and "Core
metadata".
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import runtime_shim
from compiler.version import VERSION

NAME = "flowc-runtime"
_PYTHON = ">=3.9"
_OBJECT_STORES = ("azure", "gcs", "s3")
"""The extras; each needs the same library."""
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel, by its file name, and the requirement that it fulfils."""

    file: str
    content: bytes

    @property
    def requirement(self) -> str:
        """As a line of a requirements file, with the digest of the wheel."""
        digest = hashlib.sha256(self.content).hexdigest()
        return f"{NAME}=={VERSION} \\\n    --hash=sha256:{digest}\n"


@cache
def runtime_wheel() -> Wheel:
    """The wheel of the runtime that this flowc works with."""
    stem = f"{NAME.replace('-', '_')}-{VERSION}"
    files = {
        **runtime_files(),
        f"{stem}.dist-info/METADATA": _metadata(),
        f"{stem}.dist-info/WHEEL": _wheel(),
    }
    record = f"{stem}.dist-info/RECORD"
    files[record] = _record(files, record)
    return Wheel(f"{stem}-py3-none-any.whl", _zip(files))


def runtime_files() -> dict[str, bytes]:
    """The runtime's own files, sorted, by their paths relative to a folder of packages."""
    package = Path(runtime_shim.__file__).parent
    found = {
        path.relative_to(package.parent).as_posix(): path
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    found["flowc.py"] = package.parent / "flowc.py"
    return {name: found[name].read_bytes() for name in sorted(found)}


def _metadata() -> bytes:
    extras = [
        f"Provides-Extra: {extra}\nRequires-Dist: obstore>=0.5; extra == '{extra}'\n"
        for extra in _OBJECT_STORES
    ]
    return (
        "Metadata-Version: 2.1\n"
        f"Name: {NAME}\n"
        f"Version: {VERSION}\n"
        "Summary: Runs the steps of flows that flowc has compiled\n"
        "License: Apache-2.0\n"
        f"Requires-Python: {_PYTHON}\n"
        f"{''.join(extras)}"
    ).encode()


def _wheel() -> bytes:
    return (
        "Wheel-Version: 1.0\n"
        f"Generator: flowc ({VERSION})\n"
        "Root-Is-Purelib: true\n"
        "Tag: py3-none-any\n"
    ).encode()


def _record(files: Mapping[str, bytes], record: str) -> bytes:
    lines = [f"{name},{_digest(content)},{len(content)}\n" for name, content in files.items()]
    return f"{''.join(lines)}{record},,\n".encode()


def _digest(content: bytes) -> str:
    encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={encoded.decode().rstrip('=')}"


def _zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    # Not compressed: the bytes would be those of one version of zlib.
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return made.getvalue()
