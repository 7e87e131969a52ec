"""What only Argo's own lint sees: whether the templates of a spec fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.schemas.dag import REPEATED, ancestors, check_order, ensured
from tests.schemas.placeholders import (
    EXIT,
    RETRIES,
    WORKFLOW,
    Scope,
    check_placeholders,
    references,
)
from tests.schemas.walk import Document, strings

_KINDS = ("container", "containerSet", "script", "dag", "steps", "resource", "suspend", "http")
_PODS = ("container", "script", "resource", "containerSet", "data")
_WORD = re.compile(r"[A-Za-z_][-\w]*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_OUTPUT = re.compile(r"tasks\.([^.]+)\.outputs\b")
_NODE = ("id", "status", "startedAt", "finishedAt", "hostNodeName", "ip", "name")


@dataclass(frozen=True)
class Call:
    """One place of a spec that runs a template."""

    place: str
    template: str
    arguments: frozenset[str]
    exact: bool = True
    """Whether arguments that the template does not know are a mistake there."""


class Spec:
    """The spec of a workflow, and what its templates are."""

    def __init__(self, body: Document, where: str) -> None:
        self.body = body
        self.where = where
        self.templates: dict[str, Document] = {}
        for template in body.get("templates", ()):
            self.templates.setdefault(template["name"], template)
        declared = body.get("arguments", {}).get("parameters", ())
        self.arguments = frozenset(parameter["name"] for parameter in declared)

    def check(self) -> Iterator[str]:
        """Every problem that needs more than one field to be seen."""
        names = [template["name"] for template in self.body.get("templates", ())]
        yield from _duplicates(names, f"{self.where}.templates")
        calls = self.calls()
        for call in calls:
            yield from self._check_call(call)
        running, leaving = self._reached(self._entry()), self._reached(self._exits())
        for name, template in self.templates.items():
            place = f"{self.where}.templates.{name}"
            if name not in running and name not in leaving:
                yield f"{place}: nothing uses it"
            yield from self._check_template(template, place, name in leaving - running)

    def calls(self) -> list[Call]:
        """Every place that runs a template, in the order of the document."""
        found = self._entry() + self._exits()
        for name, template in self.templates.items():
            for task in tasks_of(template):
                place = f"{self.where}.templates.{name}.{task['name']}"
                found.append(_call(place, task))
                hooks = _hooks(task).items()
                found += [_call(f"{place}.hooks.{hook}", body) for hook, body in hooks]
        return found

    def _entry(self) -> list[Call]:
        entry = self.body.get("entrypoint", "")
        return [Call(f"{self.where}.entrypoint", entry, self.arguments, exact=False)]

    def _exits(self) -> list[Call]:
        found = []
        if "onExit" in self.body:
            place = f"{self.where}.onExit"
            found.append(Call(place, self.body["onExit"], self.arguments, exact=False))
        hooks = self.body.get("hooks", {}).items()
        return found + [_call(f"{self.where}.hooks.{name}", hook) for name, hook in hooks]

    def _reached(self, roots: list[Call]) -> set[str]:
        found: set[str] = set()
        waiting = [call.template for call in roots]
        while waiting:
            name = waiting.pop()
            if name in found or name not in self.templates:
                continue
            found.add(name)
            for task in tasks_of(self.templates[name]):
                waiting += [task.get("template", "")]
                waiting += [hook.get("template", "") for hook in _hooks(task).values()]
        return found

    def _check_call(self, call: Call) -> Iterator[str]:
        template = self.templates.get(call.template)
        if template is None:
            yield f"{call.place}: there is no template `{call.template}`"
            return
        inputs = template.get("inputs", {}).get("parameters", ())
        for parameter in inputs:
            if (
                not {"value", "valueFrom"} & parameter.keys()
                and parameter["name"] not in call.arguments
            ):
                yield f"{call.place}: `{call.template}` needs the input `{parameter['name']}`"
        unknown = call.arguments - {parameter["name"] for parameter in inputs}
        if call.exact and unknown:
            yield f"{call.place}: `{call.template}` has no input {', '.join(sorted(unknown))}"

    def _check_template(self, template: Document, place: str, leaving: bool) -> Iterator[str]:
        if not any(kind in template for kind in _KINDS):
            yield f"{place}: it runs nothing"
        yield from _check_containers(template, place)
        yield from self._check_mounts(template, place)
        tasks = tasks_of(template)
        yield from _duplicates([task["name"] for task in tasks], place)
        by_name = {task["name"]: task for task in tasks}
        if "dag" in template:
            yield from check_order(by_name, place)
            yield from _check_outputs_exist(by_name, place)
        scope = self._scope(template, leaving)
        before = _before(template, by_name)
        for name, task in by_name.items():
            yield from self._check_task(task, f"{place}.{name}", scope, by_name, before[name])
        inside = {k: v for k, v in template.items() if k not in ("dag", "steps", "outputs")}
        over = scope.plus(self._outputs_of(by_name, frozenset(by_name)))
        for part, names in ((inside, scope), (template.get("outputs", {}), over)):
            for at, text in strings(part, place):
                yield from check_placeholders(at, text, names)

    def _check_task(
        self,
        task: Document,
        place: str,
        scope: Scope,
        tasks: dict[str, Document],
        before: frozenset[str],
    ) -> Iterator[str]:
        scope = scope.plus(self._outputs_of(tasks, before))
        repeated = [key for key in REPEATED if key in task]
        if len(repeated) > 1:
            yield f"{place}: only one of {', '.join(repeated)} is possible"
        for at, text in strings({key: task[key] for key in repeated}, place):
            yield from check_placeholders(at, text, scope)
        inner = scope.plus(item=bool(repeated))
        hooks = {"hooks": task.get("hooks", {})}
        rest = {k: v for k, v in task.items() if k not in (*repeated, "hooks")}
        for at, text in strings(rest, place):
            yield from check_placeholders(at, text, inner)
        own = frozenset((f"tasks.{task['name']}.status", f"steps.{task['name']}.status"))
        own = own | self._outputs_of(tasks, frozenset((task["name"],))) | EXIT
        for at, text in strings(hooks, place):
            yield from check_placeholders(at, text, inner.plus(own))
        yield from _check_when(task.get("when"), f"{place}.when")

    def _scope(self, template: Document, leaving: bool) -> Scope:
        names = set(WORKFLOW) | {f"workflow.parameters.{name}" for name in self.arguments}
        names.add("inputs.parameters")
        for kind in ("parameters", "artifacts"):
            for given in template.get("inputs", {}).get(kind, ()):
                names |= {f"inputs.{kind}.{given['name']}", f"inputs.{kind}.{given['name']}.path"}
        if any(kind in template for kind in _PODS):
            names |= {"pod.name", "node.name"}
            names |= {f"{output}.path" for output in _outputs(template)}
        if "retryStrategy" in template:
            names |= RETRIES
        if leaving:
            names |= EXIT
        return Scope(frozenset(names))

    def _outputs_of(self, tasks: dict[str, Document], among: frozenset[str]) -> frozenset[str]:
        names = set()
        for name in among:
            task = tasks[name]
            template = self.templates.get(task.get("template", ""), {})
            prefixes = (f"tasks.{name}", f"steps.{name}")
            made = _outputs(template)
            if any(kind in template for kind in _PODS):
                made += ["outputs.result", "exitCode"]
            if any(key in task for key in REPEATED):
                made.append("outputs.parameters")
            names |= {f"{prefix}.{field}" for prefix in prefixes for field in (*_NODE, *made)}
        return frozenset(names)

    def _check_mounts(self, template: Document, place: str) -> Iterator[str]:
        volumes = {
            *(volume["name"] for volume in self.body.get("volumes", ())),
            *(volume["name"] for volume in template.get("volumes", ())),
            *(claim["metadata"]["name"] for claim in self.body.get("volumeClaimTemplates", ())),
        }
        for container in _containers(template):
            paths = [mount["mountPath"] for mount in container.get("volumeMounts", ())]
            yield from _duplicates(paths, f"{place}.volumeMounts")
            for mount in container.get("volumeMounts", ()):
                if mount["name"] not in volumes:
                    yield f"{place}: there is no volume `{mount['name']}`"


def tasks_of(template: Document) -> list[Document]:
    """The tasks of a DAG template or the steps of a steps template."""
    if "dag" in template:
        return list(template["dag"].get("tasks", ()))
    return [step for group in template.get("steps", ()) for step in group]


def _hooks(task: Document) -> dict[str, Document]:
    """What runs beside a task or after it."""
    leaving = {"onExit": {"template": task["onExit"]}} if "onExit" in task else {}
    return {**task.get("hooks", {}), **leaving}


def _call(place: str, task: Document) -> Call:
    given = task.get("arguments", {}).get("parameters", ())
    names = (parameter["name"] for parameter in given)
    return Call(place, task.get("template", ""), frozenset(names))


def _before(template: Document, tasks: dict[str, Document]) -> dict[str, frozenset[str]]:
    if "dag" in template:
        return ancestors(tasks)
    found: dict[str, frozenset[str]] = {}
    earlier: frozenset[str] = frozenset()
    for group in template.get("steps", ()):
        names = [step["name"] for step in group]
        found.update(dict.fromkeys(names, earlier))
        earlier = earlier.union(names)
    return found


def _outputs(template: Document) -> list[str]:
    """`outputs.parameters.width` and the like."""
    return [
        f"outputs.{kind}.{output['name']}"
        for kind in ("parameters", "artifacts")
        for output in template.get("outputs", {}).get(kind, ())
    ]


def _containers(template: Document) -> list[Document]:
    main = [template[key] for key in ("container", "script") if key in template]
    return [*main, *template.get("sidecars", ()), *template.get("initContainers", ())]


def _check_containers(template: Document, place: str) -> Iterator[str]:
    for container in _containers(template):
        if not container.get("image"):
            yield f"{place}: a container without an image"
        if not container.get("command"):
            yield f"{place}: a container without a command"
    for output in template.get("outputs", {}).get("parameters", ()):
        sources = output.get("valueFrom", {}).keys()
        if {"container", "script"} & template.keys() and "path" not in sources:
            yield f"{place}.outputs.{output['name']}: a pod leaves it in no file"
        elif {"dag", "steps"} & template.keys() and not {"parameter", "expression"} & sources:
            yield f"{place}.outputs.{output['name']}: no task gives it"


def _check_outputs_exist(tasks: dict[str, Document], place: str) -> Iterator[str]:
    sure = ensured(tasks)
    for name, task in tasks.items():
        own = {key: value for key, value in task.items() if key != "hooks"}
        for at, text in strings(own, f"{place}.{name}"):
            for reference in references(text):
                match = _OUTPUT.match(reference)
                if match and match[1] in tasks and match[1] not in sure[name]:
                    yield f"{at}: `{match[1]}` may have no outputs, for all that `depends` says"


def _check_when(when: str | None, place: str) -> Iterator[str]:
    """Bare words in `when` are taken for variables, or apart at their hyphens."""
    bare = _QUOTED.sub("", _PLACEHOLDER.sub("", when or ""))
    for word in _WORD.findall(bare):
        if word not in ("true", "false", "in"):
            yield f"{place}: `{word}` needs quotes"


def _duplicates(names: list[str], place: str) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{place}: `{name}` stands twice"
        seen.add(name)
