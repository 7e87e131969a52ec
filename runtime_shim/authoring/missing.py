"""Names of Metaflow's that flowc does not have."""

from __future__ import annotations

from typing import Any

from runtime_shim.errors import Unsupported


class Missing:
    """Stands for such a name. It may be imported; to use it raises `Unsupported`."""

    def __init__(self, name: str, advice: str) -> None:
        self.__name__ = name
        self._message = f"flowc has no `{name}`: {advice}."

    def __call__(self, *arguments: object, **named: object) -> Any:  # noqa: ARG002
        raise Unsupported(self._message)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unsupported(self._message)
