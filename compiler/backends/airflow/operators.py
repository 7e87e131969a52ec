"""The operator of each step: a pod, or a job of Batch where the step has `@batch`."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.airflow.attempts import TIMEDELTA, retries
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.kubernetes_calls import K8S
from compiler.backends.airflow.pods import OPERATOR, Pods
from compiler.backends.airflow.python import Call, Code, Expression, Lambda
from compiler.backends.airflow.scope import TOP
from compiler.backends.airflow.shared import Arguments
from compiler.backends.backend import Program
from compiler.settings import Settings

_POD = "POD"
_ARGUMENTS = "arguments"
_PATH_OF_ARGUMENTS = "{{ task.arguments[3] }}"
"""The path in what `step` gives, by which Airflow's pages then call the tasks of a foreach."""


class Operators:
    """The operators of a flow, complete but for their ids, their order and their trigger rules."""

    def __init__(self, program: Program, settings: Settings, identity: Identity) -> None:
        self._steps = program.flow.steps
        self._pods = Pods(program, settings, identity)

    def of(self, step: str, path: Expression) -> Call:
        """The operator that runs the task of a path: a text, or an argument of a group of tasks."""
        where = () if path == TOP else (path,)
        arguments = (_ARGUMENTS, Call("step", (step, *where)))
        more = _mapped() if isinstance(path, Code) else {}
        return self._pod("", (arguments,), {**self._pods.of(step), **more})

    def expanded(self, step: str) -> tuple[Call, str, Lambda]:
        """The operator without what differs for each path; the argument for that; and what makes
        it of a path."""
        call = self._pod(".partial", (), {**self._pods.of(step), **_mapped()})
        return call, _ARGUMENTS, Lambda("path", Call("step", (step, Code("path"))))

    def hook(self, image: str | None, arguments: Expression, env: Expression) -> Call:
        """The operator that calls an exit hook with that image."""
        first = ((_ARGUMENTS, arguments), ("env_vars", env))
        return self._pod("", first, self._pods.of_hook(image))

    @property
    def constants(self) -> Arguments:
        """What the operators refer to, by name, in the order in which it must stand there."""
        if not self._pods:
            return {}
        pods = self._pods
        return {"ENV": pods.env, **pods.constants, _POD: pods.common}

    @property
    def imports(self) -> Iterator[Import]:
        """What the operators and the constants are made with."""
        if self._pods:
            yield Import("airflow.providers.cncf.kubernetes.operators.pod", OPERATOR)
            yield K8S
        if any(retries(step) for step in self._steps):
            yield TIMEDELTA

    def _pod(self, method: str, first: tuple[tuple[str, Expression], ...], more: Arguments) -> Call:
        return Call(f"{OPERATOR}{method}", kwargs=(*first, *more.items()), unpack=(_POD,))


def _mapped() -> Arguments:
    return {"map_index_template": _PATH_OF_ARGUMENTS}
