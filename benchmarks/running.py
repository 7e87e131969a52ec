"""What running costs: the same flow by flowc and by Metaflow, on the same interpreter.

The datastores are wiped before each run, so that nobody finds a blob that is there already.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.flows import chain, fan, large_array
from benchmarks.measure import Cost, median, run
from benchmarks.table import show, target

_STEPS = 10
_SPLITS = 200
_ARRAY_MB = 500
_LIMITS = ("--max-workers", "2", "--max-num-splits", str(_SPLITS))


class _Runs:
    """Runs flows of one folder in either way."""

    def __init__(self, folder: Path, flowc: Path, python: Path, variables: Mapping[str, str]):
        self._folder = folder
        self._flowc = flowc
        self._python = python
        self._variables = variables

    def compare(self, source: str, rounds: int) -> tuple[Cost, Cost]:
        """The median cost of a run by flowc, and by Metaflow, which take turns."""
        (self._folder / "flow.py").write_text(source)
        (self._folder / "flowc.toml").touch()
        own = [str(self._flowc), "run", "flow.py", "--python", str(self._python), *_LIMITS]
        theirs = [str(self._python), "flow.py", "run", *_LIMITS]
        costs = [(self._run(own), self._run(theirs)) for _ in range(rounds)]
        return median([pair[0] for pair in costs]), median([pair[1] for pair in costs])

    def one_task(self) -> tuple[Cost, Cost]:
        """A fresh process for the first task of the flow that `compare` ran last."""
        self._wipe()
        plan = "build/local/ChainFlow.plan.json"
        run(
            [str(self._flowc), "compile", "flow.py", "--target", "local"],
            self._folder,
            self._variables,
        )
        own = {
            **self._variables,
            "FLOWC_FLOW": "flow.py:ChainFlow",
            "FLOWC_RUN": "1",
            "FLOWC_DATASTORE": str(self._folder / ".flowc"),
            "FLOWC_PLAN": str(self._folder / plan),
            "FLOWC_RESULTS": "",
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        }
        shim = [
            str(self._python),
            "-m",
            "runtime_shim",
            "step",
            "start",
            "--path",
            "",
            "--attempt",
            "0",
        ]
        flow = [str(self._python), "flow.py", "--quiet"]
        run([*flow, "init", "--run-id", "1", "--task-id", "0"], self._folder, self._variables)
        task = ["step", "start", "--run-id", "1", "--task-id", "1"]
        step = [*flow, *task, "--input-paths", "1/_parameters/0"]
        pairs = [
            (run(shim, self._folder, own), run(step, self._folder, self._variables))
            for _ in range(7)
        ]
        return median([pair[0] for pair in pairs]), median([pair[1] for pair in pairs])

    def _run(self, command: Sequence[str]) -> Cost:
        self._wipe()
        return run(command, self._folder, self._variables)

    def _wipe(self) -> None:
        for store in (".flowc", ".metaflow"):
            shutil.rmtree(self._folder / store, ignore_errors=True)


def running(
    folder: Path, flowc: Path, python: Path, variables: Mapping[str, str], rounds: int
) -> bool:
    """Small tasks, many tasks, large artifacts."""
    runs = _Runs(folder, flowc, python, variables)
    own_chain, their_chain = runs.compare(chain(_STEPS), rounds)
    own_task, their_task = runs.one_task()
    own_fan, their_fan = runs.compare(fan(_SPLITS), 1)
    own_array, their_array = runs.compare(large_array(_ARRAY_MB), 1)
    print("\nRuns on one machine\n")
    show(
        {
            f"flowc, {_STEPS} steps": own_chain,
            f"metaflow, {_STEPS} steps": their_chain,
            "flowc, one task, fresh process": own_task,
            "metaflow, one task, fresh process": their_task,
            f"flowc, foreach of {_SPLITS}": own_fan,
            f"metaflow, foreach of {_SPLITS}": their_fan,
            f"flowc, array of {_ARRAY_MB} MB": own_array,
            f"metaflow, array of {_ARRAY_MB} MB": their_array,
        }
    )
    return all(
        [
            target(
                f"{_STEPS} steps, seconds to Metaflow's", own_chain.wall / their_chain.wall, 1 / 3
            ),
            target("one task, seconds to Metaflow's", own_task.wall / their_task.wall, 1 / 3),
            target(
                f"foreach of {_SPLITS}, seconds to Metaflow's", own_fan.wall / their_fan.wall, 1 / 3
            ),
            target("array, seconds to Metaflow's", own_array.wall / their_array.wall, 1 / 3),
            target("array, MB of the largest process", own_array.peak, 1200),
        ]
    )
