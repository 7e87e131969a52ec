"""Runs what `flowc compile --target argo` wrote, each container as a process of this machine.

The order is that of the model of Argo's controller; here the pods run. A container starts in
an empty folder of its own, with the variables of its spec and of the node and no others, and
with the arguments of its spec. What it hands over is read from its result files.

    cluster = Cluster(tmp_path, python=venv / "bin" / "python")
    run = cluster.run(document, alpha="0.3")     # `document` is the WorkflowTemplate
    assert run.phase == "Succeeded", run.output()

The members of a gang would wait for each other: they run one after the other here.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.backends.argo.controller import FAILED, TAG, Run
from tests.node import Node, expanded

_PARAMETER = re.compile(r"workflow\.parameters\['(.*?)'\]")


@dataclass(frozen=True)
class Container:
    """One process and what came of it."""

    arguments: tuple[str, ...]
    folder: Path
    """Where it started."""
    status: int
    stdout: str
    stderr: str
    cpu_seconds: float


@dataclass
class Cluster(Node):
    """A node, and how many pods it had."""

    count: int = 0

    def run(self, document: Mapping[str, Any], name: str = "x1", **parameters: str) -> WorkflowRun:
        """Runs the workflow to its end, its exit hooks too."""
        return WorkflowRun(
            dict(document), _unasked, _unasked, cluster=self, name=name, given=parameters
        )

    def pod(self, template: Mapping[str, Any], scope: Mapping[str, str]) -> Container:
        """Runs the containers of a pod, and gives what came of the last, which is the main one.

        `scope` has the values of Argo's templates and of `fieldRef`s.
        """
        self.count += 1
        folder = self.folder / "containers" / str(self.count)
        for name in ("results", "work"):
            (folder / name).mkdir(parents=True)
        volumes = {one["name"]: folder / f"volume-{one['name']}" for one in _scratch(template)}
        for volume in volumes.values():
            volume.mkdir()
        for before in template.get("initContainers", []):
            done = self.process(before, scope, volumes, folder)
            assert done.returncode == 0, done.stderr
        started = _cpu_of_children()
        done = self.process(template["container"], scope, volumes, folder)
        spent = _cpu_of_children() - started
        arguments = tuple(text(word, scope) for word in template["container"]["args"])
        return Container(arguments, folder, done.returncode, done.stdout, done.stderr, spent)

    def process(
        self,
        spec: Mapping[str, Any],
        scope: Mapping[str, str],
        volumes: Mapping[str, Path],
        folder: Path,
    ) -> subprocess.CompletedProcess[str]:
        """Runs one container; `volumes` are the folders of those that are empty at first."""
        paths = {**self.images.get(spec["image"], {}), **mounted(spec, volumes)}
        arguments = [text(word, scope) for word in spec.get("args", [])]
        return subprocess.run(
            self.words(spec["command"], arguments, paths),
            cwd=folder / "work",
            env=self.variables(spec, scope, folder),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def variables(
        self, spec: Mapping[str, Any], scope: Mapping[str, str], folder: Path
    ) -> dict[str, str]:
        """The environment of a container."""
        variables = {**self.variables_of_node(folder), **self.environment}
        for entry in spec.get("env", []):
            if "value" in entry:
                value = expanded(text(entry["value"], scope), variables)
            else:
                value = scope[entry["valueFrom"]["fieldRef"]["fieldPath"]]
            variables[entry["name"]] = value
        return variables


@dataclass
class WorkflowRun(Run):
    """A run whose pods run."""

    cluster: Cluster = field(kw_only=True)
    name: str = field(kw_only=True)
    given: Mapping[str, str] = field(kw_only=True)
    containers: list[Container] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        spec = self.document["spec"]
        if "onExit" in spec:
            for task in self._templates[spec["onExit"]]["dag"]["tasks"]:
                occasion = task["when"].replace("{{workflow.status}}", self.phase)
                status, operator, compared = occasion.split(" ")
                if (status == compared) is (operator == "=="):
                    (function,) = task["arguments"]["parameters"]
                    scope = {"inputs.parameters.function": function["value"]}
                    self._container(self._templates[task["template"]], scope)

    @property
    def id(self) -> str:
        """Of the run, in the datastore."""
        return f"argo-{self.name}"

    def output(self) -> str:
        """What the containers printed, both streams."""
        return "".join(
            f"--- {' '.join(one.arguments)}: {one.status}\n{one.stdout}{one.stderr}"
            for one in self.containers
        )

    def _pod(self, template: dict[str, Any], inputs: dict[str, str]) -> tuple[str, dict[str, str]]:
        outputs: dict[str, str] = {}
        done = self._container(template, inputs)
        if done.status != 0:
            return FAILED, {}
        for parameter in template.get("outputs", {}).get("parameters", []):
            file = done.folder / "results" / Path(parameter["valueFrom"]["path"]).name
            outputs[parameter["name"]] = file.read_text(encoding="utf-8")
        return "Succeeded", outputs

    def _container(self, template: dict[str, Any], inputs: Mapping[str, str]) -> Container:
        scope = {
            **inputs,
            "workflow.name": self.name,
            "workflow.status": self.phase,
            "status.podIP": "127.0.0.1",
            **self._parameters(),
        }
        for metadata in (self.document["spec"]["podMetadata"], template.get("metadata", {})):
            for key, value in metadata.get("annotations", {}).items():
                scope[f"metadata.annotations['{key}']"] = text(value, scope)
        done = self.cluster.pod(template, scope)
        self.containers.append(done)
        return done

    def _parameters(self) -> dict[str, str]:
        declared = self.document["spec"].get("arguments", {}).get("parameters", [])
        values = {one["name"]: one["value"] for one in declared if "value" in one}
        values.update(self.given)
        assert {one["name"] for one in declared} == values.keys()
        return {f"workflow.parameters['{name}']": value for name, value in values.items()}


def _scratch(template: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The volumes of a pod that are empty folders at first."""
    return [one for one in template.get("volumes", []) if "emptyDir" in one]


def mounted(spec: Mapping[str, Any], volumes: Mapping[str, Path]) -> dict[str, str]:
    """From paths in a container to the folders that are mounted there."""
    return {
        mount["mountPath"]: str(volumes[mount["name"]])
        for mount in spec.get("volumeMounts", [])
        if mount["name"] in volumes
    }


def _unasked(step: str, path: str) -> str:
    raise AssertionError(f"{step} {path} runs, and hands over what it computed")


def text(written: str, scope: Mapping[str, str]) -> str:
    """With Argo's templates filled in; of its expressions the one for the parameters."""

    def value(found: re.Match[str]) -> str:
        if not found[1].startswith("="):
            return scope[found[1]]
        names = _PARAMETER.findall(found[1])
        entries = [
            {"name": name, "value": scope[f"workflow.parameters['{name}']"]} for name in names
        ]
        return json.dumps(entries).replace("$", "\\u0024").replace("{{", "{\\u007b")

    return TAG.sub(value, written)


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
