"""The lock of a package environment, as the compiler wrote it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runtime_shim import contract
from runtime_shim.errors import FlowcError

_PYTHON = re.compile(r"^# python: (3\.[0-9]+)$", re.MULTILINE)


class EnvironmentFailed(FlowcError):
    """A package environment cannot be made."""


@dataclass(frozen=True)
class Lock:
    """What an environment is made from: packages, each by its version and digests."""

    environment: str
    """Its id."""
    file: Path
    content: bytes

    @property
    def manager(self) -> str:
        """`pypi` or `conda`.

        >>> Lock("pypi-1f9a2b3c4d5e6f70", Path("x"), b"").manager
        'pypi'
        """
        return self.environment.partition("-")[0]

    @property
    def python(self) -> str | None:
        """The version of Python that it is for, such as `3.12`; None where that is in the lock.

        >>> Lock("pypi-1f9a", Path("x"), b"# python: 3.12\\nsix==1.16.0").python
        '3.12'
        """
        found = _PYTHON.search(self.content.decode(errors="replace"))
        return found[1] if found else None

    @property
    def python_here(self) -> str:
        """The version of Python that the environment has, or else of what starts it."""
        return self.python or f"{sys.version_info[0]}.{sys.version_info[1]}"


def find_lock(environment: Mapping[str, str]) -> Lock:
    """The lock that the environment names, which lies beside the plan of the flow.

    Raises `EnvironmentFailed` where it is not there.
    """
    name = environment[contract.ENV_ENVIRONMENT]
    if not re.fullmatch(r"(pypi|conda)-[0-9a-f]+", name):
        raise EnvironmentFailed(f"{contract.ENV_ENVIRONMENT} names no environment: {name!r}.")
    plan = Path(environment.get(contract.ENV_PLAN, ""))
    file = plan.parent / contract.lock_file(name)
    try:
        return Lock(name, file, file.read_bytes())
    except OSError as error:
        raise EnvironmentFailed(
            f"the lock {file} of the package environment cannot be read: {error.strerror}. "
            "Compile the flow again, and upload its code package."
        ) from None
