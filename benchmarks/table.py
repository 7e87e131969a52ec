"""How results are shown."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.measure import Cost


def show(costs: Mapping[str, Cost]) -> None:
    """One line for each of the processes that were measured."""
    print(f"{'':34}{'wall s':>8}{'cpu s':>8}{'MB':>8}")
    for name, cost in costs.items():
        print(f"{name:34}{cost.wall:8.2f}{cost.cpu:8.2f}{cost.peak:8.0f}")
    print()


def target(name: str, value: float, limit: float) -> bool:
    """Says whether a value is within its limit."""
    met = value <= limit
    print(f"{'met   ' if met else 'MISSED'} {name}: {value:.2f} (at most {limit:.2f})")
    return met
