"""`python -m benchmarks`: prints a table a benchmark, each with its target.

Exits with 1 when a target is missed. About two minutes; needs the network once, to
install Metaflow into a folder of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.flows import SHAPES, chain
from benchmarks.measure import Cost, alternate, run
from benchmarks.store import object_store
from tests.environments import BENCHMARK_LOCK, environment

_SMALL = 8
_SIZES = {"chain": 1000, "wide": 1000, "split-joins": 300}


def main() -> int:
    """Runs the benchmarks; the exit code says whether every target was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds (default: 7)")
    rounds = parser.parse_args().rounds
    metaflow = environment("benchmark", sys.executable, BENCHMARK_LOCK)
    flowc = Path(sys.executable).with_name("flowc")
    with tempfile.TemporaryDirectory() as name, object_store(metaflow) as store:
        folder = Path(name)
        variables = {**os.environ, **store, "METAFLOW_USER": "benchmark"}
        small = beside_metaflow(folder, flowc, metaflow, variables, rounds)
        large = sizes(folder, flowc, variables)
    return 0 if small and large else 1


def beside_metaflow(
    folder: Path, flowc: Path, metaflow: Path, variables: Mapping[str, str], rounds: int
) -> bool:
    """Whole processes over a flow of 8 steps, flowc and Metaflow in turns."""
    (folder / "small.py").write_text(chain(_SMALL))
    (folder / "flowc.toml").touch()
    export = [str(metaflow), "small.py", "argo-workflows", "create", "--only-json"]
    costs = alternate(
        {
            "flowc check": [str(flowc), "check", "small.py"],
            "metaflow check": [str(metaflow), "small.py", "check"],
            "flowc compile": [str(flowc), "compile", "small.py", "--target", "argo"],
            "metaflow argo-workflows create": export,
        },
        folder,
        variables,
        rounds,
    )
    print(f"A flow of {_SMALL} steps, whole processes, median of {rounds}\n")
    _table(costs)
    check = costs["flowc check"].wall / costs["metaflow check"].wall
    build = costs["flowc compile"].wall / costs["metaflow argo-workflows create"].wall
    return all([_target("check", check, 0.8), _target("compile", build, 0.5)])


def sizes(folder: Path, flowc: Path, variables: Mapping[str, str]) -> bool:
    """Large flows: time, memory, and how both grow."""
    costs: dict[str, Cost] = {}
    for shape, size in _SIZES.items():
        for count in (size, 10 * size):
            (folder / "large.py").write_text(SHAPES[shape](count))
            command = [str(flowc), "compile", "large.py", "--target", "argo", "--output", "large"]
            # Ten times the steps are more than a cluster stores, and refused for it at the
            # very end, when all of the work is done.
            accepted = (0,) if count == size else (0, 1)
            costs[f"{shape} {count}"] = run(command, folder, variables, accepted)
    print("\nLarge flows\n")
    _table(costs)
    met = []
    for shape, size in _SIZES.items():
        small, large = costs[f"{shape} {size}"], costs[f"{shape} {10 * size}"]
        met.append(_target(f"{shape} {size}, seconds", small.wall, 3))
        met.append(_target(f"{shape} {size}, MB", small.peak, 200))
        met.append(_target(f"{shape} times ten, growth", large.wall / small.wall, 12))
    return all(met)


def _table(costs: Mapping[str, Cost]) -> None:
    print(f"{'':34}{'wall s':>8}{'cpu s':>8}{'MB':>8}")
    for name, cost in costs.items():
        print(f"{name:34}{cost.wall:8.2f}{cost.cpu:8.2f}{cost.peak:8.0f}")
    print()


def _target(name: str, value: float, limit: float) -> bool:
    met = value <= limit
    print(f"{'met   ' if met else 'MISSED'} {name}: {value:.2f} (at most {limit})")
    return met


if __name__ == "__main__":
    sys.exit(main())
