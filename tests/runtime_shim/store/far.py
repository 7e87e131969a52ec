"""A store that is taken for far away, and that remembers what was fetched from it."""

from __future__ import annotations

from runtime_shim.store import Buffer
from runtime_shim.store.folder import FolderStore


class FarFolder(FolderStore):
    """A folder, so that nothing but what it is taken for differs."""

    is_remote = True

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.fetched: list[str] = []

    def read_buffer(self, key: str, size: int | None = None) -> Buffer:
        self.fetched.append(key)
        return super().read_buffer(key, size)
