"""Names cut to what a service takes."""

from __future__ import annotations

import hashlib
import re

_DIGEST = 8
_OUTSIDE = re.compile(r"[^A-Za-z0-9_-]+")


def shortened(name: str, limit: int) -> str:
    """The name, or its beginning with a digest of all of it where it is too long."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - _DIGEST - 1].rstrip('-.')}-{digest(name)}"


def digest(text: str) -> str:
    """What tells apart two texts that would give the same name."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


def plain_name(text: str, limit: int) -> str:
    """A text in letters, digits, `_` and `-`, which all services of AWS take.

    >>> plain_name("train", 40), plain_name("größe", 40)
    ('train', 'gr-e-d353a267')
    """
    name = _OUTSIDE.sub("-", text).strip("-_")
    if name != text:
        # Something was left out, so that another text might give the same name.
        name = f"{name or 'x'}-{digest(text)}"
    return shortened(name, limit)
