"""What the commands of a conformance case say to whoever compiles and starts a flow."""

from __future__ import annotations

from collections.abc import Iterator

from tests.conformance.case import Command

_CONFIG = "config"
_NO_PARAMETERS = (_CONFIG, "max-workers")
"""What is the compiler's to know, or a laptop's scheduler's."""


def parameters(command: Command) -> dict[str, str]:
    """The values of the flow's parameters, as texts."""
    return {name: text for name, text in _options(command) if name not in _NO_PARAMETERS}


def configs(command: Command) -> dict[str, str]:
    """The files of the flow's configs, by the configs' names."""
    return dict(text.split("=") for name, text in _options(command) if name == _CONFIG)


def _options(command: Command) -> Iterator[tuple[str, str]]:
    words = iter(command.words[1:])
    return ((word.removeprefix("--"), next(words)) for word in words)
