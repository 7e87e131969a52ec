"""The evaluator: hands each kind of expression to the function that works it out."""

from __future__ import annotations

import ast
from collections.abc import Callable

from compiler.diagnostics.catalogue.values import TooDeep, TooLarge, UnsupportedExpression
from compiler.diagnostics.report import Report
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import calls, displays, lookup
from compiler.frontend.evaluate.constants import Constants
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.displays import describe
from compiler.frontend.evaluate.environ import Environ
from compiler.frontend.evaluate.limits import DEEPEST, MOST_STEPS
from compiler.frontend.evaluate.scope import Refused, Scope
from compiler.frontend.evaluate.values import finished
from compiler.frontend.modules import Modules

Handler = Callable[["Evaluator", ast.expr, Context], object]


class Evaluator:
    """Finds out what expressions are worth, without running any of the user's code."""

    def __init__(self, modules: Modules, environment: EnvironmentPolicy, report: Report) -> None:
        self.modules = modules
        self.environ = Environ(environment, report, self)
        self.constants = Constants(self)
        self._depth = 0
        self._steps = 0

    def evaluate(self, node: ast.expr, scope: Scope, besides: type | None = None) -> object:
        """The value of an expression.

        Plain data, and for callables and types a Symbol, Function or Class; also what is of the
        type `besides`. The value may be shared with other expressions: do not change it.

        Raises:
            NotStatic: where the source does not tell the value, or it is no plain value.
        """
        context = Context(scope)
        try:
            value = self.visit(node, context)
            is_other = besides is not None and isinstance(value, besides)
            return value if is_other else finished(value)
        except Refused as refused:
            raise refused.at(context.span(node)) from None
        except RecursionError:
            raise context.refuse(node, TooDeep) from None
        finally:
            self._depth = self._steps = 0

    def visit(self, node: ast.expr, context: Context) -> object:
        """The value of a part of an expression, as it is before `finished`."""
        handler = HANDLERS.get(type(node))
        if handler is None:
            raise context.refuse(node, UnsupportedExpression, what=describe(node))
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise context.refuse(node, TooLarge)
        if self._depth >= DEEPEST:
            raise context.refuse(node, TooDeep)
        self._depth += 1
        try:
            return handler(self, node, context)
        except Refused as refused:
            raise refused.at(context.span(node)) from None
        finally:
            self._depth -= 1

    def is_true(self, node: ast.expr, context: Context) -> bool:
        """Whether an expression holds, as `if` sees it."""
        return bool(self.tested(node, context))

    def tested(self, node: ast.expr, context: Context) -> object:
        """The value of an expression that is only tested or compared.

        There a variable of the environment that is not set may count as None.
        """
        read = self.environ.read_of(node, context)
        if read is not None and not read.has_default:
            return self.environ.get(read, context, lambda: None)
        return self.visit(node, context)


HANDLERS: dict[type[ast.expr], Handler] = {
    **lookup.HANDLERS,
    **displays.HANDLERS,
    **calls.HANDLERS,
}
