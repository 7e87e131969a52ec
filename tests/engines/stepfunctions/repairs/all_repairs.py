"""Applies all repairs, to the one version of the interpreter that they are of."""

from __future__ import annotations

from importlib.metadata import version

from tests.engines.stepfunctions.repairs.distributed_map import DISTRIBUTED_MAP
from tests.engines.stepfunctions.repairs.failures import NAMES, WILDCARDS
from tests.engines.stepfunctions.repairs.intrinsics import INTRINSICS
from tests.engines.stepfunctions.repairs.item_reader import ITEM_READER
from tests.engines.stepfunctions.repairs.parsing import PARSING
from tests.engines.stepfunctions.repairs.paths import PATHS
from tests.engines.stepfunctions.repairs.printing import PRINTING
from tests.engines.stepfunctions.repairs.stops import STOPS
from tests.engines.stepfunctions.repairs.tasks import TASKS
from tests.engines.stepfunctions.repairs.waits import WAITS

MOTO = "5.2.5"
REPAIRS = (
    DISTRIBUTED_MAP,
    INTRINSICS,
    ITEM_READER,
    NAMES,
    PARSING,
    PATHS,
    PRINTING,
    STOPS,
    TASKS,
    WAITS,
    WILDCARDS,
)


def apply_all() -> None:
    """Raises `RuntimeError` for another version, whose parts may be different."""
    if version("moto") != MOTO:
        raise RuntimeError(f"the repairs are of moto {MOTO}, and {version('moto')} is installed")
    for repair in REPAIRS:
        repair.apply()
