"""A foreach as a Distributed Map over the list of paths that the splitting step has written."""

from __future__ import annotations

from compiler.backends.short_names import plain_name
from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.intrinsics import Reference
from compiler.backends.stepfunctions.models import Machine, State
from compiler.backends.stepfunctions.naming import MAX_LABEL
from compiler.backends.stepfunctions.scope import item_scope, result_key
from compiler.ir.region import Map, Region
from compiler.ir.regions.queries import children
from runtime_shim.contract import RESULT_PATHS

_READ_ITEMS = "arn:aws:states:::s3:getObject"
MAX_OPEN_MAPS = 1_000
"""Map Runs that an account may have at a time ("Quotas" in the Step Functions Developer Guide)."""
UNLIMITED = 0
"""As `MaxConcurrency`: as many as there are items, 10,000 at most."""
_ROOM_FOR_MAPS = 900
"""What one run uses of them at most."""


def distributed_map(
    region: Map,
    body: Machine,
    identity: Identity,
    concurrency: int,
    **more: Reference,
) -> State:
    """Runs the body once for each path; `more` is what its scopes have besides.

    The children are executions of their own, so that neither their number nor what they do
    counts into this one's history.
    """
    return {
        "Type": "Map",
        "Label": plain_name(region.split, MAX_LABEL),
        "MaxConcurrency": concurrency,
        "ItemReader": {
            "Resource": _READ_ITEMS,
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {
                "Bucket": identity.bucket,
                "Key.$": result_key(identity.prefix, identity.flow, region.split, RESULT_PATHS),
            },
        },
        "ItemSelector": item_scope(**more),
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            **body,
        },
        "ResultPath": None,
        "Retry": [retries.of_items()],
    }


def concurrency(region: Map, around: int, wanted: int) -> int:
    """How many items of a map run at a time, which has `around` maps around it.

    Every item that runs keeps the maps in it open, of which an account has only so many. So
    a map that has others in it runs as many items as all levels can share.
    """
    deeper = levels(region)
    if deeper == 0:
        return wanted
    return min(wanted, _widest(around + deeper))


def _widest(nested: int) -> int:
    """The most items of each level, but for the innermost, that keep few enough maps open.

    >>> [_widest(nested) for nested in (1, 2, 3)]
    [899, 29, 9]
    """
    width = 1
    while sum((width + 1) ** level for level in range(nested + 1)) <= _ROOM_FOR_MAPS:
        width += 1
    return width


def levels(region: Region) -> int:
    """How many maps there are inside of each other, inside of a region."""
    deepest = 0
    stack = [(child, 0) for child in children(region)]
    while stack:
        inner, depth = stack.pop()
        depth += isinstance(inner, Map)
        deepest = max(deepest, depth)
        stack.extend((child, depth) for child in children(inner))
    return deepest
