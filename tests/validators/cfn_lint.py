"""What `cfn-lint` says of CloudFormation templates."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.environments import BENCHMARK_LOCK, environment


def problems_of_templates(files: Iterable[Path]) -> list[str]:
    """Errors and warnings, each with the file and line it is of."""
    python = environment("benchmark", sys.executable, BENCHMARK_LOCK)
    paths = [str(file) for file in files]
    command = [str(python.parent / "cfn-lint"), "--format", "json", "--regions", "us-east-1", "--"]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2, 4, 6):  # sums of 2 for errors and 4 for warnings
        raise RuntimeError(f"cfn-lint ended with {done.returncode}: {done.stderr}")
    return [
        f"{one['Filename']}:{one['Location']['Start']['LineNumber']}: "
        f"{one['Rule']['Id']} {one['Message']}"
        for one in json.loads(done.stdout)
    ]
