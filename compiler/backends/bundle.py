"""What a compilation gives: files, and a manifest with the digest of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Bundle:
    """The files of one target, by their path relative to the output folder.

    A backend gives the documents; `files` adds the manifest. Paths use forward slashes.
    """

    target: str
    flow: str
    documents: Mapping[str, bytes]

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file to write, the manifest last."""
        return {**self.documents, MANIFEST: self._manifest()}

    def _manifest(self) -> bytes:
        listing = {
            "target": self.target,
            "flow": self.flow,
            "files": {
                path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for path, content in self.documents.items()
            },
        }
        return (json.dumps(listing, indent=2) + "\n").encode()
