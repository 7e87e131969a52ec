"""What goes wrong between a client and an object store, drawn with a fixed seed."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Mapping
from enum import Enum

_RUN = re.compile(r"\d{16}")
"""The id of a run is the time of its start: without it the keys of two runs are the same."""


class Fault(Enum):
    """One thing that goes wrong."""

    ERROR = "the server fails, with a 500, before it does anything"
    SLOW_DOWN = "the server refuses because there are too many requests"
    RESET = "the connection is reset before the request is handled"
    LOST = "the request is handled, and the connection is reset before the answer"
    ERROR_AFTER = "the request is handled, and the answer is a 500"
    CUT = "the connection is reset in the middle of the answer"
    TRUNCATED = "the connection is closed in the middle of the answer"
    SLOW = "the answer comes late"


HANDLED_ALL_THE_SAME = (Fault.LOST, Fault.ERROR_AFTER, Fault.CUT, Fault.TRUNCATED, Fault.SLOW)
"""Those where the request has its effect."""


class Faults:
    """Decides for each request, and counts.

    The decision depends on the request and on how often it was made before, and so not on the
    order in which requests of several processes come.
    """

    def __init__(self, rates: Mapping[Fault, float], seed: int) -> None:
        """`rates` are probabilities, of which the sum is at most 1."""
        self.injected: Counter[Fault] = Counter()
        self.requests = 0
        self._rates = rates
        self._seed = seed
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def next(self, method: str, path: str) -> Fault | None:
        """What is to go wrong with a request."""
        request = f"{method} {_RUN.sub('RUN', path)}"
        with self._lock:
            number = self._asked[request]
            self._asked[request] += 1
            self.requests += 1
        left = random.Random(f"{self._seed} {request} {number}").random()
        for fault, rate in self._rates.items():
            left -= rate
            if left < 0:
                return fault
        return None

    def count(self, fault: Fault) -> None:
        """Tells that it went wrong: an empty answer, say, has no middle."""
        with self._lock:
            self.injected[fault] += 1
