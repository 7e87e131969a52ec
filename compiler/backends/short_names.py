"""Names cut to what a service takes."""

from __future__ import annotations

import hashlib

_DIGEST = 8


def shortened(name: str, limit: int) -> str:
    """The name, or its beginning with a digest of all of it where it is too long."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - _DIGEST - 1].rstrip('-.')}-{digest(name)}"


def digest(text: str) -> str:
    """What tells apart two texts that would give the same name."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
