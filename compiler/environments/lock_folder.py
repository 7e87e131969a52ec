"""The folder of a project that has the locks, a file for each environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from compiler.environments.lock_text import Damaged, lock_text, verify_lock
from compiler.environments.request import Request
from compiler.environments.resolvers import Resolve
from compiler.environments.tools import LookupBroken


@dataclass(frozen=True)
class LockFolder:
    """Where locks are; `shown` is the folder as seen from the root of the project."""

    root: Path
    shown: str

    def name(self, request: Request) -> str:
        """The file of a lock, as seen from the root of the project."""
        return f"{self.shown.rstrip('/')}/{request.id}.txt"

    def file(self, request: Request) -> Path:
        """That file."""
        return self.root / self.name(request)

    def read(self, request: Request) -> bytes | None:
        """The lock of a request, None where there is none.

        Raises `Damaged`, and `OSError` where it cannot be read.
        """
        try:
            content = self.file(request).read_bytes()
        except FileNotFoundError:
            return None
        verify_lock(request, content)
        return content

    def make(self, request: Request, resolve: Resolve) -> bytes:
        """Resolves a request and writes its lock in place of any earlier one.

        Raises `Unresolvable`, `LookupBroken`, and `OSError` where it cannot be written.
        """
        content = lock_text(request, resolve(request, self.root))
        try:
            verify_lock(request, content)
        except Damaged as damaged:
            # The configuration of the tool may let it take a package from elsewhere.
            raise LookupBroken(f"the answer {damaged}") from None
        file = self.file(request)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        try:
            draft.write_bytes(content)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        return content
