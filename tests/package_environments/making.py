"""Requests, flows and programs for the tests of package environments."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from compiler.diagnostics.span import Span
from compiler.environments.lock_text import lock_text
from compiler.environments.request import Request
from compiler.ir.compute import Packages
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import End, Linear, Transition

DIGEST = "0" * 64
SIX = Request("pypi", "3.12", ("six==1.16.0",))
SIX_LOCK = lock_text(SIX, f"six==1.16.0 \\\n    --hash=sha256:{DIGEST}\n")
CONDA = Request("conda", "3.12", ("numpy==1.26.4",))
CONDA_FILE = f"https://conda.invalid/linux-64/numpy-1.26.4-py312.conda#sha256:{DIGEST}"
CONDA_LOCK = lock_text(CONDA, f"@EXPLICIT\n{CONDA_FILE}\n")


def span(line: int = 1) -> Span:
    return Span("flow.py", line, 1, line, 2)


def packages(
    packages: Mapping[str, str], *, python: str | None = None, line: int = 1, conda: bool = False
) -> Packages:
    return Packages(
        manager="conda" if conda else "pypi",
        packages=dict(packages),
        python=python,
        span=span(line),
    )


def flow_of(*asked: Packages | None) -> Flow:
    """A chain of steps, `s0` and so on, with these packages."""
    names = [f"s{number}" for number in range(len(asked))]
    transitions: list[Transition] = [Linear(target=name, span=span()) for name in names[1:]]
    steps = tuple(
        Step(name=name, transition=transition, packages=each, span=span())
        for name, transition, each in zip(names, [*transitions, End()], asked, strict=True)
    )
    return Flow(name="F", file="flow.py", start=names[0], end=names[-1], steps=steps, span=span())


def fake_program(folder: Path, name: str, answer: object, code: int = 0) -> None:
    """A program that writes its arguments and input beside itself, and answers in JSON or text."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        f"with open({str(folder / 'asked.json')!r}, 'w') as file:\n"
        "    json.dump({'arguments': sys.argv[1:], 'input': sys.stdin.read(),\n"
        "               'glibc': os.environ.get('CONDA_OVERRIDE_GLIBC')}, file)\n"
        f"print({text!r})\n"
        f"sys.exit({code})\n"
    )
    program.chmod(0o755)
