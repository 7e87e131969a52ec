"""The text of a lock: what was asked for, in comments, and what it became."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.environments.constraints import normalised
from compiler.environments.request import Request

_FACT = re.compile(r"# ((?:manager|python|package): .*)")
_PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[A-Za-z0-9._,-]+\])?==[A-Za-z0-9.+!_-]+"
    # A marker. Where an option would begin it has ended.
    r"(?:\s*;(?:(?!--)[^#\n])+?)?"
    r"(?:\s+--hash=sha256:[0-9a-f]{64})+"
)
_EXPLICIT = "@EXPLICIT"
_CONDA_FILE = re.compile(r"[a-z]+://[^\s#]+\.(?:conda|tar\.bz2)#sha256:[0-9a-f]{64}")
"""As conda and every micromamba read it; without `sha256:` some take the digest for an MD5."""


class Damaged(Exception):
    """A lock is not one, or not that of the request; the message says why, after "it"."""


def lock_text(request: Request, pinned: str) -> bytes:
    """A lock; `pinned` is in the form of the package manager."""
    facts = "".join(f"# {fact}\n" for fact in request.facts)
    return f"# What `flowc lock` found for these packages; do not edit.\n{facts}{pinned}".encode()


def verify_lock(request: Request, content: bytes) -> None:
    """Raises `Damaged` unless a text pins all that a request asks for, each file by its digest."""
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError:
        raise Damaged("is no text in UTF-8") from None
    facts = tuple(found[1] for found in map(_FACT.fullmatch, lines) if found)
    if request.manager == "pypi":
        if facts != request.facts:
            raise Damaged("is for other packages than the flow asks for")
        _verify_pypi(request, lines)
    else:
        # One that somebody made with conda's own tools is linked by its name alone.
        if facts and facts != request.facts:
            raise Damaged("is for other packages than the flow asks for")
        _verify_conda(lines)


def _verify_pypi(request: Request, lines: list[str]) -> None:
    names = set()
    for entry in _entries(lines):
        pinned = _PINNED.fullmatch(entry)
        if pinned is None:
            raise Damaged(f"has a line that pins no package by version and sha256: {_short(entry)}")
        names.add(normalised(pinned["name"]))
    for package in request.packages:
        name = re.split(r"[^A-Za-z0-9-]", package, maxsplit=1)[0]
        if name not in names:
            raise Damaged(f"lacks the package {name}")


def _verify_conda(lines: list[str]) -> None:
    entries = list(_entries(lines))
    if entries[:1] != [_EXPLICIT]:
        raise Damaged(f"does not begin with the line {_EXPLICIT}")
    for entry in entries[1:]:
        if _CONDA_FILE.fullmatch(entry) is None:
            raise Damaged(f"has a line that is no URL with #sha256: {_short(entry)}")


def _entries(lines: list[str]) -> Iterator[str]:
    """The lines that say something, those that a backslash continues put together."""
    held = ""
    for line in lines:
        text = line.strip()
        if not held and (not text or text.startswith("#")):
            continue
        held += text.removesuffix("\\")
        if not text.endswith("\\"):
            yield held.strip()
            held = ""
    if held:
        yield held.strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."
