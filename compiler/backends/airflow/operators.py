"""The operator of each step: a pod, or a job of Batch where the step has `@batch`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.backends.airflow import batch, pods
from compiler.backends.airflow.assets import outlets
from compiler.backends.airflow.attempts import TIMEDELTA, retries
from compiler.backends.airflow.batch import Jobs
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.imports import ASSET, AnyImport, Import
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.kinds import Arguments
from compiler.backends.airflow.kubernetes_calls import K8S
from compiler.backends.airflow.pods import Pods
from compiler.backends.airflow.python import Call, Code, Expression, Spread
from compiler.backends.airflow.scope import TOP
from compiler.backends.backend import Program
from compiler.compute.batch_models import JobDefinition
from compiler.ir.compute import Batch
from compiler.settings import Settings
from runtime_shim import contract


class Operators:
    """The operators of a flow, complete but for their ids, their order and their trigger rules."""

    def __init__(self, program: Program, settings: Settings, identity: Identity) -> None:
        self._flow = program.flow
        self._settings = settings
        # Exit hooks have no `@batch` of their own. Where all steps have it there is no cluster.
        self._hooks_in_pods = any(not isinstance(step.compute, Batch) for step in self._flow.steps)
        self._pods = Pods(program, settings, identity, hooks=self._hooks_in_pods)
        self._jobs = Jobs(program, settings, identity, hooks=not self._hooks_in_pods)

    def of(self, step: str, path: Expression) -> Call:
        """The operator that runs the task of a path: a text, or an argument of a group of tasks."""
        task = (step,) if path == TOP else (step, path)
        if isinstance(self._flow.by_name[step].compute, Batch):
            own, kind = self._jobs.of(step)
            first: Arguments = {"parameters": Call("job", task)}
            operator, shown = batch.OPERATOR, "parameters.path"
        else:
            own, kind = self._pods.of(step)
            first = {"arguments": Call("step", task)}
            operator, shown = pods.OPERATOR, "arguments[3]"
        made = {**first, **own}
        if step == self._flow.end:
            made |= outlets(self._flow, self._settings)
        if isinstance(path, Code):
            # By its path Airflow's pages call each task of a foreach.
            made["map_index_template"] = f"{{{{ task.{shown} }}}}"
        return _call(operator, made, kind)

    def hook(self, function: str, image: str | None, status: str) -> Call:
        """The operator that calls an exit hook with that image, for a run that ended so."""
        command, name = contract.hook_arguments(function)
        if self._hooks_in_pods:
            made: Arguments = {
                "arguments": [command, literal(name)],
                "env_vars": Spread("ENV", {contract.ENV_RUN_STATUS: status}),
            }
            return _call(pods.OPERATOR, made, self._pods.of_hook(image))
        return _call(batch.OPERATOR, *self._jobs.of_hook(function, image, status))

    @property
    def constants(self) -> Arguments:
        """What the operators refer to, by name, in the order in which it must stand there."""
        return {**self._pods.constants, **self._jobs.constants}

    @property
    def functions(self) -> tuple[str, ...]:
        """Functions of the file that the operators call, besides `step`."""
        return (batch.JOB_FUNCTION,) if self._jobs.constants else ()

    @property
    def job_definitions(self) -> Mapping[str, JobDefinition]:
        """What must be registered in AWS before the DAG runs, by name."""
        return self._jobs.definitions

    @property
    def imports(self) -> Iterator[AnyImport]:
        """What the operators and the constants are made with."""
        yield ASSET
        if self._pods.constants:
            yield Import("airflow.providers.cncf.kubernetes.operators.pod", pods.OPERATOR)
            yield K8S
        if self._jobs.constants:
            yield Import("airflow.providers.amazon.aws.operators.batch", batch.OPERATOR)
        if any(retries(step) for step in self._flow.steps):
            yield TIMEDELTA


def _call(operator: str, arguments: Arguments, kind: str) -> Call:
    return Call(operator, kwargs=tuple(arguments.items()), unpack=(kind,))
