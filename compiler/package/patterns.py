"""Patterns as `.gitignore` has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern


def compiled(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns in their order. As for git, a line that is no pattern matches nothing."""
    from pathspec import GitIgnoreSpec  # imports much, and many projects have no patterns

    return GitIgnoreSpec(pattern for line in lines for pattern in _parsed(line))


def _parsed(line: str) -> Sequence[GitIgnoreSpecPattern]:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines([line]).patterns
    except ValueError:
        return ()


@dataclass(frozen=True)
class Patterns:
    """Those of a setting, relative to the root of the project."""

    texts: tuple[str, ...]
    spec: GitIgnoreSpec | None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Patterns:
        texts = tuple(texts)
        return cls(texts, compiled(texts) if texts else None)

    def match(self, name: str) -> bool:
        """Whether the last pattern that says anything of a path wants it; folders end with `/`."""
        return self.spec is not None and self.spec.match_file(name)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders in which all that can match lies, none in another; `` is the root.

        >>> Patterns(("/data/*.csv", "data/raw/", "!data/raw/x", "a/b/c.txt"), None).folders
        ('a/b', 'data')
        """
        starts = {_start(text) for text in self.texts if not text.startswith(("!", "#"))}
        return tuple(
            start
            for start in sorted(starts)
            if not any(
                f"{start}/".startswith(f"{other}/" if other else "") for other in starts - {start}
            )
        )


def leaves_root(pattern: str) -> bool:
    """Whether a pattern means to lead out of the folder that it is relative to.

    >>> leaves_root("../data/*.csv"), leaves_root("data/..."), leaves_root("# see ../data")
    (True, False, False)
    """
    return ".." in pattern.strip().split("/") and not pattern.startswith(("!", "#"))


def _start(pattern: str) -> str:
    """The folder that a pattern names before its first wildcard."""
    parts = pattern.strip().rstrip("/").split("/")
    if len(parts) == 1:
        return ""
    fixed = []
    for part in parts[:-1]:
        if re.search(r"[*?\[\\]", part):
            break
        fixed.append(part)
    return "/".join(filter(None, fixed))
