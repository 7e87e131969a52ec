"""`@exit_hook`: functions of the user's that run when a run is over."""

from __future__ import annotations

from compiler.backends.stepfunctions.graph import following
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.jobs import JobDefinitions
from compiler.backends.stepfunctions.models import Machine, State, States
from compiler.backends.stepfunctions.naming import state_name
from compiler.backends.stepfunctions.tasks import hook_task
from compiler.ir.flow import Flow

_FLOW = "the-flow"
_DONE, _FAILED = "run-succeeded", "run-failed"
_ERROR = "$.error"
SUCCEEDED, FAILED = "SUCCEEDED", "FAILED"
"""Step Functions' own words for how an execution ends."""


def with_hooks(machine: Machine, flow: Flow, identity: Identity, jobs: JobDefinitions) -> Machine:
    """The machine as one state of another, which goes on to the hooks however it ended.

    No hook changes how the run ends, nor keeps the ones after it from running.
    """
    if not flow.exit_hooks:
        return machine
    ends: States = {
        _DONE: {"Type": "Succeed"},
        _FAILED: {
            "Type": "Fail",
            "ErrorPath": f"{_ERROR}.Error",
            "CausePath": f"{_ERROR}.Cause",
        },
    }
    made: dict[str, States] = {}
    first: dict[str, str] = {}
    for occasion, status, end in (("success", SUCCEEDED, _DONE), ("error", FAILED, _FAILED)):
        # A function that several hooks name is called by each.
        called = [
            (state_name(f"on-{occasion}-{at}", function), function, hook.image)
            for at, hook in enumerate(flow.exit_hooks, 1)
            for function in (hook.on_success if occasion == "success" else hook.on_error)
        ]
        first[occasion], made[occasion] = end, {}
        for name, function, image in reversed(called):
            task = hook_task(function, jobs.of_hook(image), identity, status)
            after = first[occasion]
            task["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": after}]
            made[occasion] = {name: following(task, after), **made[occasion]}
            first[occasion] = name
    whole: State = {
        "Type": "Parallel",
        "Branches": [machine],
        "ResultPath": None,
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": _ERROR, "Next": first["error"]}],
    }
    states = {_FLOW: following(whole, first["success"]), **made["success"], **made["error"]}
    return {"StartAt": _FLOW, "States": {**states, **ends}}
