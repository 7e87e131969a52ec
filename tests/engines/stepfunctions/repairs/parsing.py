"""A definition is read as if it were the first.

Stock: the query languages of the scopes around a state are on a list that all parses share, so
what a definition that is refused half-way leaves there is the language of the next one.
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.antlr.runtime.ASLParserVisitor import ASLParserVisitor
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

from tests.engines.stepfunctions.repairs.patches import Patch, Repair


def _with_own_list(self: Preprocessor) -> None:
    ASLParserVisitor.__init__(self)
    self._query_language_per_scope = []


PARSING = Repair("parsing", [Patch(Preprocessor, "__init__", _with_own_list)])
