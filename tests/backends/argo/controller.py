"""A model of Argo's controller, as far as emitted documents rely on it.

After `workflow/controller/dag.go` and `workflow/common/ancestry.go` of Argo Workflows
4.0.2. Pods do not run: the caller says what they hand over. A reference that Argo could not
resolve, which would make the controller try again for ever, raises `Hangs`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TAG = re.compile(r"\{\{(.*?)\}\}")
TASK = re.compile(r"([A-Za-z0-9][-A-Za-z0-9]*)\.([A-Z][a-z]+)")
FAILED = "Failed"

Answer = Callable[[str, str], Any]


class Hangs(Exception):
    """A reference without a value."""


@dataclass
class Run:
    """One run of a WorkflowTemplate."""

    document: dict[str, Any]
    choice: Answer
    width: Answer
    fails: Callable[[str, str], bool] = lambda step, path: False
    seed: int = 0
    log: list[tuple[str, str]] = field(default_factory=list)
    sizes: dict[tuple[str, str], str] = field(default_factory=dict)
    attempts: list[str] = field(default_factory=list)
    """Of each entry of the log, what the step was told."""
    depth: int = 0
    deepest: int = 0
    phase: str = ""

    def __post_init__(self) -> None:
        spec = self.document["spec"]
        self._templates = {template["name"]: template for template in spec["templates"]}
        assert len(self._templates) == len(spec["templates"])
        self._random = random.Random(self.seed)
        self.phase, _ = self._execute(spec["entrypoint"], {})

    def _execute(self, name: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        template = self._templates[name]
        inputs = {}
        for parameter in template.get("inputs", {}).get("parameters", []):
            value = given.get(parameter["name"], parameter.get("value"))
            assert value is not None, f"{name} was not given {parameter['name']}"
            inputs[f"inputs.parameters.{parameter['name']}"] = value
        unknown = {f"inputs.parameters.{key}" for key in given} - set(inputs)
        assert not unknown, f"{name} does not take {unknown}"
        result = self._tried(template, inputs)
        self.depth -= 1
        return result

    def _tried(
        self, template: dict[str, Any], inputs: dict[str, str]
    ) -> tuple[str, dict[str, str]]:
        if "retryStrategy" not in template:
            return self._once(template, inputs)
        for attempt in range(template["retryStrategy"]["limit"] + 1):
            phase, outputs = self._once(template, {**inputs, "retries": str(attempt)})
            if phase == "Succeeded":
                return phase, outputs
        return FAILED, {}

    def _once(self, template: dict[str, Any], scope: dict[str, str]) -> tuple[str, dict[str, str]]:
        if "dag" in template:
            return self._dag(template, scope)
        if "suspend" in template:
            return "Succeeded", {}
        return self._pod(template, scope)

    def _pod(self, template: dict[str, Any], inputs: dict[str, str]) -> tuple[str, dict[str, str]]:
        args = [_resolve(arg, inputs) for arg in template["container"]["args"]]
        assert args[:3] == ["-m", "runtime_shim", "step"]
        assert [args[4], args[6]] == ["--path", "--attempt"]
        step, path, attempt = args[3], args[5], args[7]
        self.log.append((step, path))
        self.attempts.append(attempt)
        if "inputs.parameters.size" in inputs:
            self.sizes[step, path] = inputs["inputs.parameters.size"]
        outputs = {}
        for parameter in template.get("outputs", {}).get("parameters", []):
            answer = {"choice": self.choice, "width": self.width}[parameter["name"]]
            outputs[parameter["name"]] = str(answer(step, path))
        return (FAILED, {}) if self.fails(step, path) else ("Succeeded", outputs)

    def _dag(self, template: dict[str, Any], inputs: dict[str, str]) -> tuple[str, dict[str, str]]:
        tasks = {task["name"]: task for task in template["dag"]["tasks"]}
        assert len(tasks) == len(template["dag"]["tasks"])
        needs = {name: _dependencies(task) for name, task in tasks.items()}
        for name, before in needs.items():
            assert before <= set(tasks), f"{name} depends on unknown tasks"
        phases: dict[str, str] = {}
        outputs: dict[str, dict[str, str]] = {}
        waiting = list(tasks)
        while waiting:
            ready = [name for name in waiting if needs[name] <= set(phases)]
            assert ready, f"a cycle among {waiting}"
            name = self._random.choice(ready)
            waiting.remove(name)
            scope = {**inputs, **_outputs_in_scope(_ancestors(name, needs), phases, outputs)}
            phases[name], outputs[name] = self._task(tasks[name], scope, phases)
        leaves = set(tasks) - {before for names in needs.values() for before in names}
        failed = any(_inherited(leaf, phases, needs) == FAILED for leaf in leaves)
        if failed:
            return FAILED, {}
        scope = _outputs_in_scope(set(tasks), phases, outputs)
        given = {
            parameter["name"]: _conditional(parameter["valueFrom"]["expression"], scope)
            for parameter in template.get("outputs", {}).get("parameters", [])
        }
        return "Succeeded", given

    def _task(
        self, task: dict[str, Any], scope: dict[str, str], phases: dict[str, str]
    ) -> tuple[str, dict[str, str]]:
        if not _depends(task.get("depends", ""), phases):
            return "Omitted", {}
        when = _resolve(task.get("when", ""), scope)
        arguments = {
            parameter["name"]: _resolve(parameter["value"], scope, later=("item",))
            for parameter in task.get("arguments", {}).get("parameters", [])
        }
        if "withSequence" not in task:
            return self._execute(task["template"], arguments) if _when(when) else ("Skipped", {})
        assert not when
        items = list(range(int(_resolve(task["withSequence"]["count"], scope))))
        assert items
        self._random.shuffle(items)
        results = [
            self._execute(
                task["template"],
                {key: _resolve(value, {"item": str(item)}) for key, value in arguments.items()},
            )
            for item in items
        ]
        return (FAILED if any(phase == FAILED for phase, _ in results) else "Succeeded"), {}


def _dependencies(task: dict[str, Any]) -> set[str]:
    text = task.get("depends", "")
    left = TASK.sub("", text)
    assert not re.search(r"[A-Za-z0-9]", left), f"cannot read {text!r}"
    return {name for name, _ in TASK.findall(text)}


def _ancestors(name: str, needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    stack = list(needs[name])
    while stack:
        before = stack.pop()
        if before not in found:
            found.add(before)
            stack.extend(needs[before])
    return found


def _outputs_in_scope(
    tasks: set[str], phases: dict[str, str], outputs: dict[str, dict[str, str]]
) -> dict[str, str]:
    scope = {f"tasks.{task}.status": phases[task] for task in tasks}
    for task in tasks:
        for name, value in outputs[task].items():
            scope[f"tasks.{task}.outputs.parameters.{name}"] = value
    return scope


def _inherited(name: str, phases: dict[str, str], needs: dict[str, set[str]]) -> str:
    if phases[name] in ("Succeeded", FAILED):
        return phases[name]
    before = [_inherited(task, phases, needs) for task in needs[name]]
    return FAILED if FAILED in before else "Succeeded"


def _resolve(text: str, scope: dict[str, str], later: tuple[str, ...] = ()) -> str:
    def value(match: re.Match[str]) -> str:
        tag = match[1]
        if tag in later:
            return match[0]
        if tag == "=asInt(inputs.parameters.turn) + 1":
            return str(int(scope["inputs.parameters.turn"]) + 1)
        if tag not in scope:
            raise Hangs(tag)
        return scope[tag]

    return TAG.sub(value, text)


def _depends(text: str, phases: dict[str, str]) -> bool:
    if not text:
        return True
    python = TASK.sub(lambda found: str(phases[found[1]] == found[2]), text)
    assert re.fullmatch(r"[TrueFals&| ()]*", python)
    return bool(eval(python.replace("&&", "and").replace("||", "or")))  # noqa: S307


def _when(text: str) -> bool:
    if not text:
        return True
    compared = re.fullmatch(r"'([a-z0-9_-]*)' == '([a-z0-9_-]*)'", text)
    assert compared, text
    return compared[1] == compared[2]


def _conditional(text: str, scope: dict[str, str]) -> str:
    """`tasks['a'].status == 'Succeeded' ? way : ... : 'way'`"""
    if " ? " not in text:
        return _operand(text, scope)
    condition, _, rest = text.partition(" ? ")
    way, _, other = rest.partition(" : ")
    left, _, right = condition.partition(" == ")
    taken = _operand(left, scope) == _operand(right, scope)
    return _operand(way, scope) if taken else _conditional(other, scope)


def _operand(text: str, scope: dict[str, str]) -> str:
    if text.startswith("'"):
        return text.strip("'")
    return scope[re.sub(r"\['(.*?)'\]", r".\1", text)]
