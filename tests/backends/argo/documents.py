"""What the backend gives for a flow."""

from __future__ import annotations

from typing import Any

import yaml

from compiler.backends.argo import BACKEND
from compiler.backends.backend import Program
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.region import Sequence
from compiler.settings import Settings
from tests.backends.flows import regions

SETTINGS = Settings()


def documents(
    flow: Flow, settings: Settings = SETTINGS, region: Sequence | None = None
) -> list[dict[str, Any]]:
    """The documents, read back as `kubectl` would read them."""
    report = Report()
    bundle = BACKEND.lower(Program(flow, region or regions(flow)), settings, report)
    assert not report.failed, [found.message for found in report.errors]
    (content,) = bundle.documents.values()
    return list(yaml.safe_load_all(content))


def problems(flow: Flow, settings: Settings = SETTINGS) -> list[str]:
    """The codes of what the target reports, in the order of the source."""
    report = Report()
    BACKEND.check(flow, settings, report)
    return [found.code for found in report.diagnostics]
