"""Folders in object stores for datastores of tests; `fixtures` has those that make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

PLACES = ("s3", "s3-faulty", "gcs", "azure")
"""By the names that the option `--datastore` takes."""


@dataclass(frozen=True)
class Place:
    """Where datastores can be made."""

    root: str
    """A URL that ends with a slash; what is beside other datastores goes by a name after it."""
    variables: Mapping[str, str]
    """Of the environment; they lead to the server."""


def place_named(request: pytest.FixtureRequest, name: str) -> Place:
    """One of `PLACES`; its server is started once. Skips where the machine lacks it."""
    place: Place = request.getfixturevalue(f"{name.replace('-', '_')}_place")
    return place
