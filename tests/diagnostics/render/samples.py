"""A source file and diagnostics in it, for the tests of every renderer."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Note, Related, Warn
from compiler.diagnostics.span import SourceFile, Span

FILE = "flows/train.py"

SOURCE = SourceFile.of(
    FILE,
    "\n".join(
        (
            "class Train(FlowSpec):",
            "    @resources(gpus=1)",
            "    def start(self):",
            "        self.next(",
            "            self.a,",
            "            self.b,",
            "        )",
            "",
            "    @step",
            "    def a(self): pass",
        )
    ),
)
SOURCES = {FILE: SOURCE}


class UnknownArgument(Diagnostic):
    """A decorator has no such argument.

    Write `@resources(gpu=1)`.
    """

    code = "FC901"
    title = "unknown argument"
    label = "`{decorator}` has no argument `{name}`"
    help = "did you mean `{known}`?"
    decorator: str = "resources"
    name: str = "gpus"
    known: str = "gpu"


class LooseEnd(Warn):
    """Nothing leads on from here."""

    code = "FC902"
    title = "loose end"
    label = "100% of `{name}`, here: lost"
    name: str = "a"


class Remark(Note):
    """Worth knowing."""

    code = "FC903"
    title = "remark"
    label = "by the way"


def at(line: int, column: int, end_line: int, end_column: int, file: str = FILE) -> Span:
    return Span(file, line, column, end_line, end_column)


GPUS = UnknownArgument(span=at(2, 16, 2, 20))
NEXT = LooseEnd(
    span=at(4, 9, 7, 10),
    related=(Related(at(10, 9, 10, 10), "it is defined here"),),
)
REMARK = Remark(span=at(1, 7, 1, 12))
