"""What the backend gives for a flow."""

from __future__ import annotations

from typing import Any

from compiler.backends.backend import Program
from compiler.backends.stepfunctions.identity import identify
from compiler.backends.stepfunctions.lower import documents_of
from compiler.ir.flow import Flow
from compiler.ir.region import Sequence
from compiler.settings import Settings
from tests.backends.flows import regions

SETTINGS = Settings(datastore="s3://bucket/flows", image="registry.example.com/flows:1")


def machine_of(
    flow: Flow, settings: Settings = SETTINGS, region: Sequence | None = None
) -> dict[str, Any]:
    """The state machine of a flow."""
    program = Program(flow, region or regions(flow), package="0" * 64)
    documents = documents_of(program, settings, identify(flow, settings, program.package))
    return dict(documents.machine)
