from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime_shim import contract
from runtime_shim.artifacts import Artifacts
from runtime_shim.authoring import gang
from runtime_shim.authoring.current import Current, add_to_current, bind_current, current
from runtime_shim.authoring.decorators import kubernetes, project, trigger
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.parameters import Parameter
from runtime_shim.authoring.step import step
from runtime_shim.exceptions import MetaflowException
from runtime_shim.flow.state import ATTRIBUTE, TaskState
from runtime_shim.manifest import Frame, TaskId
from runtime_shim.plan import Edge, PlanStep
from runtime_shim.run_record import RunRecord
from tests.runtime_shim.authoring.contexts import LINEAR, context_in, plan_of


class Flow(FlowSpec):
    """A flow."""

    alpha = Parameter("alpha")

    @step
    def start(self) -> None: ...

    @kubernetes(use_tmpfs=True)
    @step
    def end(self) -> None: ...


@pytest.fixture(autouse=True)
def _unbound() -> Iterator[None]:
    yield
    current.__init__()  # type: ignore[misc]


def _flow(cls: type = Flow) -> Any:
    return cls(use_cli=False)


def test_outside_of_a_run_there_is_nothing_to_tell() -> None:
    fresh = Current()
    assert not fresh.is_running_flow
    for name in ("run_id", "flow_name", "step_name", "task_id", "retry_count", "pathspec"):
        assert getattr(fresh, name) is None
    for name in ("origin_run_id", "namespace", "username", "tags", "task", "run"):
        assert getattr(fresh, name) is None
    assert fresh.tempdir == "."
    with pytest.raises(RuntimeError, match="Graph is not available"):
        _ = fresh.graph
    with pytest.raises(AttributeError, match="'Current' object has no attribute 'card'"):
        _ = fresh.card


def test_in_a_task_it_tells_which_one(tmp_path: Path) -> None:
    bind_current(context_in(tmp_path, path="3.0", attempt=2), _flow())
    assert current.is_running_flow
    assert (current.flow_name, current.run_id, current.step_name) == ("F", "17", "start")
    assert (current.task_id, current.retry_count) == ("3.0", 2)
    assert current.pathspec == "F/17/start/3.0"
    assert current.origin_run_id is None
    assert current.username == "ann"
    assert current.namespace == "user:ann"
    assert current.tags == set()
    assert "run_id" in current
    assert "origin_run_id" not in current
    assert "nothing" not in current
    assert current.get("nothing", 3) == 3
    bind_current(context_in(tmp_path), _flow())
    assert current.task_id == "-"


def test_the_record_of_the_run_tells_more(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    record = RunRecord("F", "17", 0.0, "eve", "production:x", ("b", "a"), ("c",), origin="16")
    context.history.begin(record)
    bind_current(context, _flow())
    assert current.username == "eve"
    assert current.namespace == "production:x"
    assert current.tags == {"a", "b"}
    assert current.origin_run_id == "16"


@pytest.mark.parametrize(
    ("text", "branch", "is_user", "production"),
    [
        ("ads/", "user.ann", True, False),
        ("ads/new", "test.new", False, False),
        ("ads//production", "prod", False, True),
        ("ads/new/production", "prod.new", False, True),
    ],
)
def test_a_project_names_its_branch(
    tmp_path: Path, text: str, branch: str, is_user: bool, production: bool
) -> None:
    bind_current(context_in(tmp_path, environment={contract.ENV_PROJECT: text}), _flow())
    assert current.project_name == "ads"
    assert current.branch_name == branch
    assert current.project_flow_name == f"ads.{branch}.F"
    assert current.is_user_branch is is_user
    assert current.is_production is production


def test_without_word_of_the_scheduler_the_project_is_what_the_decorator_says(
    tmp_path: Path,
) -> None:
    @project(name="ads", branch="b", production=True)
    class InProject(Flow):
        pass

    bind_current(context_in(tmp_path), _flow(InProject))
    assert current.branch_name == "prod.b"
    bind_current(context_in(tmp_path), _flow())
    assert "project_name" not in current


def test_the_owner_of_a_deployment_names_the_branch(tmp_path: Path) -> None:
    variables = {contract.ENV_PROJECT: "ads/", "METAFLOW_OWNER": "bob"}
    bind_current(context_in(tmp_path, environment=variables), _flow())
    assert current.branch_name == "user.bob"


def test_only_a_flow_with_a_trigger_has_one(tmp_path: Path) -> None:
    @trigger(event="x")
    class Triggered(Flow):
        pass

    bind_current(context_in(tmp_path), _flow())
    with pytest.raises(AttributeError):
        _ = current.trigger
    bind_current(context_in(tmp_path), _flow(Triggered))
    assert current.trigger is None


def test_the_temporary_folder_is_the_one_in_memory_where_asked_for(tmp_path: Path) -> None:
    variables = {contract.ENV_TEMPDIR: "/metaflow_temp"}
    bind_current(context_in(tmp_path, environment=variables), _flow())
    assert current.tempdir == "."
    bind_current(context_in(tmp_path, step="end", environment=variables), _flow())
    assert current.tempdir == "/metaflow_temp"
    bind_current(context_in(tmp_path, step="end"), _flow())
    assert current.tempdir == "."


def test_more_may_be_added_for_one_task(tmp_path: Path) -> None:
    bind_current(context_in(tmp_path), _flow())
    add_to_current("card", "a card")
    assert current.card == "a card"
    bind_current(context_in(tmp_path), _flow())
    assert "card" not in current


def test_the_graph_has_metaflow_s_words(tmp_path: Path) -> None:
    bind_current(context_in(tmp_path), _flow())
    graph = current.graph
    assert (graph["start_step"], graph["end_step"], graph["file"]) == ("start", "end", "f.py")
    assert graph["parameters"] == [{"name": "alpha", "type": "Parameter"}]
    assert graph["steps"]["start"]["next"] == ["end"]
    assert graph["doc"] == "A flow."


GANG = plan_of({**LINEAR, "start": PlanStep("start", "linear", {"end": Edge()}, gang=True)})


def _member(folder: Path, index: int, address: str, timeout: str = "0", **more: str) -> Any:
    variables = {
        **more,
        contract.ENV_GANG_SIZE: "2",
        contract.ENV_GANG_ADDRESS: address,
        contract.ENV_GANG_TIMEOUT: timeout,
    }
    return context_in(folder, path=f"4.{index}", plan=GANG, environment=variables)


def test_the_members_of_a_gang_on_one_machine_know_each_other(tmp_path: Path) -> None:
    bind_current(_member(tmp_path, 1, "127.0.0.1"), _flow())
    assert current.parallel == ("127.0.0.1", 2, 1, "4.0")
    assert current.parallel.main_ip == "127.0.0.1"
    assert current.is_parallel


def test_the_size_of_a_gang_is_what_its_split_has_left_unless_somebody_tells_it(
    tmp_path: Path,
) -> None:
    frames = (Frame(TaskId("fan", ""), "items", 4, 7), Frame(TaskId("split", "4"), None, 1, 3))
    member = _member(tmp_path, 1, "127.0.0.1")
    assert gang.size(member, frames) == 2
    untold = {name: value for name, value in member.environment.items() if "SIZE" not in name}
    member = context_in(tmp_path, path="4.1", plan=GANG, environment=untold)
    assert gang.size(member, frames) == 3
    flow = _flow()
    codec = Artifacts(member.store, GANG.flow)
    vars(flow)[ATTRIBUTE] = TaskState(GANG, member.run, member.task, codec, frames=frames)
    bind_current(member, flow)
    assert current.parallel.num_nodes == 3


def test_member_0_leaves_its_address_to_the_others(tmp_path: Path) -> None:
    second = _member(tmp_path, 1, "10.0.0.2")
    bind_current(second, _flow())
    with pytest.raises(MetaflowException, match="member 0 of the gang `start` did not start"):
        _ = current.parallel
    bind_current(_member(tmp_path, 0, "10.0.0.1"), _flow())
    assert current.parallel == ("10.0.0.1", 2, 0, "4.0")
    assert gang.main_address(second) == "10.0.0.1"


def test_a_gang_that_is_tried_again_does_not_call_where_member_0_was(tmp_path: Path) -> None:
    bind_current(_member(tmp_path, 0, "10.0.0.1", FLOWC_GANG_ROUND="0"), _flow())
    second = _member(tmp_path, 1, "10.0.0.2", FLOWC_GANG_ROUND="1")
    with pytest.raises(MetaflowException, match="did not start"):
        gang.main_address(second)
    bind_current(_member(tmp_path, 0, "10.0.0.3", FLOWC_GANG_ROUND="1"), _flow())
    assert gang.main_address(second) == "10.0.0.3"
