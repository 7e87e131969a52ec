"""Who runs this process, by the variables that Metaflow goes by, and with which Python."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_VARIABLES = ("METAFLOW_USER", "SUDO_USER", "USERNAME", "USER")
"""The first one counts that names somebody other than root."""


def user_name(environment: Mapping[str, str] = os.environ) -> str:
    """The user, by the environment, or else the owner of the process.

    >>> user_name({"USER": "root", "USERNAME": "ann"})
    'ann'
    """
    for variable in _VARIABLES:
        name = environment.get(variable)
        if name and name != "root":
            return name
    return _owner()


def own_namespace(environment: Mapping[str, str] = os.environ) -> str:
    """The namespace of what this process makes, and by which its client looks.

    >>> own_namespace({"USER": "ann"}), own_namespace({"METAFLOW_PRODUCTION_TOKEN": "t-1"})
    ('user:ann', 'production:t-1')
    """
    token = environment.get("METAFLOW_PRODUCTION_TOKEN")
    return f"production:{token}" if token else f"user:{user_name(environment)}"


def python_version() -> str:
    """Such as `3.12.1`."""
    return ".".join(map(str, sys.version_info[:3]))


def _owner() -> str:
    if os.name != "posix":
        return "unknown"
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
