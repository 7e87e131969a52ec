"""Tells whoever listens that the flow has finished (`contract.ENV_EVENT_URL`)."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

from runtime_shim import contract
from runtime_shim.flow.context import TaskContext

if TYPE_CHECKING:
    from urllib.request import Request

_TIMEOUT_SECONDS = 10
_PAUSES = (1, 2)
"""Seconds before each further try, where nobody answers."""


def post_end_of_flow(context: TaskContext) -> None:
    """Posts the event; a failure is a warning, for the flow has finished all the same.

    Its name and payload are those of Metaflow's, so that flows of both can wait for it. A
    repeated attempt posts the same `id`.
    """
    url = context.environment.get(contract.ENV_EVENT_URL)
    if not url:
        return
    from urllib.request import Request

    name = contract.end_event(*_project_parts(context), context.plan.flow)
    body = json.dumps({"name": name, "payload": _payload(name, context)}).encode()
    request = Request(url, body, {"Content-Type": "application/json"}, method="POST")
    problem, answered = _try(request)
    for pause in _PAUSES:
        if answered:
            break
        time.sleep(pause)
        problem, answered = _try(request)
    if problem:
        sys.stderr.write(f"warning: the event {name} could not be posted: {problem}\n")


def _try(request: Request) -> tuple[str, bool]:
    """Why posting failed, empty if it did not, and whether anybody answered."""
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        with urlopen(request, timeout=_TIMEOUT_SECONDS):
            return "", True
    except HTTPError as error:
        with error:
            return str(error), True
    except (OSError, ValueError) as error:
        return str(error), False


def _project_parts(context: TaskContext) -> tuple[str, ...]:
    return context.project.parts if context.project else ()


def _payload(name: str, context: TaskContext) -> dict[str, Any]:
    task = context.task
    pathspec = context.history.pathspec(task)
    payload: dict[str, Any] = {
        "name": name,
        "id": pathspec,
        "timestamp": int(time.time()),
        "utc_date": time.strftime("%Y%m%d", time.gmtime()),
        "pathspec": pathspec,
        "flow_name": context.plan.flow,
        "run_id": context.run,
        "step_name": task.step,
        "task_id": task.name,
    }
    project, parts = context.project, _project_parts(context)
    if project is not None:
        payload.update(
            project_name=project.name,
            branch_name=".".join(parts[1:]),
            is_production=project.production,
            project_flow_name=".".join([*parts, context.plan.flow]),
        )
    return payload
