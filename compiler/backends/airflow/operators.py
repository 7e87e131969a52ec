"""The operator of each step: a pod, or a job of Batch where the step has `@batch`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compiler.backends.airflow.attempts import TIMEDELTA, retries
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.kinds import Arguments
from compiler.backends.airflow.kubernetes_calls import K8S
from compiler.backends.airflow.pods import OPERATOR, Pods
from compiler.backends.airflow.python import Call, Code, Expression, Lambda, Spread
from compiler.backends.airflow.scope import TOP
from compiler.backends.backend import Program
from compiler.settings import Settings
from runtime_shim import contract

_ARGUMENTS = "arguments"
_MAPPED: Arguments = {"map_index_template": "{{ task.arguments[3] }}"}
"""Of the tasks of a foreach: by its path, as `step` gives it, Airflow's pages call each of them."""


class Operators:
    """The operators of a flow, complete but for their ids, their order and their trigger rules."""

    def __init__(self, program: Program, settings: Settings, identity: Identity) -> None:
        self._steps = program.flow.steps
        self._pods = Pods(program, settings, identity)

    def of(self, step: str, path: Expression) -> Call:
        """The operator that runs the task of a path: a text, or an argument of a group of tasks."""
        where = () if path == TOP else (path,)
        more = _MAPPED if isinstance(path, Code) else {}
        return self._pod(step, {_ARGUMENTS: Call("step", (step, *where))}, more)

    def expanded(self, step: str) -> tuple[Call, str, Lambda]:
        """The operator without what differs for each path; the argument for that; and what makes
        it of a path."""
        call = self._pod(step, {}, _MAPPED)
        each = Lambda("path", Call("step", (step, Code("path"))))
        return replace(call, function=f"{call.function}.partial"), _ARGUMENTS, each

    def hook(self, function: str, image: str | None, status: str) -> Call:
        """The operator that calls an exit hook with that image, for a run that ended so."""
        command, name = contract.hook_arguments(function)
        kwargs: Arguments = {
            _ARGUMENTS: [command, literal(name)],
            "env_vars": Spread("ENV", {contract.ENV_RUN_STATUS: status}),
        }
        return Call(OPERATOR, kwargs=tuple(kwargs.items()), unpack=(self._pods.of_hook(image),))

    @property
    def constants(self) -> Arguments:
        """What the operators refer to, by name, in the order in which it must stand there."""
        return self._pods.constants

    @property
    def imports(self) -> Iterator[Import]:
        """What the operators and the constants are made with."""
        if self._pods.constants:
            yield Import("airflow.providers.cncf.kubernetes.operators.pod", OPERATOR)
            yield K8S
        if any(retries(step) for step in self._steps):
            yield TIMEDELTA

    def _pod(self, step: str, first: Arguments, last: Arguments) -> Call:
        own, kind = self._pods.of(step)
        return Call(OPERATOR, kwargs=tuple({**first, **own, **last}.items()), unpack=(kind,))
