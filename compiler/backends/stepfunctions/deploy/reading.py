"""The documents of a bundle, as they were before they became files."""

from __future__ import annotations

import json
from typing import Any

from compiler.backends.bundle import Bundle
from compiler.backends.stepfunctions.documents import (
    JOBS_FILE,
    MACHINE_FILE,
    RULES_FILE,
    SCHEDULE_FILE,
    Documents,
)


def documents_of(bundle: Bundle, name: str) -> Documents:
    """Those of the state machine of that name."""

    def read(file: str, absent: object) -> Any:
        content = bundle.documents.get(f"{name}/{file}")
        return absent if content is None else json.loads(content)

    return Documents(
        name=name,
        machine=read(MACHINE_FILE, None),
        jobs=read(JOBS_FILE, {}),
        schedule=read(SCHEDULE_FILE, None),
        rules=tuple(read(RULES_FILE, ())),
    )
