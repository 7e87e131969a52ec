from __future__ import annotations

from dataclasses import replace

import pytest

from compiler.ir.errors import InternalError
from compiler.ir.flow import Flow
from compiler.ir.transition import Branch
from compiler.passes.verify import verify
from tests.ir.flows import at, flow, of_steps, step

SOUND = flow("start: a, nowhere\na: start\nend:")


def test_the_mistakes_of_a_user_pass() -> None:
    verify(SOUND)


BROKEN = {
    "the end step finish": of_steps(SOUND.steps, end="finish"),
    "two steps are named": of_steps((*SOUND.steps, SOUND.steps[1])),
    "IR version": replace(SOUND, ir_version=0),
    "fewer than two": of_steps(
        (step("start", Branch(targets=("end",), span=at(1, 9)), 1), SOUND.steps[2])
    ),
    "no name for its inputs": of_steps((replace(SOUND.steps[0], inputs=""), *SOUND.steps[1:])),
}


@pytest.mark.parametrize(("problem", "broken"), BROKEN.items(), ids=BROKEN)
def test_what_flowc_itself_got_wrong_raises(problem: str, broken: Flow) -> None:
    with pytest.raises(InternalError, match=problem):
        verify(broken)
