"""What a compilation gives: files, and a manifest with the digest of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

MANIFESTS = "manifests"
"""A folder of their own: `kubectl apply -f` takes every JSON file that lies beside the YAML."""


@dataclass(frozen=True)
class Bundle:
    """The files of one target, by their path relative to the output folder.

    A backend gives the documents; `files` adds the manifest, which has the names of the flow
    and its branch, so that several bundles fit into one folder. Paths use forward slashes.
    """

    target: str
    flow: str
    source: str
    """The flow's file, relative to the project root: it tells apart flows of one name."""
    documents: Mapping[str, bytes]
    locks: Mapping[str, bytes] = field(default_factory=dict)
    """The locks of package environments, which go beside the documents."""
    project: tuple[str, ...] = ()
    """The project and the branch that the flow is deployed as, where it has them."""

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file to write, the manifest last."""
        return {**self.documents, **self.locks, self.manifest: self._listing()}

    @property
    def manifest(self) -> str:
        """The path of the manifest."""
        return f"{MANIFESTS}/{'.'.join((*self.project, self.flow))}.json"

    def _listing(self) -> bytes:
        import hashlib  # loads OpenSSL, which only written files need

        listing = {
            "target": self.target,
            "flow": self.flow,
            "source": self.source,
            "files": {
                path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for path, content in {**self.documents, **self.locks}.items()
            },
        }
        return (json.dumps(listing, indent=2) + "\n").encode()
