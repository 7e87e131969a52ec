"""Reads the decorators of a flow and its steps, without running any of them."""

from compiler.frontend.decorators.decorations import FlowDecorations, StepDecorations
from compiler.frontend.decorators.known import KNOWN_FLOW, KNOWN_STEP
from compiler.frontend.decorators.reader import DecoratorReader
from compiler.frontend.decorators.written import is_step

__all__ = [
    "KNOWN_FLOW",
    "KNOWN_STEP",
    "DecoratorReader",
    "FlowDecorations",
    "StepDecorations",
    "is_step",
]
