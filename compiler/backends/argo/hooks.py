"""`@exit_hook`: functions of the user's that run when a run is over."""

from __future__ import annotations

from compiler.backends.argo.containers import annotated, container, env_vars
from compiler.backends.argo.identity import Identity
from compiler.backends.argo.models import DagTask, Template
from compiler.backends.argo.naming import Names
from compiler.backends.argo.placeholders import inputs, placeholder
from compiler.compute.kubernetes import hook_pod
from compiler.compute.kubernetes_json import pod_fields
from compiler.compute.kubernetes_models import EnvVar
from compiler.ir.flow import Flow
from compiler.settings import Settings
from runtime_shim.contract import ENV_RUN_STATUS, hook_arguments

_STATUS = placeholder("workflow.status")


def hook_templates(
    flow: Flow, settings: Settings, identity: Identity, names: Names
) -> list[Template]:
    """The template to run at the end, and the pods it uses; empty without hooks.

    Each hook runs by itself, so one that fails does not keep the others from running.
    """
    if not flow.exit_hooks:
        return []
    entry, tasks = names.claim("exit-hooks"), Names()
    made: list[DagTask] = []
    pods: dict[str | None, Template] = {}
    for hook in flow.exit_hooks:
        if hook.image not in pods:
            name = names.claim("exit-hook-pod")
            pods[hook.image] = _pod(name, hook.image, settings, identity)
        called = [(function, "success", "==") for function in hook.on_success]
        called += [(function, "error", "!=") for function in hook.on_error]
        for function, occasion, operator in called:
            made.append(
                {
                    "name": tasks.claim(f"on-{occasion}-{function}"),
                    "when": f"'{_STATUS}' {operator} 'Succeeded'",
                    "template": pods[hook.image]["name"],
                    "arguments": {"parameters": [{"name": "function", "value": function}]},
                }
            )
    # One failure would otherwise keep hooks that have not started from doing so.
    return [{"name": entry, "dag": {"failFast": False, "tasks": made}}, *pods.values()]


def _pod(name: str, image: str | None, settings: Settings, identity: Identity) -> Template:
    pod = hook_pod(image, settings)
    own: list[EnvVar] = [{"name": ENV_RUN_STATUS, "value": _STATUS}]
    env = env_vars(identity.env, [*annotated(identity.brought), *own])
    made: Template = {"name": name, "inputs": {"parameters": [{"name": "function"}]}}
    main = container(pod, hook_arguments(inputs("function")), env)
    return {**made, **pod_fields(pod), "container": main}
