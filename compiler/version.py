"""flowc's own version."""

from __future__ import annotations


def version() -> str:
    """The version of the installed distribution; `0+unknown` where there is none."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("flowc")
    except PackageNotFoundError:
        return "0+unknown"
