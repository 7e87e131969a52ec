"""The graph of a flow as plain tables, for `current.graph`."""

from __future__ import annotations

from typing import Any

from runtime_shim.plan import Plan


def graph_info(plan: Plan, cls: type) -> dict[str, Any]:
    """The flow by Metaflow's words: its steps by name, its parameters, its decorators."""
    from runtime_shim.authoring.decorators import flow_decorations_of
    from runtime_shim.authoring.parameters import declared
    from runtime_shim.cards.graph import graph_of

    return {
        "file": plan.file.rpartition("/")[2],
        "start_step": plan.start,
        "end_step": plan.end,
        "parameters": [
            {"name": attribute, "type": type(declaration).__name__}
            for attribute, declaration in sorted(declared(cls).items())
        ],
        "steps": graph_of(plan, cls),
        "doc": cls.__doc__ or "",
        "decorators": [
            {"name": decoration.name, "attributes": decoration.attributes}
            for decoration in flow_decorations_of(cls)
        ],
    }
