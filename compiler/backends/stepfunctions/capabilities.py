"""What becomes of every argument of every decorator on this target, as data."""

from __future__ import annotations

from compiler.backends.batch_capabilities import BATCH
from compiler.backends.capabilities import (
    EVERYWHERE,
    KUBERNETES,
    Handling,
    Handlings,
    Honoured,
    Ignored,
)
from compiler.settings import BatchPlatform

RESET = Ignored(
    "a run starts with a single event, and there are no others to forget",
    "leave it out",
    "reset_at",
)
_E = Honoured.EMITTED
_TRIGGERS: dict[str, dict[str, Handling]] = {
    "trigger": {"event": _E, "events": _E, "options": RESET},
    "trigger_on_finish": {"flow": _E, "flows": _E, "options": RESET},
}

CAPABILITIES: dict[BatchPlatform, Handlings] = {
    platform: {**EVERYWHERE, **_TRIGGERS, **batch, "kubernetes": KUBERNETES}
    for platform, batch in BATCH.items()
}
"""By the platform of Batch's queues."""
