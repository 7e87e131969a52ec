"""Where containers run: as processes of this machine."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.node import Node


@dataclass(frozen=True)
class Container:
    """What to run."""

    name: str
    """Unlike that of any other container; it may have slashes."""
    image: str
    command: Sequence[str]
    variables: Mapping[str, str]


class Running(Protocol):
    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, or minus the signal; None where it has not ended within that time."""

    def kill(self) -> None:
        """Ends it at once, and all that it started. Nothing where it has ended."""


class Host(Protocol):
    def start(self, container: Container) -> Running:
        """Starts it with the variables of the node and its own, and no others."""

    def log(self, name: str) -> str:
        """What a container printed, both streams."""

    def close(self) -> None:
        """Ends what the host itself runs."""


@dataclass(frozen=True)
class Processes:
    """Each container is a process of its own."""

    node: Node

    def start(self, container: Container) -> Running:
        """See `Host`."""
        place = Place.of(self.node, container)
        with place.log.open("wb") as log:
            return _Process(
                subprocess.Popen(
                    place.command,
                    cwd=place.work,
                    env=place.variables,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def log(self, name: str) -> str:
        """See `Host`."""
        return log_of(self.node, name)

    def close(self) -> None:
        """See `Host`."""


@dataclass(frozen=True)
class Place:
    """What a container is on this machine."""

    command: list[str]
    variables: dict[str, str]
    work: Path
    log: Path

    @classmethod
    def of(cls, node: Node, container: Container) -> Place:
        """Makes its folders."""
        folder = node.folder / "containers" / container.name
        for name in ("results", "work"):
            (folder / name).mkdir(parents=True)
        variables = {**node.variables_of_node(folder), **node.environment, **container.variables}
        paths = node.images.get(container.image, {})
        command = node.words(container.command, (), paths)
        return cls(command, variables, folder / "work", folder / "log.txt")


def log_of(node: Node, name: str) -> str:
    """What a container printed."""
    file = node.folder / "containers" / name / "log.txt"
    return file.read_text(errors="replace") if file.exists() else ""


@dataclass(frozen=True)
class _Process:
    process: subprocess.Popen[bytes]

    def wait(self, timeout: float | None = None) -> int | None:
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
