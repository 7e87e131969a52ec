"""From the graph of a flow to its region tree."""

from __future__ import annotations

from compiler.ir.regions.build import MAX_DEPTH, build_regions

__all__ = ["MAX_DEPTH", "build_regions"]
