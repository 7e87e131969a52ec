"""How long a container may take before whoever started it ends it."""

from __future__ import annotations

from compiler.ir.step import Step

TIMEOUT_GRACE_SECONDS = 600
"""What a container gets on top of `@timeout`. The runtime ends the user's code in time itself, so
that `@catch` can record it; the scheduler's deadline, which may also count the pull of the image
and does count the installation of packages, is for a container that hangs."""


def deadline_seconds(step: Step) -> int | None:
    """The longest an attempt may take as the scheduler sees it; None where no one minds."""
    return step.timeout.seconds + TIMEOUT_GRACE_SECONDS if step.timeout else None
