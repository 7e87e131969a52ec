from __future__ import annotations

from typing import Any

import pytest

from compiler.compute.batch import step_container
from compiler.compute.batch_check import job_problems
from compiler.compute.batch_sizes import FARGATE_MEMORY_MIB
from compiler.diagnostics.span import Span
from compiler.ir.compute import Batch, Resources, Tmpfs
from compiler.ir.step import Step
from compiler.ir.transition import End
from compiler.settings import BatchSettings, DefaultResources, Settings

SPAN = Span("flow.py", 1, 1, 1, 2)
PLAIN = Settings()
FARGATE = Settings(batch=BatchSettings(platform="fargate"))
GIB = 2**30


def made(**fields: Any) -> Step:
    return Step(name="a", transition=End(), span=SPAN, **fields)


def problems(settings: Settings = PLAIN, **fields: Any) -> list[str]:
    return [problem.code for problem in job_problems(made(**fields), settings)]


def batch(settings: Settings = PLAIN, **fields: Any) -> list[str]:
    return problems(settings, compute=Batch(span=SPAN, **fields))


def test_a_plain_step_has_no_problems() -> None:
    role = "arn:aws:iam::123456789012:role/team/train"
    queue = "arn:aws:batch:eu-west-1:123456789012:job-queue/gpu"
    assert problems() == problems(FARGATE) == []
    assert batch(iam_role=role, execution_role=role, queue=queue, log_driver="syslog") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"iam_role": "train"},
        {"execution_role": "arn:aws:iam::1:role/x"},
        {"queue": "gpu queue"},
        {"log_driver": "stdout"},
        {"executable": "Ref::step"},
        {"tags": {str(number): "" for number in range(51)}},
    ],
)
def test_values_that_batch_does_not_take(fields: dict[str, Any]) -> None:
    assert batch(**fields) == ["FC739"]


def test_a_problem_is_told_at_its_argument() -> None:
    where = Span("flow.py", 7, 5, 7, 9)
    compute = Batch(iam_role="train", spans={"iam_role": where}, span=SPAN)
    (problem,) = job_problems(made(compute=compute), PLAIN)
    assert problem.span == where


def test_fargate_logs_by_fewer_drivers() -> None:
    assert batch(log_driver="syslog") == []
    assert batch(FARGATE, log_driver="syslog") == ["FC739"]
    assert batch(FARGATE, log_driver="splunk") == []


def test_swappiness_is_of_a_swap() -> None:
    assert batch(swappiness=10) == ["FC211"]
    assert batch(swappiness=10, max_swap_bytes=0) == []


def test_variables_and_mounts() -> None:
    assert problems(environment={"AWS_BATCH_JOB_ID": "1"}) == ["FC706"]
    assert problems(environment={"FLOWC_RUN": "1"}) == ["FC706"]
    assert batch(host_volumes=("/a",), efs_volumes={"fs-1": "/a"}) == ["FC707"]
    assert batch(tmpfs=Tmpfs(path="/a"), host_volumes=("/b:/a",)) == ["FC707"]


def test_memory() -> None:
    assert problems(resources=Resources(memory_bytes=3 * 2**20)) == ["FC739"]
    assert problems(resources=Resources(memory_bytes=4 * 2**20)) == []
    unreadable = Settings(resources=DefaultResources(memory="much"))
    assert problems(unreadable) == []


def test_fargate_has_no_gangs_and_only_so_large_machines() -> None:
    assert problems(FARGATE, parallel=True) == ["FC735"]
    assert problems(parallel=True) == []
    assert problems(FARGATE, resources=Resources(cpu_millis=33000)) == ["FC736"]
    assert problems(resources=Resources(cpu_millis=33000)) == []


def test_a_machine_of_fargate_is_no_smaller_than_asked_for() -> None:
    """What no machine has exactly gets the next, and Batch is never asked for another."""
    for cpu in (100, 250, 1500, 4000, 16000):
        for memory in (1, 512, 4096, 5000, 120000):
            asked = Resources(cpu_millis=cpu, memory_bytes=memory * 10**6)
            found = step_container(made(resources=asked), FARGATE)
            millis = round(float(found.vcpus) * 1000)
            assert found.memory_mib in FARGATE_MEMORY_MIB[millis]
            assert (millis, found.memory_mib) >= (cpu, 0)
            assert found.memory_mib >= memory


def test_the_disk_of_fargate() -> None:
    assert problems(FARGATE, resources=Resources(disk_bytes=200 * GIB)) == []
    assert problems(FARGATE, resources=Resources(disk_bytes=201 * GIB)) == ["FC739"]
    assert problems(resources=Resources(disk_bytes=201 * GIB)) == []
