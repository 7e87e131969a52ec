"""All decorators whose arguments flowc reads, as data."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.frontend.decorators.batch import BATCH
from compiler.frontend.decorators.card import CARD
from compiler.frontend.decorators.environment import ENVIRONMENT, SECRETS
from compiler.frontend.decorators.exit_hook import EXIT_HOOK
from compiler.frontend.decorators.failure import CATCH, RETRY, TIMEOUT
from compiler.frontend.decorators.given import Argument, Decorator
from compiler.frontend.decorators.kinds import FLAG, JSON_MAPPING
from compiler.frontend.decorators.kubernetes import KUBERNETES
from compiler.frontend.decorators.packages import CONDA, CONDA_BASE, PYPI, PYPI_BASE
from compiler.frontend.decorators.project import PROJECT
from compiler.frontend.decorators.resources import RESOURCES
from compiler.frontend.decorators.schedule import SCHEDULE
from compiler.frontend.decorators.sensors import EXTERNAL_TASK_SENSOR, S3_KEY_SENSOR
from compiler.frontend.decorators.trigger import TRIGGER
from compiler.frontend.decorators.trigger_on_finish import TRIGGER_ON_FINISH

STEP = Decorator(
    "step",
    "step",
    (
        Argument("start", FLAG, optional=False, example="True"),
        Argument("end", FLAG, optional=False),
        Argument("node_info", JSON_MAPPING),
    ),
)
PARALLEL = Decorator("parallel", "step")


def _by_name(*decorators: Decorator) -> Mapping[str, Decorator]:
    return {decorator.name: decorator for decorator in decorators}


KNOWN_STEP = _by_name(
    STEP,
    RESOURCES,
    KUBERNETES,
    BATCH,
    RETRY,
    CATCH,
    TIMEOUT,
    ENVIRONMENT,
    SECRETS,
    PYPI,
    CONDA,
    CARD,
    PARALLEL,
)
KNOWN_FLOW = _by_name(
    SCHEDULE,
    TRIGGER,
    TRIGGER_ON_FINISH,
    EXTERNAL_TASK_SENSOR,
    S3_KEY_SENSOR,
    PROJECT,
    PYPI_BASE,
    CONDA_BASE,
    EXIT_HOOK,
)
KNOWN: Mapping[str, Decorator] = {**KNOWN_STEP, **KNOWN_FLOW}

PARALLEL_FRAMEWORKS = frozenset(
    {"pytorch_parallel", "torchrun", "deepspeed", "mpi", "metaflow_ray", "tensorflow"}
)
"""Decorators that imply `@parallel`: Metaflow's own, and those of its extension packages."""


def owners(argument: str, level: str) -> list[str]:
    """The decorators of one level that have an argument of this name."""
    return [
        decorator.name
        for decorator in KNOWN.values()
        if decorator.level == level and argument in decorator.by_name
    ]
