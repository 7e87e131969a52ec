"""What a step asks for of a package manager, in one form whoever wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from compiler.diagnostics.catalogue.environments import (
    PackageByUrl,
    UnknownPython,
    UnreadablePackage,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.environments.constraints import (
    NotByVersion,
    Unreadable,
    conda_requirement,
    pypi_requirement,
)
from compiler.ir.compute import Packages
from compiler.ir.flow import Flow
from compiler.pythons import NEWEST, OLDEST, release_of
from compiler.settings import Settings

_OPERATOR = re.compile(r"[\[=!~<>]")
"""What follows the name in a requirement."""
_REQUIREMENT = {"pypi": pypi_requirement, "conda": conda_requirement}


@dataclass(frozen=True)
class Request:
    """A package manager, a Python, and packages, each with the versions that will do."""

    manager: Literal["pypi", "conda"]
    python: str
    """Such as `3.12`: a package that works with one release of it works with all."""
    packages: tuple[str, ...]
    """Requirements as the manager's own tools read them, sorted."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The whole of it in lines, for people, for comparing and for the digest.

        >>> Request("pypi", "3.12", ("six==1.16.0",)).facts
        ('manager: pypi', 'python: 3.12', 'package: six==1.16.0')
        """
        packages = (f"package: {package}" for package in self.packages)
        return (f"manager: {self.manager}", f"python: {self.python}", *packages)

    @cached_property
    def id(self) -> str:
        """Names the environment, its lock and its image.

        >>> Request("pypi", "3.12", ("six==1.16.0",)).id
        'pypi-4550600b1e37c9a4'
        """
        import hashlib  # loads OpenSSL

        digest = hashlib.sha256("\n".join(self.facts).encode()).hexdigest()
        return f"{self.manager}-{digest[:16]}"


def requests_of(flow: Flow, settings: Settings, report: Report) -> dict[str, Request]:
    """By the name of each step with packages what it asks for.

    Reports, at its decorator, what nobody could resolve; the step is then left out.
    """
    found = {}
    for step in flow.steps:
        request = _read(step.packages, settings, report) if step.packages is not None else None
        if request is not None:
            found[step.name] = request
    return found


def _read(packages: Packages, settings: Settings, report: Report) -> Request | None:
    wrong = [
        problem
        for name, version in packages.packages.items()
        if (problem := _problem(packages, name, version)) is not None
    ]
    python = packages.python or settings.python
    release = release_of(python)
    if release is None:
        unknown = UnknownPython(span=packages.span, python=python, oldest=OLDEST, newest=NEWEST)
        wrong.append(unknown)
    for problem in wrong:
        report.add(problem)
    if wrong or release is None:
        return None
    read = _REQUIREMENT[packages.manager]
    found = [read(*package) for package in packages.packages.items()]
    # A step may spell a package otherwise than its flow does; what the step says comes last.
    by_name = {_OPERATOR.split(requirement, 1)[0]: requirement for requirement in found}
    return Request(packages.manager, release, tuple(sorted(by_name.values())))


def _problem(packages: Packages, name: str, version: str) -> Diagnostic | None:
    try:
        _REQUIREMENT[packages.manager](name, version)
    except NotByVersion:
        return PackageByUrl(span=packages.span, package=f"{name} {version}".strip())
    except Unreadable:
        return UnreadablePackage(span=packages.span, package=name, version=version)
    return None
