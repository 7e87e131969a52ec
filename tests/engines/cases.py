"""The conformance cases as a scheduler runs them, which has no command line."""

from __future__ import annotations

from dataclasses import replace

from tests.conformance.case import Case, Command
from tests.conformance.generate import generated_cases
from tests.conformance.handwritten import handwritten_cases

WITHOUT_COUNTERPART = {
    "ends_too_early": "only a laptop's scheduler sees that a process ended well and left nothing",
    "namespace_option": "`run --namespace` is an option of a laptop",
    "parameters_by_environment": "the environment of a laptop sets parameters",
    "too_wide": "`run --max-num-splits` is an option of a laptop",
    "with_option": "`run --with` is an option of a laptop",
}
"""Cases of what only a command has, with the reason."""
READS_LOGS = {"client_in_step": ["printed"]}
"""Cases that keep as artifacts what the client says that steps printed."""


def scheduled_cases() -> list[Case]:
    """All of them, for either side without `run --tag`, since an execution has no tags."""
    return [
        replace(case, commands=tuple(_without_tags(command) for command in case.commands))
        for case in (*generated_cases(), *handwritten_cases())
        if case.name not in WITHOUT_COUNTERPART
    ]


def _without_tags(command: Command) -> Command:
    words = zip(command.words, ("", *command.words), strict=False)
    kept = tuple(word for word, before in words if "--tag" not in (word, before))
    return replace(command, words=kept)
