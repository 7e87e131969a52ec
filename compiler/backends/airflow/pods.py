"""Steps as KubernetesPodOperators: the arguments of each, but for the task that it runs.

Two readers stand between the file and the process. Airflow renders templates in what the operator
is given; the kubelet then expands `$(NAME)`, and makes one `$` of two, in the command and in the
variables. A text of the user's is written so that it is itself again after both.
"""

from __future__ import annotations

from collections.abc import Mapping

from compiler.backends.airflow import kubernetes_calls as k8s
from compiler.backends.airflow.attempts import attempt_arguments
from compiler.backends.airflow.identity import Identity
from compiler.backends.airflow.jinja_text import literal
from compiler.backends.airflow.kinds import Arguments, kinds
from compiler.backends.airflow.python import Code, Expression, Spread
from compiler.backends.backend import Program
from compiler.compute.deadline import deadline_seconds
from compiler.compute.kubernetes import hook_pod, step_pod
from compiler.compute.kubernetes_json import unexpanded
from compiler.compute.pod import Pairs, Pod
from compiler.compute.task_environment import gang_variables
from compiler.ir.compute import Batch, Compute, Kubernetes
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim import contract

OPERATOR = "KubernetesPodOperator"
STARTUP_SECONDS = 3600
"""How long a pod may take to start: Airflow's own two minutes are too short for a cluster that
first needs a machine, and for a large image."""


class Pods:
    """The pods of a flow, as far as Airflow has to start them."""

    def __init__(
        self, program: Program, settings: Settings, identity: Identity, *, hooks: bool
    ) -> None:
        self._program = program
        self._settings = settings
        pods = {
            step.name: self._of_pod(self._pod(step), step.compute)
            for step in program.flow.steps
            if not isinstance(step.compute, Batch)
        }
        images = dict.fromkeys(hook.image for hook in program.flow.exit_hooks if hooks)
        # No step has a dash in its name.
        self._hooks = {image: f"hook-{number}" for number, image in enumerate(images)}
        for image, name in self._hooks.items():
            pods[name] = self._of_pod(hook_pod(image, settings), None)
        self.constants: Arguments = {}
        """What the operators refer to: the variables of all pods, and each kind of pod."""
        self._of: Mapping[str, str] = {}
        if pods:
            found = kinds(pods, "POD")
            self._of = found.of
            env = {name: process_text(value) for name, value in identity.env}
            self.constants = {"ENV": env, **found.constants}

    def of(self, step: str) -> tuple[Arguments, str]:
        """What a step's operator is given, but for its id and the arguments of the runtime; and
        the constant with more of it."""
        node = self._program.flow.by_name[step]
        made: Arguments = {"env_vars": self._env(node)}
        if node.parallel:
            address = k8s.field_variable(contract.ENV_GANG_ADDRESS, "status.podIP")
            made["pod_runtime_info_envs"] = [address]
        deadline = deadline_seconds(node)
        if deadline is not None:
            # `execution_timeout` would count the time in which the pod waits for a machine.
            made["active_deadline_seconds"] = deadline
        return {**made, **attempt_arguments(node)}, self._of[step]

    def of_hook(self, image: str | None) -> str:
        """The constant for exit hooks with that image."""
        return self._of[self._hooks[image]]

    def _pod(self, step: Step) -> Pod:
        return step_pod(step, self._settings, self._program.environments.get(step.name))

    def _env(self, step: Step) -> Expression:
        flow = self._program.flow
        gang = gang_variables(step) if step.parallel else ()
        pairs = (*gang, *self._pod(step).env)
        more: Arguments = {name: process_text(value) for name, value in pairs}
        if step.name == flow.start and flow.inputs:
            more[contract.ENV_PARAMETERS] = Code("PARAMETERS")
        return Spread("ENV", more) if more else Code("ENV")

    def _of_pod(self, pod: Pod, compute: Compute | None) -> Arguments:
        kubernetes = compute if isinstance(compute, Kubernetes) else None
        settings = self._settings
        own = kubernetes.image_pull_secrets if kubernetes else ()
        pull_secrets = dict.fromkeys((*settings.image_pull_secrets, *own))
        security = pod.security_context
        made: dict[str, Expression] = {
            "image": literal(pod.image),
            "image_pull_policy": pod.image_pull_policy,
            "image_pull_secrets": k8s.pull_secrets(pull_secrets),
            "cmds": [process_text(word) for word in (pod.executable, *pod.launch)],
            "env_from": k8s.env_from(pod.env_secrets),
            "container_resources": k8s.resources(pod.requests, pod.limits),
            "ports": [k8s.model("ContainerPort", {"container_port": port}) for port in pod.ports],
            "volumes": [k8s.volume(volume) for volume in pod.volumes],
            "volume_mounts": [k8s.mount(volume) for volume in pod.volumes],
            "container_security_context": k8s.security_context(security) if security else None,
            "init_containers": [k8s.init_container(one) for one in pod.init_containers],
            "service_account_name": pod.service_account or settings.service_account,
            "node_selector": _rendered(pod.node_selector),
            "tolerations": [k8s.toleration(one) for one in pod.tolerations],
            "labels": _rendered((*settings.labels.items(), *pod.labels)),
            "annotations": _rendered((*settings.annotations.items(), *pod.annotations)),
            "namespace": (kubernetes and kubernetes.namespace) or settings.namespace,
            "kubernetes_conn_id": _conn_id(settings),
            "startup_timeout_seconds": STARTUP_SECONDS,
            "do_xcom_push": False,
            "deferrable": settings.airflow.deferrable or None,
            "pool": settings.airflow.pool,
        }
        return {name: value for name, value in made.items() if value is not None and value != []}


def process_text(text: Expression) -> Expression:
    """What to write in the file for the process to see this text; code is its own."""
    return literal(unexpanded(text)) if isinstance(text, str) else text


def _rendered(pairs: Pairs) -> Expression:
    """A mapping whose values Airflow renders; None where it is empty."""
    return {name: literal(value) for name, value in pairs} or None


def _conn_id(settings: Settings) -> str | None:
    name = settings.airflow.kubernetes_conn_id
    return literal(name) if name is not None else None
