"""How large a DAG file is, and how long Airflow takes to read one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.flows import SHAPES, chain
from benchmarks.measure import run
from benchmarks.table import target
from tests.engines.airflow.airflows import VERSIONS, airflow_python

_NEWEST = VERSIONS[-1]
_SMALL = 8
_SIZES = {"chain": 1000, "wide": 1000, "split-joins": 250}
"""A thousand steps each."""
_READ = """
import json, sys, time
from airflow.dag_processing.dagbag import DagBag
seconds = []
for file in sys.argv[2:]:
    started = time.perf_counter()
    bag = DagBag(file)
    seconds.append(time.perf_counter() - started)
    assert not bag.import_errors and len(bag.dags) == 1, bag.import_errors
json.dump(seconds, open(sys.argv[1], "w"))
"""


def dags(folder: Path, flowc: Path, metaflow: Path, variables: Mapping[str, str]) -> bool:
    """A flow of 8 steps beside Metaflow's exporter, and flows of a thousand on Airflow itself."""
    (folder / "small.py").write_text(chain(_SMALL))
    small = _compiled(folder, flowc, variables, "small")
    export = [str(metaflow), "small.py", "airflow", "create", "exported.py"]
    run(export, folder, variables)
    size, exported = small.stat().st_size, (folder / "exported.py").stat().st_size
    print(f"The DAG of a flow of {_SMALL} steps: {size:,} bytes, by Metaflow {exported:,}\n")
    met = [target("size, in kB", size / 1000, 8), target("size, ratio", size / exported, 0.1)]
    files = {}
    for shape, count in _SIZES.items():
        (folder / f"{shape}.py").write_text(SHAPES[shape](count))
        files[f"{shape} {count}"] = _compiled(folder, flowc, variables, shape)
    print(f"\nSeconds in which Airflow {_NEWEST} reads a DAG\n")
    # The small one has it load the providers, which a running Airflow has loaded.
    _, *seconds = _read(folder, [small, *files.values()])
    for name, taken in zip(files, seconds, strict=True):
        met.append(target(name, taken, 2))
    return all(met)


def _compiled(folder: Path, flowc: Path, variables: Mapping[str, str], name: str) -> Path:
    output = folder / f"dags-{name}"
    command = [str(flowc), "compile", f"{name}.py", "--target", "airflow", "--output", output.name]
    run(command, folder, variables)
    (file,) = output.glob("*.py")
    return file


def _read(folder: Path, files: list[Path]) -> list[float]:
    python = airflow_python(_NEWEST)
    answer = folder / "read.json"
    home = {"AIRFLOW_HOME": str(folder / "airflow"), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    subprocess.run(
        [str(python), "-c", _READ, str(answer), *map(str, files)],
        env={"PATH": str(python.parent), **home},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    seconds: list[float] = json.loads(answer.read_text())
    return seconds
