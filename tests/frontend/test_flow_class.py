"""Which class is the flow, and what its bases contribute."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend.reading import check, found

STEPS = """
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass
"""


def test_every_way_to_import_the_base(tmp_path: Path) -> None:
    for header, base, decorator in [
        ("from metaflow import FlowSpec, step", "FlowSpec", "step"),
        ("import metaflow", "metaflow.FlowSpec", "metaflow.step"),
        ("import metaflow as mf", "mf.FlowSpec", "mf.step"),
        ("from flowc import FlowSpec as Base, step as s", "Base", "s"),
        ("from metaflow import *", "FlowSpec", "step"),
    ]:
        steps = STEPS.replace("@step", f"@{decorator}")
        checked = check(tmp_path, f"{header}\nclass F({base}):{steps}")
        assert checked.program is not None, (header, found(checked))
        assert checked.program.flow.name == "F"


def test_no_flow(tmp_path: Path) -> None:
    assert found(check(tmp_path, "class F:\n    pass\n")) == [("FC010", 1)]


def test_a_flow_without_steps(tmp_path: Path) -> None:
    checked = check(tmp_path, "from metaflow import FlowSpec\nclass F(FlowSpec):\n    pass\n")
    assert found(checked) == [("FC015", 2)]


def test_several_flows_need_a_choice(tmp_path: Path) -> None:
    text = f"from metaflow import *\nclass A(FlowSpec):{STEPS}\nclass B(FlowSpec):{STEPS}\n"
    assert [code for code, _ in found(check(tmp_path, text))] == ["FC011"]
    started = check(tmp_path, text + 'if __name__ == "__main__":\n    B()\n')
    assert started.program is not None
    assert started.program.flow.name == "B"


def test_the_class_after_the_colon(tmp_path: Path) -> None:
    from compiler.pipeline import check_flow

    text = f"from metaflow import *\nclass A(FlowSpec):{STEPS}\nclass B(FlowSpec):{STEPS}\n"
    check(tmp_path, text)
    chosen = check_flow(f"{tmp_path / 'flow.py'}:A")
    assert chosen.program is not None
    assert chosen.program.flow.name == "A"
    wrong = check_flow(f"{tmp_path / 'flow.py'}:AA")
    (unknown,) = wrong.report.diagnostics
    assert (unknown.code, "`A`" in unknown.message) == ("FC012", True)


def test_a_base_in_a_sibling_contributes_steps_constants_and_decorators(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        """\
        from metaflow import step, resources
        from shared import Base
        class F(Base):
            @resources(memory=MEM if False else Base.MEM)
            @step
            def start(self):
                self.next(self.middle)
        """,
        shared="""\
        from metaflow import FlowSpec, Parameter, project, step
        @project(name="team")
        class Base(FlowSpec):
            MEM = 2000
            alpha = Parameter("alpha", default=1)
            @step
            def start(self):
                self.next(self.end)
            @step
            def middle(self):
                self.next(self.end)
            @step
            def end(self):
                pass
        """,
    )
    assert checked.program is not None, [d.message for d in checked.report.diagnostics]
    flow = checked.program.flow
    assert [step.name for step in flow.steps] == ["start", "middle", "end"]
    assert flow.by_name["start"].span.file == "flow.py"
    assert flow.by_name["middle"].span.file == "shared.py"
    assert flow.by_name["start"].resources.memory_bytes == 2000 * 10**6
    assert [p.name for p in flow.parameters] == ["alpha"]
    assert flow.project is not None
    assert flow.project.name == "team"


def test_hooks_of_a_base_elsewhere_are_found_from_the_file_of_the_flow(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        """\
        from metaflow import step
        from shared import Base
        def here(run): pass
        class F(Base):
            @step
            def start(self):
                self.next(self.end)
            @step
            def end(self):
                pass
        """,
        shared="""\
        from metaflow import FlowSpec, exit_hook
        def there(run): pass
        @exit_hook(on_error=[there, "here"])
        class Base(FlowSpec): pass
        """,
    )
    assert checked.program is not None, [d.message for d in checked.report.diagnostics]
    (hook,) = checked.program.flow.exit_hooks
    assert hook.on_error == ("shared.there", "here")


def test_a_mixin_goes_before_the_base(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        """\
        from metaflow import FlowSpec, step
        class Ends:
            @step
            def end(self):
                self.done = "mixin"
        class Base(FlowSpec):
            @step
            def start(self):
                self.next(self.end)
            @step
            def end(self):
                self.done = "base"
        class F(Ends, Base):
            pass
        """,
    )
    assert checked.program is not None
    assert checked.program.flow.by_name["end"].span.line == 4


def test_bases_without_an_order(tmp_path: Path) -> None:
    text = f"""\
from metaflow import FlowSpec, step
class A(FlowSpec):{STEPS}
class B(A):
    pass
class F(A, B):
    pass
"""
    assert ("FC014", 12) in found(check(tmp_path, text))


def test_a_class_that_derives_from_itself(tmp_path: Path) -> None:
    checked = check(tmp_path, "from metaflow import FlowSpec\nclass F(F, FlowSpec):\n    pass\n")
    assert checked.report.failed


def test_a_base_outside_of_the_project(tmp_path: Path) -> None:
    text = f"from metaflow import *\nfrom corp import Base\nclass F(Base, FlowSpec):{STEPS}"
    checked = check(tmp_path, text)
    assert checked.program is not None
    assert found(checked) == [("FC013", 3)]


def test_signatures_and_names(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        """\
        from metaflow import FlowSpec, step
        class F(FlowSpec):
            @step
            def start():
                self.next(self.Big)
            @step
            def Big(self, a, b):
                self.next(self.index)
            @step
            async def index(self):
                self.next(self.end)
            @step
            def lost(self):
                print("nothing follows")
            @step
            def end(self):
                pass
        """,
    )
    codes = [code for code, _ in found(checked)]
    for code in ("FC100", "FC101", "FC102", "FC103", "FC104", "FC105"):
        assert code in codes


def test_start_and_end(tmp_path: Path) -> None:
    named = """\
    from metaflow import FlowSpec, step
    class F(FlowSpec):
        @step(start=True)
        def load(self):
            self.next(self.save)
        @step(end=True)
        def save(self):
            pass
    """
    checked = check(tmp_path, named)
    assert checked.program is not None
    assert (checked.program.flow.start, checked.program.flow.end) == ("load", "save")
    unmarked = named.replace("(start=True)", "").replace("(end=True)", "")
    assert found(check(tmp_path, unmarked)) == [("FC016", 2), ("FC017", 2)]
    twice = named.replace("(end=True)", "(start=True, end=True)")
    assert ("FC018", 7) in found(check(tmp_path, twice))


def test_a_single_step_is_both(tmp_path: Path) -> None:
    text = (
        "from metaflow import *\nclass F(FlowSpec):\n    @step\n    def only(self):\n        pass\n"
    )
    checked = check(tmp_path, text)
    assert checked.program is not None
    assert (checked.program.flow.start, checked.program.flow.end) == ("only", "only")


def test_a_step_named_start_beside_the_marked_one(tmp_path: Path) -> None:
    text = f"""\
from metaflow import FlowSpec, step
class F(FlowSpec):
    @step(start=True)
    def load(self):
        self.next(self.start)
{STEPS}"""
    assert ("FC019", 8) in found(check(tmp_path, text))


def test_a_step_defined_twice(tmp_path: Path) -> None:
    text = f"from metaflow import *\nclass F(FlowSpec):{STEPS}{STEPS}"
    assert [code for code, _ in found(check(tmp_path, text))] == ["FC118", "FC118"]


STEP = """\
from metaflow import FlowSpec, retry, step
class F(FlowSpec):
    @step
    def start(self):
        self.next({next})
{rest}
    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize(
    ("following", "rest", "expected"),
    [
        # A method that lacks its `@step`, with a decorator of steps or without one.
        ("self.a", "    @retry\n    def a(self): self.next(self.end)\n", [("FC130", 5)]),
        # Arguments that ask for data, and a join with one input for each branch.
        ("self.a", "    @step\n    def a(self, x, y): self.next(self.end)\n", [("FC103", 7)]),
        (
            "self.a, self.b",
            (
                "    @step\n    def a(self): self.next(self.j)\n"
                "    @step\n    def b(self): self.next(self.j)\n"
                "    @step\n    def j(self, x, y): self.next(self.end)\n"
            ),
            [("FC103", 11)],
        ),
        # Two ends, with a way to each.
        (
            "{1: self.a, 2: self.end}, condition='x'",
            "    x = 1\n    @step(end=True)\n    def a(self): pass\n",
            [("FC019", 11)],
        ),
    ],
)
def test_one_mistake_gives_one_diagnostic(
    tmp_path: Path, following: str, rest: str, expected: list[tuple[str, int]]
) -> None:
    assert found(check(tmp_path, STEP.format(next=following, rest=rest))) == expected


def test_an_end_in_capitals_is_reported_for_its_name_alone(tmp_path: Path) -> None:
    text = """\
    from metaflow import FlowSpec, step
    class F(FlowSpec):
        @step
        def start(self):
            self.next(self.End)
        @step
        def End(self):
            pass
    """
    assert found(check(tmp_path, text)) == [("FC101", 7)]


def test_a_step_gets_a_name_that_python_takes(tmp_path: Path) -> None:
    text = """\
    from metaflow import FlowSpec, step
    class F(FlowSpec):
        @step
        def start(self):
            self.next(self._1st)
        @step
        def _1st(self):
            self.next(self.end)
        @step
        def end(self):
            pass
    """
    (error,) = check(tmp_path, text).report.errors
    assert error.advice == "rename it, for instance to `st`"


def test_what_the_end_goes_on_to_needs_no_next(tmp_path: Path) -> None:
    text = """\
    from metaflow import FlowSpec, step
    class F(FlowSpec):
        @step
        def start(self):
            self.next(self.end)
        @step
        def end(self):
            self.next(self.notify)
        @step
        def notify(self):
            pass
    """
    assert found(check(tmp_path, text)) == [("FC133", 8)]
