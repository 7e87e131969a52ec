from __future__ import annotations

from dataclasses import replace

from compiler.backends.backend import Program
from compiler.graph_text.outline import outline
from compiler.ir.transition import End
from tests.graph_text.programs import everything, flow, linear, tasks


def test_every_kind_of_transition() -> None:
    assert (
        outline(everything())
        == """\
Every

start
    => spread (foreach files)

spread
    => work (num_parallel 4)

work
    => meet

meet
    => gather

gather
    => left, right

left
    => both

right
    => both

both
    => both (state = say "again")
    => end (state = True or 0.5)

end
"""
    )


def test_docstrings() -> None:
    made = flow("Train", start=linear("end"), end=End())
    start, end = made.steps
    start = replace(start, doc="Reads it.\n\nAll of it.")
    made = replace(made, doc="Trains.", steps=(start, end))
    assert outline(Program(made, tasks("start", "end"))) == (
        "Train\n    Trains.\n\nstart\n    Reads it.\n\n    All of it.\n    => end\n\nend\n"
    )
