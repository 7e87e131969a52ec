from __future__ import annotations

import json
import re
from typing import Any

from compiler.backends.backend import Program
from compiler.backends.stepfunctions.identity import identify
from compiler.backends.stepfunctions.jobs import JobDefinitions
from compiler.backends.stepfunctions.kinds import step_kinds
from compiler.compute.deadline import TIMEOUT_GRACE_SECONDS
from compiler.ir.compute import Batch, Kubernetes, Resources, Tmpfs
from compiler.ir.step import Catch, Retry, Timeout
from compiler.ir.trigger import ExitHook
from compiler.settings import BatchSettings, Settings, StepFunctionsSettings
from runtime_shim import contract
from tests.backends.flows import SPAN, Graph, make_flow, regions
from tests.engines.stepfunctions.batch.definitions import check_definition

LINE: Graph = {"start": ("linear", "a"), "a": ("linear", "end"), "end": ("end",)}
FAN = {
    "start": ("foreach", "a"),
    "a": ("linear", "join"),
    "join": ("linear", "end"),
    "end": ("end",),
}
GANG = {**FAN, "start": ("gang", "a")}
ARRAY = Settings(stepfunctions=StepFunctionsSettings(foreach="array"))


def jobs(
    graph: Graph = LINE,
    steps: dict[str, dict[str, Any]] | None = None,
    settings: Settings | None = None,
    **fields: Any,
) -> JobDefinitions:
    settings = settings or Settings()
    flow = make_flow(graph, steps, **fields)
    region = regions(flow)
    kinds = step_kinds(flow, settings)
    made = JobDefinitions(Program(flow, region), settings, identify(flow, settings), kinds)
    for name, definition in made.definitions.items():
        check_definition(definition)
        assert re.fullmatch(r"[A-Za-z0-9]+", name)
    return made


def variables(container: Any) -> dict[str, str]:
    return {one["name"]: one["value"] for one in container.get("environment", [])}


def test_steps_that_are_alike_share_a_definition() -> None:
    made = jobs()
    assert made.of("start") == made.of("a") == made.of("end") == "StartJob"
    (definition,) = made.definitions.values()
    assert definition == {
        "jobDefinitionName": "TestFlow-start",
        "type": "container",
        "platformCapabilities": ["EC2"],
        "parameters": {"retry": "0"},
        "containerProperties": {
            "image": "python:3.12-slim",
            "command": [
                *("python", "-m", "runtime_shim"),
                *("step", "Ref::step", "--path", "Ref::path", "--retry", "Ref::retry"),
            ],
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "4096"},
            ],
            "jobRoleArn": "${JobRole}",
        },
        "retryStrategy": {
            "attempts": 10,
            "evaluateOnExit": [
                {"onStatusReason": "Host EC2*", "action": "RETRY"},
                {"onStatusReason": "Your Spot Task was interrupted*", "action": "RETRY"},
                {"onReason": "*", "action": "EXIT"},
            ],
        },
    }


def test_a_step_that_differs_has_its_own() -> None:
    made = jobs(steps={"a": {"resources": Resources(gpu=1)}})
    assert (made.of("start"), made.of("a"), made.of("end")) == ("StartJob", "AJob", "StartJob")
    assert [one["jobDefinitionName"] for one in made.definitions.values()] == [
        "TestFlow-start",
        "TestFlow-a",
    ]


def test_retries_of_the_state_machine_are_not_the_definitions() -> None:
    retry = Retry(times=20, wait_seconds=60, span=SPAN)
    assert len(jobs(steps={"a": {"retry": retry}}).definitions) == 1


def test_names_of_steps_that_look_alike_stay_apart() -> None:
    graph: Graph = {
        "start": ("linear", "train_it"),
        "train_it": ("linear", "trainIt"),
        "trainIt": ("linear", "größe"),
        "größe": ("linear", "end"),
        "end": ("end",),
    }
    own = {
        name: {"environment": {"N": str(number)}}
        for number, name in enumerate(("train_it", "trainIt", "größe"))
    }
    made = jobs(graph, own)
    assert list(made.definitions) == ["StartJob", "TrainItJob", "TrainItJob2", "GrEJob"]
    names = [one["jobDefinitionName"] for one in made.definitions.values()]
    assert len(set(names)) == 4


def test_a_timeout_ends_what_hangs() -> None:
    made = jobs(steps={"a": {"timeout": Timeout(seconds=5, span=SPAN)}})
    timeout = made.definitions["AJob"]["timeout"]
    assert timeout == {"attemptDurationSeconds": 5 + TIMEOUT_GRACE_SECONDS}


def test_tags_reach_the_tasks() -> None:
    made = jobs(steps={"a": {"compute": Batch(tags={"team": "ml"}, span=SPAN)}})
    definition = made.definitions["AJob"]
    assert definition["tags"] == {"team": "ml"}
    assert definition["propagateTags"]


def test_an_array_counts_its_attempts_itself() -> None:
    more = {
        "retry": Retry(times=2, wait_seconds=0, span=SPAN),
        "catch": Catch(span=SPAN),
    }
    definition = jobs(FAN, {"a": more}, ARRAY).definitions["AJob"]
    assert definition["retryStrategy"] == {"attempts": 1 + 2 + contract.FALLBACK_ATTEMPTS}
    own = variables(definition["containerProperties"])
    assert own[contract.ENV_BATCH] == contract.BATCH_ARRAY
    assert "AJob" not in jobs(FAN, {"a": more}).definitions


def test_a_gang_is_a_job_of_many_nodes() -> None:
    definition = jobs(GANG).definitions["AJob"]
    assert definition["type"] == "multinode"
    assert "containerProperties" not in definition
    nodes = definition["nodeProperties"]
    assert (nodes["numNodes"], nodes["mainNode"]) == (1, 0)
    (everywhere,) = nodes["nodeRangeProperties"]
    assert everywhere["targetNodes"] == "0:"
    assert variables(everywhere["container"]) == {
        contract.ENV_BATCH: contract.BATCH_GANG,
        contract.ENV_GANG_PORT: "29500",
        contract.ENV_GANG_TIMEOUT: "600",
    }


def test_kubernetes_has_none() -> None:
    everywhere = {name: {"compute": Kubernetes(span=SPAN)} for name in LINE}
    assert jobs(steps=everywhere).definitions == {}


def test_hooks_are_called_by_name() -> None:
    hooks = (
        ExitHook(on_success=("tell",), span=SPAN),
        ExitHook(on_error=("call",), image="hooks:1", span=SPAN),
    )
    made = jobs(exit_hooks=hooks)
    assert (made.of_hook(None), made.of_hook("hooks:1")) == ("ExitHookJob", "ExitHookJob2")
    plain, other = (made.definitions[made.of_hook(image)] for image in (None, "hooks:1"))
    assert plain["jobDefinitionName"] == "TestFlow-exit-hook"
    assert other["jobDefinitionName"] == "TestFlow-exit-hook-2"
    assert plain["containerProperties"]["command"][-2:] == ["hook", "Ref::function"]
    assert other["containerProperties"]["image"] == "hooks:1"


def test_fargate() -> None:
    settings = Settings(batch=BatchSettings(platform="fargate"))
    (definition,) = jobs(settings=settings).definitions.values()
    assert definition["platformCapabilities"] == ["FARGATE"]
    assert definition["containerProperties"]["executionRoleArn"] == "${ExecutionRole}"


def test_every_field_at_once_is_what_batch_knows() -> None:
    everything = Batch(
        image="i",
        iam_role="arn:aws:iam::123456789012:role/a",
        max_swap_bytes=1,
        swappiness=1,
        trainium=1,
        efa=1,
        host_volumes=("/a",),
        efs_volumes={"fs-1": "/b"},
        tmpfs=Tmpfs(),
        tags={"a": "b"},
        log_driver="awslogs",
        log_options=("a:b",),
        privileged=True,
        span=SPAN,
    )
    made = jobs(
        steps={
            "a": {
                "compute": everything,
                "resources": Resources(gpu=1, shared_memory_bytes=1),
                "environment": {"A": ""},
            }
        }
    )
    assert json.loads(json.dumps(made.definitions)) == made.definitions
