from __future__ import annotations

import os
import signal

import pytest

from runtime_shim.authoring.decorators import Decoration
from runtime_shim.task.surroundings import surroundings


def test_what_each_decorator_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    secret = {"type": "inline", "id": "s", "options": {"env_vars": {"SECRET": "x"}}}
    decorations = [
        Decoration("environment", {"vars": {"ADDED": 5}}, added=True),
        # The scheduler has set this one, maybe to what the plan knows better.
        Decoration("environment", {"vars": {"PLANNED": 5}}),
        Decoration("secrets", {"sources": [secret]}),
        Decoration("timeout", {"seconds": 100}),
        Decoration("resources", {"cpu": 3}),
    ]
    with surroundings("train", decorations):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert os.environ == {"ADDED": "5", "SECRET": "x"}


def test_nothing_around_a_plain_step() -> None:
    with surroundings("train", []):
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
