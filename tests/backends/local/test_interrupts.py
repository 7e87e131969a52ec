"""Signals for a scheduler that reads them, and for one that does not come to it."""

from __future__ import annotations

import signal
import subprocess
import sys

from tests.environments import ROOT

ASKED = """
import signal
from compiler.backends.local.interrupts import Interrupts

with Interrupts() as interrupts:
    for _ in range(5):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        assert interrupts.read() == [signal.SIGINT, signal.SIGTERM]
    print("read", flush=True)
    for _ in range(3):
        signal.raise_signal(signal.SIGINT)
    print("still here")
"""


def test_signals_that_nobody_reads_end_the_process_in_the_end() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("read\n", "", -signal.SIGINT)
