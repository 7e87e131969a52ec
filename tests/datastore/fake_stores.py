"""Fakes of stores that do not do what they have to; none of the real ones here is like that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runtime_shim.store import Buffer, Missing
from runtime_shim.store.errors import AccessDenied
from runtime_shim.store.folder import FolderStore


class Overwriting(FolderStore):
    """Knows no conditions, as S3 itself until 2024 and some servers that speak its protocol."""

    def create(self, key: str, content: Iterable[Buffer]) -> bool:
        self.write(key, content)
        return True


class Concealing(FolderStore):
    """Answers as S3 does to whoever may read and not list."""

    def read(self, key: str) -> bytes:
        try:
            return super().read(key)
        except Missing:
            raise AccessDenied(f"`{key}` cannot be read: access is denied.") from None


class Forgetful(FolderStore):
    """Finds what it has stored, and does not list it."""

    def list(self, folder: str) -> Iterator[str]:
        return iter(())


class Lossy(FolderStore):
    """Loses the ends of large objects."""

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        pieces = list(content)
        super().write(key, pieces if len(pieces) == 1 else [*pieces[:-1], bytes(len(pieces[-1]))])
