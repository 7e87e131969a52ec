"""A flow's comments become commands."""

from __future__ import annotations

from tests.conformance.case import Case, Command, commands_of

TEXT = """\
# $ FAIL=1 WORD='two words' run --alpha 3
# $ resume work

if __name__ == "__main__":
    TrainFlow()
"""


def test_commands_with_their_variables() -> None:
    run, resume = commands_of("flow.py", TEXT)
    assert run.words == ("run", "--alpha", "3")
    assert run.environment == {"FAIL": "1", "WORD": "two words"}
    assert resume == Command("flow.py", ("resume", "work"))
    assert str(resume) == "resume flow.py work"


def test_a_flow_without_comments_is_run() -> None:
    assert commands_of("flow.py", "pass\n") == (Command("flow.py"),)


def test_the_flow_is_the_one_that_the_script_calls() -> None:
    case = Case("train", {"flow.py": TEXT.encode()}, commands_of("flow.py", TEXT))
    assert case.flow_of(case.commands[0]) == "TrainFlow"
