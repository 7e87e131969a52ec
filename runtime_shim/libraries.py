"""What lies beside the runtime where it is run from a folder of its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Optional

_NAME = re.compile(r"python3\.([0-9]+)")


def lead_to_libraries() -> None:
    """Has the packages beside the runtime found, after all others: the user's own win."""
    around = Path(__file__).resolve().parent.parent
    libraries = libraries_of(path.name for path in around.iterdir())
    for folder in (around, *([around / libraries] if libraries else [])):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))


def libraries_of(names: Iterable[str], minor: int = sys.version_info[1]) -> Optional[str]:
    """Of the names in the runtime's folder, that of the packages for this Python 3, if any.

    Packages with compiled parts are there once for each Python that needs its own. Later
    Pythons take those of the newest, which keep to the stable ABI.

    >>> libraries_of(["flowc.py", "python3.9", "python3.11"], minor=10)
    'python3.9'
    """
    versions = [int(match[1]) for match in map(_NAME.fullmatch, names) if match]
    fitting = [version for version in versions if version <= minor]
    return f"python3.{max(fitting)}" if fitting else None
