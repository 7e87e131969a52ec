"""The memory-backed folder, whose arguments `@kubernetes` and `@batch` share."""

from __future__ import annotations

from compiler.frontend.decorators.given import Argument, Given, report_ineffective
from compiler.frontend.decorators.kinds import FLAG, PATH, size
from compiler.ir.compute import Tmpfs

TMPFS = (
    Argument("use_tmpfs", FLAG),
    Argument("tmpfs_tempdir", FLAG),
    Argument("tmpfs_size", size("Mi")),
    Argument("tmpfs_path", PATH),
)


def read_tmpfs(given: Given) -> Tmpfs | None:
    """The folder, if the step has one: a size alone asks for it too, as in Metaflow."""
    if given.get("use_tmpfs") or given.get("tmpfs_size"):
        renamed = {"tmpfs_tempdir": "tempdir", "tmpfs_size": "size_bytes", "tmpfs_path": "path"}
        return Tmpfs(**{renamed[name]: value for name, value in given.fields(*renamed).items()})
    if "use_tmpfs" not in given.places and "tmpfs_size" not in given.places:
        for name in given.fields("tmpfs_tempdir", "tmpfs_path"):
            report_ineffective(given, name, "`use_tmpfs=True` or a `tmpfs_size`")
    return None
