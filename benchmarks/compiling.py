"""What checking and compiling costs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.flows import SHAPES, chain
from benchmarks.measure import Cost, alternate, run
from benchmarks.table import show, target

_SMALL = 8
_SIZES = {"chain": 1000, "wide": 1000, "split-joins": 300}


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
    show(costs)
    check = costs["flowc check"].wall / costs["metaflow check"].wall
    build = costs["flowc compile"].wall / costs["metaflow argo-workflows create"].wall
    return all([target("check", check, 0.8), target("compile", build, 0.5)])


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
    show(costs)
    met = []
    for shape, size in _SIZES.items():
        small, large = costs[f"{shape} {size}"], costs[f"{shape} {10 * size}"]
        met.append(target(f"{shape} {size}, seconds", small.wall, 3))
        met.append(target(f"{shape} {size}, MB", small.peak, 200))
        met.append(target(f"{shape} times ten, growth", large.wall / small.wall, 12))
    return all(met)
