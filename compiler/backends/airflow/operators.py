"""The operator of each step: a pod, or a job of Batch where the step has `@batch`."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.airflow.attempts import TIMEDELTA, retries
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.kinds import Arguments
from compiler.backends.airflow.kubernetes_calls import K8S
from compiler.backends.airflow.pods import OPERATOR, Pods
from compiler.backends.airflow.python import Call, Code, Expression, Spread
from compiler.backends.airflow.scope import TOP
from compiler.backends.backend import Program
from compiler.settings import Settings
from runtime_shim import contract


class Operators:
    """The operators of a flow, complete but for their ids, their order and their trigger rules."""

    def __init__(self, program: Program, settings: Settings, identity: Identity) -> None:
        self._steps = program.flow.steps
        self._pods = Pods(program, settings, identity)

    def of(self, step: str, path: Expression) -> Call:
        """The operator that runs the task of a path: a text, or an argument of a group of tasks."""
        own, kind = self._pods.of(step)
        where = () if path == TOP else (path,)
        made: Arguments = {"arguments": Call("step", (step, *where)), **own}
        if isinstance(path, Code):
            # By its path Airflow's pages call each task of a foreach.
            made["map_index_template"] = "{{ task.arguments[3] }}"
        return Call(OPERATOR, kwargs=tuple(made.items()), unpack=(kind,))

    def hook(self, function: str, image: str | None, status: str) -> Call:
        """The operator that calls an exit hook with that image, for a run that ended so."""
        command, name = contract.hook_arguments(function)
        kwargs: Arguments = {
            "arguments": [command, literal(name)],
            "env_vars": Spread("ENV", {contract.ENV_RUN_STATUS: status}),
            "retries": 0,
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
