"""What goes wrong in the cloud, by chance with a fixed seed, or on demand."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random


@dataclass
class Faults:
    """Probabilities from 0 to 1, and what is to happen for certain."""

    throttled: float = 0.0
    """Of a submission, to be refused by `Batch.BatchException`."""
    reclaimed: float = 0.0
    """Of an attempt, to lose its spot host while it runs."""
    reclaimed_first: dict[str, int] = field(default_factory=dict)
    """By the name of a job how many of its first attempts lose their host before they start."""
    seed: int = 0
    refused: int = 0
    """How many submissions were."""
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def throttle(self) -> bool:
        """Whether to refuse the next submission."""
        with self._lock:
            throttled = self._random.random() < self.throttled
            self.refused += throttled
            return throttled

    def reclaim_after(self, job: str) -> float | None:
        """In how many seconds the host of a new attempt is taken away; None for never."""
        with self._lock:
            self._attempts[job] += 1
            if self._attempts[job] <= self.reclaimed_first.get(job, 0):
                return 0.0
            if self._random.random() < self.reclaimed:
                return self._random.random()
            return None
