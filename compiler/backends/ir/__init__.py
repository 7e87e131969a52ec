"""The target `ir`: the flow itself, as versioned JSON."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class IrBackend:
    """Gives the checked flow to tools that want to read it. It has no limits of its own."""

    name = "ir"
    packaged = False

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        """Every flow that passed the checks can be printed."""

    def lower(
        self,
        program: Program,
        settings: Settings,  # noqa: ARG002 - a flow is the same under all settings
        report: Report,  # noqa: ARG002
    ) -> Bundle:
        """One file, `<Flow>.ir.json`, to which `ir_schema` is the schema."""
        flow = program.flow
        document = _adapter().dump_python(flow, mode="json", exclude_none=True)
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        return Bundle(self.name, flow.name, flow.file, {f"{flow.name}.ir.json": text.encode()})


def ir_schema() -> dict[str, object]:
    """The JSON Schema of what this target writes."""
    schema = _adapter().json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@cache
def _adapter() -> TypeAdapter[Flow]:
    from pydantic import TypeAdapter  # only who wants JSON waits for its import

    return TypeAdapter(Flow)


BACKEND = IrBackend()
