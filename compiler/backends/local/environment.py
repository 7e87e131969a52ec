"""The environment of the tasks of a local run, and the folder that it refers to."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path

import runtime_shim
from compiler.backends.local.options import RunOptions
from runtime_shim import contract
from runtime_shim.history import History
from runtime_shim.local_datastore import absolute_root
from runtime_shim.plan import Plan, PlanStep

GANG_ADDRESS = "127.0.0.1"
GANG_TIMEOUT_SECONDS = 600
PLAN_FILE = "plan.json"
"""In the folder of a run, with the locks of package environments beside it."""

INHERITED = {
    contract.ENV_FLOW, contract.ENV_RUN, contract.ENV_DATASTORE, contract.ENV_PARAMETERS,
    contract.ENV_PROJECT, contract.ENV_EVENT_URL, contract.ENV_PLAN, contract.ENV_API,
    contract.ENV_RESULTS, contract.ENV_GANG_SIZE, contract.ENV_GANG_ADDRESS,
    contract.ENV_GANG_PORT, contract.ENV_GANG_TIMEOUT, contract.ENV_GANG_ROUND,
    contract.ENV_RUN_STATUS, contract.ENV_NAMESPACE, contract.ENV_PACKAGE,
    contract.ENV_ENVIRONMENT, contract.ENV_ROOT,
}  # fmt: skip
"""Of an outer task, where one runs a flow: they are not for the tasks of this one."""

AT_START = re.compile(r"(PYTHON|LD_|DYLD_|MALLOC_|LC_).*|LANG|LANGUAGE|TZ|GLIBC_TUNABLES")
"""Variables that a process looks at when it starts, and a forked one never again."""


def base_variables(folder: Path) -> dict[str, str]:
    """What every process of a run has. The folder gets what they name, and outlives the run."""
    outer = {name: value for name, value in os.environ.items() if name not in INHERITED}
    paths = [str(_link_runtime(folder)), *filter(None, [outer.get("PYTHONPATH")])]
    # As under Metaflow: what a Python that the step starts prints comes at once.
    return {**outer, "PYTHONUNBUFFERED": "x", "PYTHONPATH": os.pathsep.join(paths)}


class Environment:
    """The variables of the processes of one run."""

    def __init__(
        self,
        plan: Plan,
        history: History,
        code_root: Path,
        options: RunOptions,
        parameters: Mapping[str, str],
        folder: Path,
        base: Mapping[str, str],
    ) -> None:
        """Puts into the folder what the variables name."""
        self.folder = folder
        self._start = plan.start
        self._base = base
        self._parameters = _parameter_variables(parameters)
        plan_file = folder / PLAN_FILE
        plan_file.write_text(plan.to_json(), encoding="utf-8")
        root = Path(code_root).absolute()
        self._own = {
            contract.ENV_ROOT: str(root),
            contract.ENV_FLOW: f"{root / plan.file}:{plan.flow}",
            contract.ENV_RUN: history.run,
            contract.ENV_DATASTORE: absolute_root(history.store.root),
            contract.ENV_PLAN: str(plan_file),
            contract.ENV_API: options.api,
            contract.ENV_RESULTS: "",
        }
        self._environments = options.environments
        if options.environments:
            self._own[contract.ENV_CACHE] = base[contract.ENV_CACHE]
        if options.project is not None:
            self._own[contract.ENV_PROJECT] = options.project
        if options.namespace is not None:
            self._own[contract.ENV_NAMESPACE] = options.namespace

    def of_step(self, step: PlanStep) -> dict[str, str]:
        """Of each task of a step. What the scheduler sets the flow cannot change."""
        variables = {**self._base, **step.environment, **self._own}
        if step.name in self._environments:
            variables[contract.ENV_ENVIRONMENT] = self._environments[step.name]
        return variables | self._parameters if step.name == self._start else variables

    def of_hook(self, status: str) -> dict[str, str]:
        """Of an exit hook, after a run that ended as the status says."""
        return {**self._base, **self._own, contract.ENV_RUN_STATUS: status}


def gang_variables(size: int) -> dict[str, str]:
    """The same for all members of a gang."""
    with socket.socket() as probe:
        probe.bind((GANG_ADDRESS, 0))
        port = probe.getsockname()[1]
    return {
        contract.ENV_GANG_SIZE: str(size),
        contract.ENV_GANG_ADDRESS: GANG_ADDRESS,
        contract.ENV_GANG_PORT: str(port),
        contract.ENV_GANG_TIMEOUT: str(GANG_TIMEOUT_SECONDS),
    }


def _parameter_variables(parameters: Mapping[str, str]) -> dict[str, str]:
    entries = [{"name": name, "value": value} for name, value in parameters.items()]
    return {contract.ENV_PARAMETERS: json.dumps(entries)}


def needs_fresh_process(step: PlanStep) -> bool:
    """Whether the step sets what only counts for an interpreter that starts with it."""
    return any(AT_START.fullmatch(name) for name in step.environment)


def _link_runtime(folder: Path) -> Path:
    """A folder with the runtime, and nothing of what else is installed beside it."""
    links = folder / "runtime"
    links.mkdir()
    package = Path(runtime_shim.__file__).absolute().parent
    for found in (package, package.with_name("flowc.py")):
        (links / found.name).symlink_to(found)
    return links
