"""The pipeline: what one run reports of everything that is wrong."""

from __future__ import annotations

from pathlib import Path

from compiler.pipeline import check_flow
from compiler.settings import ArgoSettings, Settings

EVENTS = Settings(argo=ArgoSettings(event_source="web", event_name="flows"))


def codes(tmp_path: Path, decorators: str, body: str = "", first: str = "end") -> list[str]:
    """What is wrong with a flow of two steps, for Argo, in the order of the source."""
    source = f"""
from metaflow import FlowSpec, Parameter, batch, project, schedule, step, trigger
from metaflow import trigger_on_finish
{decorators}
class SomeFlow(FlowSpec):
    {body or "pass"}
    @batch(queue="big")
    @step
    def start(self):
        self.next(self.{first})
    @step
    def end(self):
        pass
"""
    path = tmp_path / "flow.py"
    path.write_text(source)
    return [found.code for found in check_flow(path, "argo", EVENTS).report.errors]


def test_what_a_target_refuses_is_reported_with_all_other_errors(tmp_path: Path) -> None:
    assert codes(tmp_path, "", first="nowhere") == ["FC700", "FC130"]
    assert codes(tmp_path, '@schedule(cron="cron(0 6 L * ? *)")', first="nowhere") == [
        "FC709",
        "FC700",
        "FC130",
    ]


def test_a_flow_without_a_target_has_no_target_errors(tmp_path: Path) -> None:
    assert codes(tmp_path, "") == ["FC700"]
    assert check_flow(tmp_path / "flow.py").report.errors == ()


def test_nothing_follows_from_a_wrong_parameter(tmp_path: Path) -> None:
    wrong = 'x = Parameter("x", default=1, type=list)'
    event = '@trigger(event={"name": "e", "parameters": {"x": "a"}})'
    (found, refused) = codes(tmp_path, event, wrong)
    assert found.startswith("FC3")
    assert refused == "FC700"
    required = 'x = Parameter("x", required=True)\n    y = Parameter("y", hepl="")'
    (found, refused) = codes(tmp_path, "@schedule(daily=True)", required)
    assert found.startswith("FC3")
    assert refused == "FC700"


def test_nothing_follows_from_a_wrong_project(tmp_path: Path) -> None:
    upstream = '@trigger_on_finish(flow={"name": "Up", "project": "shop"})'
    (found, refused) = codes(tmp_path, f'@project(name="No Name", branch="x")\n{upstream}')
    assert found.startswith("FC2")
    assert refused == "FC700"


def test_limits_that_only_the_documents_show_are_reported_by_a_check(tmp_path: Path) -> None:
    cases = ", ".join(f'"{number}": self.a{number}' for number in range(230))
    arms = "".join(
        f"    @step\n    def a{number}(self):\n        self.next(self.end)\n"
        for number in range(230)
    )
    path = tmp_path / "flow.py"
    path.write_text(
        "from metaflow import FlowSpec, step\n"
        "class Wide(FlowSpec):\n"
        "    @step\n"
        "    def start(self):\n"
        '        self.mode = "7"\n'
        f'        self.next({{{cases}}}, condition="mode")\n'
        f"{arms}"
        "    @step\n"
        "    def end(self):\n"
        "        pass\n"
    )
    checked = check_flow(path, "argo")
    assert [found.code for found in checked.report.errors] == ["FC719"]
    assert checked.program is None
    assert check_flow(path).program is not None
