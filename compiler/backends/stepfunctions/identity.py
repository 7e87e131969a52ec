"""What all documents of a flow share: its name, its datastore, the environment of its tasks."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.backends.stepfunctions.naming import machine_name
from compiler.backends.stepfunctions.scope import RUN_ID
from compiler.ir.flow import Flow
from compiler.package.project import project_of
from compiler.settings import Settings
from runtime_shim import contract
from runtime_shim.buckets.urls import place_of


@dataclass(frozen=True, slots=True)
class Identity:
    """The part of the documents that is the same for everything in them."""

    name: str
    """Of the state machine, and of the folder."""
    flow: str
    full_name: str
    """Of the flow in its project, whatever the settings call the state machine."""
    bucket: str
    prefix: str
    """Of all keys of the datastore; ends with a slash, unless it is empty."""
    env: tuple[tuple[str, str], ...]
    """Of every task; a `Reference` stands for a value that only a run has."""


def identify(flow: Flow, settings: Settings, package: str | None = None) -> Identity:
    """The identity of a flow under the settings, whose tasks bring a code package.

    Raises `NoPlace` for a datastore that is no bucket, which the checks have refused.
    """
    project = project_of(flow, settings)
    parts = (*(project.parts if project else ()), flow.name)
    place = place_of(settings.datastore_root)
    return Identity(
        name=settings.stepfunctions.name or machine_name(parts),
        flow=flow.name,
        full_name=".".join(parts),
        bucket=place.bucket.removeprefix("s3://"),
        prefix=place.prefix,
        env=tuple(_env(flow, settings, package, project.text if project else None)),
    )


def _env(
    flow: Flow, settings: Settings, package: str | None, project: str | None
) -> list[tuple[str, str]]:
    env: list[tuple[str, str | None]] = [
        (contract.ENV_FLOW, f"{flow.file}:{flow.name}"),
        (contract.ENV_RUN, RUN_ID),
        (contract.ENV_DATASTORE, settings.datastore_root),
        (contract.ENV_RESULTS, contract.RESULTS_IN_DATASTORE),
        (contract.ENV_PROJECT, project),
        (contract.ENV_PACKAGE, package),
    ]
    return [(name, value) for name, value in env if value is not None]
