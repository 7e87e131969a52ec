"""`python -m benchmarks`: prints a table a benchmark, each with its target.

Exits with 1 when a target is missed. About eight minutes; needs the network once, to
install Metaflow and Airflow into folders of their own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.cold_start import cold_start
from benchmarks.compiling import beside_metaflow, sizes
from benchmarks.dags import dags
from benchmarks.objects import objects
from benchmarks.packaging import packaging
from benchmarks.running import running
from benchmarks.store import object_store
from tests.environments import BENCHMARK_LOCK, environment


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
        read = dags(folder, flowc, metaflow, variables)
        package = packaging(folder, flowc, variables)
        start = cold_start(folder, flowc, metaflow, variables)
        artifacts = objects(folder, flowc, metaflow, variables)
    with tempfile.TemporaryDirectory() as name:
        variables = {**os.environ, "METAFLOW_USER": "benchmark"}
        runs = running(Path(name), flowc, metaflow, variables, rounds)
    return 0 if small and large and read and package and start and artifacts and runs else 1


if __name__ == "__main__":
    sys.exit(main())
