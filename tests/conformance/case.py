"""A case: some files, and the commands that are given to Metaflow and to flowc alike.

A flow says itself how it is run, in comments of the form `# $ FAIL=1 run --alpha 3`; a flow
without any is run once. The words are those of the command line, in flowc's spelling;
variables before the command are set for it alone.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_COMMAND = re.compile(r"^# \$ (.*)$", re.MULTILINE)
_VARIABLE = re.compile(r"[A-Z_]+=")
_MAIN = re.compile(r"^if __name__ == .__main__.:\n    (\w+)\(\)", re.MULTILINE)


@dataclass(frozen=True)
class Command:
    """One run, or one resumption of the run before it."""

    script: str
    words: tuple[str, ...] = ("run",)
    """`run` or `resume`, and what follows it; `LAST` stands for the run before."""
    environment: Mapping[str, str] = field(default_factory=dict)

    def words_after(self, run_file: Path) -> list[str]:
        """The words, where the run before this one has left its id in a file."""
        return [run_file.read_text().strip() if word == "LAST" else word for word in self.words]

    def __str__(self) -> str:
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        return " ".join([*variables, self.words[0], self.script, *self.words[1:]])


@dataclass(frozen=True)
class Case:
    """A flow that both run."""

    name: str
    files: Mapping[str, bytes]
    """By their paths in the folder that the flow is run in."""
    commands: tuple[Command, ...]

    def flow_of(self, command: Command) -> str:
        """The name of the flow that a command runs."""
        return main_class(self.files[command.script].decode())

    def write(self, folder: Path) -> None:
        """Puts the files into a folder."""
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    def environment(self, command: Command, folder: Path) -> dict[str, str]:
        """The environment of a command: nothing of whoever runs the tests but the path.

        Sets come in the same order everywhere.
        """
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "USERNAME": "conformance",
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(folder),
            **command.environment,
        }


def commands_of(script: str, text: str) -> tuple[Command, ...]:
    """The commands that a flow names, or a single run."""
    lines = [shlex.split(line) for line in _COMMAND.findall(text)]
    return tuple(_command(script, words) for words in lines) or (Command(script),)


def main_class(text: str) -> str:
    """The flow that a script runs."""
    found = _MAIN.search(text)
    assert found is not None, "the flow does not end in a call of its class"
    return found[1]


def _command(script: str, words: list[str]) -> Command:
    environment = {}
    while _VARIABLE.match(words[0]):
        name, _, environment[name] = words.pop(0).partition("=")
    return Command(script, tuple(words), environment)
