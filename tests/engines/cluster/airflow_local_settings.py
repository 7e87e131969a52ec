"""What an Airflow has its pods get, as its file of local settings says it.

A platform that knows where its datastore is adds the variables that lead there like this. It is
never imported by flowc's tests: Airflow has an environment of its own.
"""

from __future__ import annotations

import json
import os
from typing import Any

__all__ = ["pod_mutation_hook"]


def pod_mutation_hook(pod: Any) -> None:
    """Adds the variables in `POD_VARIABLES`, a JSON object, to all containers of a pod."""
    from kubernetes.client import V1EnvVar  # type: ignore[import-not-found]

    given: dict[str, str] = json.loads(os.environ["POD_VARIABLES"])
    variables = [V1EnvVar(name=name, value=value) for name, value in given.items()]
    for container in pod.spec.containers:
        container.env = [*variables, *(container.env or ())]
