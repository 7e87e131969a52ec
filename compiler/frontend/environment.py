"""Which environment variables a flow may read while it is compiled."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from compiler.settings import Settings


@dataclass(frozen=True)
class EnvironmentPolicy:
    """The environment as the flow's source sees it: empty but for what somebody allowed.

    The values stay out of the representation: they may be secrets.
    """

    allowed: frozenset[str] = frozenset()
    """The variables that somebody named, whether or not they have a value."""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, settings: Settings, environ: Mapping[str, str] | None = None) -> EnvironmentPolicy:
        """From `Settings.env`: `NAME` takes its value from `environ`, `NAME=VALUE` brings it.

        `environ` is that of the process where it is not given.
        """
        environ = os.environ if environ is None else environ
        allowed: set[str] = set()
        values: dict[str, str] = {}
        for entry in settings.env:
            name, given, value = entry.partition("=")
            allowed.add(name)
            if given:
                values[name] = value
            elif name in environ:
                values[name] = environ[name]
        return cls(frozenset(allowed), values)
