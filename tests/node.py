"""A machine that runs containers, which here are processes of this one."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from runtime_shim import contract


@dataclass
class Node:
    """A node with images that have a Python, and what it keeps in a folder."""

    folder: Path
    python: str | Path = sys.executable
    """What `python` means in every image."""
    environment: dict[str, str] = field(default_factory=dict)
    """More variables that each container has: credentials, say."""
    images: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the name of an image and a path in it, such as `/flowc`, where that is here."""
    fresh_nodes: bool = False
    """Whether each container is the first of its node, which has unpacked nothing yet."""

    def variables_of_node(self, folder: Path) -> dict[str, str]:
        """What a container, whose folder that is, has of the machine it runs on."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            contract.ENV_CACHE: str((folder if self.fresh_nodes else self.folder) / "cache"),
            contract.ENV_RESULTS: str(folder / "results"),
        }

    def words(
        self, command: Iterable[str], arguments: Iterable[str], paths: Mapping[str, str]
    ) -> list[str]:
        """What to run for a container; `paths` lead from paths in it to those of this machine."""
        program = [str(self.python) if word == "python" else word for word in command]
        return [_here(word, paths) for word in (*program, *arguments)]


def _here(text: str, paths: Mapping[str, str]) -> str:
    """A path in a container as one of this machine; any other text as it is."""
    for path, here in paths.items():
        if text == path or text.startswith(f"{path}/"):
            return here + text[len(path) :]
    return text


def expanded(text: str, variables: Mapping[str, str]) -> str:
    """As the kubelet does it: `$(NAME)` of a variable further up, `$$` for a `$`."""
    return re.sub(
        r"\$(\$|\((\w+)\))",
        lambda found: "$" if found[1] == "$" else variables.get(found[2], found[0]),
        text,
    )
