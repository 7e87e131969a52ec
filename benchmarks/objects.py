"""What a large artifact takes on its way to an object store and back, beside its own memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.flows import large_array
from benchmarks.measure import run
from benchmarks.store import BUCKET
from benchmarks.table import show, target

_ARRAY_MB = 2000
_BESIDE_MB = 400
"""What the process of a task may hold at most beside the array, imports and all."""


def objects(folder: Path, flowc: Path, python: Path, variables: Mapping[str, str]) -> bool:
    """An array goes from one task to the next, through an S3 server on loopback.

    The seconds are mostly the server's, which reads all of an object for every part of it.
    """
    (folder / "flow.py").write_text(large_array(_ARRAY_MB))
    (folder / "flowc.toml").touch()
    datastore = ["--datastore", f"s3://{BUCKET}/flowc"]
    cost = run(
        [str(flowc), "run", "flow.py", "--python", str(python), *datastore], folder, variables
    )
    print("\nLarge artifacts in an object store\n")
    show({f"flowc, array of {_ARRAY_MB} MB": cost})
    return target("array in S3, MB beside it", cost.peak - _ARRAY_MB, _BESIDE_MB)
