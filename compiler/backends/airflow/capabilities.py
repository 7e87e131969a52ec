"""What becomes of every argument of every decorator on this target, as data."""

from __future__ import annotations

from compiler.backends.batch_capabilities import BATCH
from compiler.backends.capabilities import (
    EVERYWHERE,
    KUBERNETES,
    SIZES,
    Handling,
    Handlings,
    Honoured,
    Ignored,
    sensors,
)
from compiler.settings import BatchPlatform

TARGET = "Airflow"
_E = Honoured.EMITTED
RESET = Ignored(
    "it keeps an event until all the others have come, too",
    "leave it out",
    "reset_at",
)
_TRIGGERS: dict[str, dict[str, Handling]] = {
    "trigger": {"event": _E, "events": _E, "options": RESET},
    "trigger_on_finish": {"flow": _E, "flows": _E, "options": RESET},
}

CAPABILITIES: dict[BatchPlatform, Handlings] = {
    platform: {
        **EVERYWHERE,
        **_TRIGGERS,
        **sensors(_E),
        "resources": {**SIZES, "disk": _E},
        "kubernetes": KUBERNETES,
        "batch": batch["batch"],
    }
    for platform, batch in BATCH.items()
}
"""By the platform of Batch's queues. `@resources` are those of pods: a step is a job of Batch only
where `@batch` says so, and then `BATCH` has what holds for it."""
