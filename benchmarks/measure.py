"""Runs a command and says what it took."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one whole process took."""

    wall: float
    """Seconds from start to exit."""
    cpu: float
    """Seconds of user and system time."""
    peak: float
    """The most memory that it, or any process it waited for, held at once, in MB."""


class CommandFailed(Exception):
    """A command that was to be measured did not succeed."""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    accepted: tuple[int, ...] = (0,),
) -> Cost:
    """Runs one process to its end; raises `CommandFailed` with what it printed.

    `accepted` are the exit codes that count as success.
    """
    log = folder / "benchmark.log"
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in accepted:
        raise CommandFailed(f"{' '.join(command)}:\n{log.read_text()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def alternate(
    commands: Mapping[str, Sequence[str]],
    folder: Path,
    environment: Mapping[str, str],
    rounds: int,
) -> dict[str, Cost]:
    """The median of each command over some rounds, in which they take turns.

    Turns, because a noisy machine is then noisy for all of them alike. The first round
    warms the caches and does not count.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            cost = run(command, folder, environment)
            if number > 0:
                costs[name].append(cost)
    return {name: median(of_one) for name, of_one in costs.items()}


def median(costs: list[Cost]) -> Cost:
    """The median of each number."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.peak for cost in costs),
    )
