"""The static evaluator: what an expression of the source is worth, without running it."""

from compiler.frontend.evaluate.evaluator import Evaluator
from compiler.frontend.evaluate.scope import ConfigBinding, ConfigTable, NotStatic, Scope

__all__ = ["ConfigBinding", "ConfigTable", "Evaluator", "NotStatic", "Scope"]
