"""A run of a state machine in which every job does at once what a test says."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from runtime_shim.contract import child_path
from tests.backends.stepfunctions.asl import Execution, Failed

_RESULT = re.compile(r"flows/TestFlow/runs/sfn-run-1/(\w+)/([-\d.]+)/results/(\w+)")


class Run:
    """The tasks that a machine runs, as pairs of step and path, in order.

    `arrays` are the steps whose jobs are array jobs.
    """

    def __init__(
        self,
        machine: Mapping[str, Any],
        choice: Callable[[str, str], str],
        width: Callable[[str, str], int],
        fails: Callable[[str, str], bool] = lambda *_: False,
        arrays: Collection[str] = (),
    ) -> None:
        self._choice = choice
        self._width = width
        self._fails = fails
        self._arrays = arrays
        self.log: list[tuple[str, str]] = []
        self.requests: list[Any] = []
        self.execution = Execution(self._task, self._items)
        self.error: Failed | None = None
        try:
            self.output = self.execution.run(machine)
        except Failed as failure:
            self.error = failure

    def _task(self, resource: str, parameters: Any) -> Any:
        service = resource.partition(":::")[2]
        if service == "aws-sdk:s3:getObject":
            return {"Body": str(self._read(parameters))}
        if service == "aws-sdk:batch:describeJobs":
            return {"Jobs": [{"JobId": job, "Status": "SUCCEEDED"} for job in parameters["Jobs"]]}
        self.requests.append(parameters)
        if service == "eks:runJob.sync":
            (container,) = parameters["Job"]["spec"]["template"]["spec"]["containers"]
            arguments = container["args"]
            self._ran(arguments[arguments.index("step") + 1], _path_in(arguments))
            return {}
        given = parameters["Parameters"]
        if "function" in given:
            self._ran(given["function"], "")
            return {"JobId": "job-1"}
        step, path = given["step"], _path(given["path"])
        if service == "aws-sdk:batch:submitJob":
            count = parameters["NodeOverrides"]["NumNodes"]
        elif step in self._arrays:
            count = parameters.get("ArrayProperties", {"Size": 1})["Size"]
            assert ("ArrayProperties" in parameters) == (2 <= count <= 10_000)
        else:
            self._ran(step, path)
            return {"JobId": "job-1", "Container": {}}
        for index in range(count):
            self._ran(step, child_path(path, index))
        return {"JobId": "job-1"}

    def _ran(self, step: str, path: str) -> None:
        self.log.append((step, path))
        if self._fails(step, path):
            raise Failed("States.TaskFailed", f"{step} {path}")

    def _read(self, parameters: Any) -> str | int:
        assert parameters["Bucket"] == "bucket"
        step, path, result = self._asked(parameters)
        assert (step, path) in self.log, f"nothing has been left by {step} {path}"
        if result == "choice":
            return self._choice(step, path)
        assert result == "width"
        return self._width(step, path)

    def _items(self, parameters: Any) -> list[str]:
        step, path, result = self._asked(parameters)
        assert (step, path) in self.log
        assert result == "paths"
        return [child_path(path, item) for item in range(self._width(step, path))]

    @staticmethod
    def _asked(parameters: Any) -> tuple[str, str, str]:
        found = _RESULT.fullmatch(parameters["Key"])
        assert found is not None, parameters
        return found[1], _path(found[2]), found[3]


def _path_in(arguments: list[str]) -> str:
    return _path(arguments[arguments.index("--path") + 1])


def _path(name: str) -> str:
    return "" if name == "-" else name
