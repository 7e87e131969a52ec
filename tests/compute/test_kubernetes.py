from __future__ import annotations

from typing import Any, Literal

from compiler.compute.kubernetes import hook_pod, step_pod
from compiler.compute.kubernetes_check import pod_problems
from compiler.compute.pod import ClaimVolume, HostVolume, MemoryVolume, Pod
from compiler.diagnostics.span import Span
from compiler.ir.compute import (
    Batch,
    Kubernetes,
    Packages,
    Resources,
    SecurityContext,
    Tmpfs,
    Toleration,
)
from compiler.ir.step import Step
from compiler.ir.transition import End
from compiler.settings import DefaultResources, Settings

SPAN = Span("flow.py", 1, 1, 1, 2)
PLAIN = Settings()


def pod(settings: Settings = PLAIN, **fields: Any) -> Pod:
    return step_pod(Step(name="a", transition=End(), span=SPAN, **fields), settings)


def test_a_step_that_asks_for_nothing_gets_the_defaults() -> None:
    found = pod()
    assert found.image == "python:3.12-slim"
    assert found.executable == "python"
    assert dict(found.requests) == {"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    assert found.limits == ()


def test_the_image_is_that_of_the_settings_or_of_their_python() -> None:
    assert pod(Settings(python="3.10")).image == "python:3.10-slim"
    assert hook_pod(None, Settings(python="3.10")).image == "python:3.10-slim"
    assert pod(Settings(python="3.10", image="i")).image == "i"
    assert pod(Settings(image="i"), compute=Kubernetes(image="own", span=SPAN)).image == "own"


def test_equal_steps_have_equal_pods() -> None:
    one = pod(compute=Kubernetes(labels={"a": "b"}, span=SPAN))
    other = pod(compute=Kubernetes(labels={"a": "b"}, span=Span("flow.py", 9, 1, 9, 2)))
    assert one == other
    assert hash(one) == hash(other)


def test_guaranteed_limits_all_it_requests() -> None:
    resources = Resources(cpu_millis=500, memory_bytes=2**30, disk_bytes=10**9, gpu=1)
    found = pod(resources=resources, compute=Kubernetes(qos="guaranteed", span=SPAN))
    assert found.limits == found.requests
    assert dict(found.limits) == {
        "cpu": "500m",
        "memory": "1Gi",
        "ephemeral-storage": "1G",
        "nvidia.com/gpu": "1",
    }
    assert pod(Settings(resources=DefaultResources(qos="guaranteed"))).limits != ()


def test_devices_have_equal_requests_and_limits() -> None:
    compute = Kubernetes(gpu_vendor="amd", extended_resources={"a.b/c": "2"}, span=SPAN)
    found = pod(resources=Resources(gpu=0), compute=compute)
    assert dict(found.limits) == {"amd.com/gpu": "0", "a.b/c": "2"}
    assert set(found.limits) <= set(found.requests)
    assert dict(pod(Settings(gpu_vendor="amd"), resources=Resources(gpu=2)).limits) == {
        "amd.com/gpu": "2"
    }


def test_memory_folders() -> None:
    shared = Resources(shared_memory_bytes=2**20, memory_bytes=2**30)
    found = pod(resources=shared, compute=Kubernetes(tmpfs=Tmpfs(path="/t"), span=SPAN))
    assert found.volumes == (
        MemoryVolume("shared-memory", "/dev/shm", "1Mi"),
        MemoryVolume("tmpfs", "/t", "512Mi"),
    )
    assert found.env == (("TMPDIR", "/t"),)
    sized = Tmpfs(size_bytes=2**20, tempdir=False)
    found = pod(compute=Kubernetes(tmpfs=sized, span=SPAN), environment={"A": "1"})
    assert found.volumes == (MemoryVolume("tmpfs", "/metaflow_temp", "1Mi"),)
    assert found.env == (("A", "1"),)


def test_the_author_may_set_the_temporary_folder() -> None:
    found = pod(compute=Kubernetes(tmpfs=Tmpfs(), span=SPAN), environment={"TMPDIR": "/x"})
    assert found.env == (("TMPDIR", "/x"),)


def test_claims_are_mounted_under_names_without_dots() -> None:
    claims = {"a.b": "/a", "c": "/c"}
    found = pod(compute=Kubernetes(persistent_volume_claims=claims, span=SPAN))
    assert found.volumes == (
        ClaimVolume("claim-0", "/a", "a.b"),
        ClaimVolume("claim-1", "/c", "c"),
    )


def test_placement_adds_to_the_settings() -> None:
    own, common, gpu = (Toleration(key=key, operator="Exists") for key in ("own", "all", "gpu"))
    settings = Settings(
        tolerations=(common,),
        gpu_tolerations={"nvidia": (gpu, common), "amd": (own,)},
        node_selector={"zone": "a", "disk": "hdd"},
    )
    compute = Kubernetes(
        tolerations=(own,), node_selector={"disk": "ssd"}, compute_pool="big", span=SPAN
    )
    found = pod(settings, compute=compute, resources=Resources(gpu=1))
    assert found.tolerations == (common, gpu, own)
    assert dict(found.node_selector) == {
        "zone": "a",
        "disk": "ssd",
        "outerbounds.co/compute-pool": "big",
    }
    assert pod(settings, resources=Resources(gpu=0)).tolerations == (common,)


def test_all_else_of_kubernetes() -> None:
    compute = Kubernetes(
        image="i:1",
        image_pull_policy="Never",
        service_account="sa",
        secrets=("db",),
        port=80,
        executable="python3",
        labels={"a": "b"},
        annotations={"c": "d"},
        security_context=SecurityContext(run_as_user=1),
        span=SPAN,
    )
    found = pod(Settings(image="other", image_pull_policy="Always"), compute=compute)
    assert (found.image, found.image_pull_policy, found.executable) == ("i:1", "Never", "python3")
    assert (found.service_account, found.env_secrets, found.ports) == ("sa", ("db",), (80,))
    assert (found.labels, found.annotations) == ((("a", "b"),), (("c", "d"),))
    assert found.security_context == SecurityContext(run_as_user=1)


def test_batch_becomes_a_pod() -> None:
    compute = Batch(
        image="b:1",
        executable="python3",
        trainium=2,
        efa=1,
        host_volumes=("/a", "/b:/c"),
        privileged=True,
        ephemeral_storage_bytes=2**30,
        tmpfs=Tmpfs(size_bytes=2**20),
        span=SPAN,
    )
    found = pod(Settings(image="other"), compute=compute, resources=Resources(gpu=1))
    assert (found.image, found.executable) == ("b:1", "python3")
    assert dict(found.limits) == {
        "nvidia.com/gpu": "1",
        "aws.amazon.com/neuron": "2",
        "vpc.amazonaws.com/efa": "1",
    }
    assert dict(found.requests)["ephemeral-storage"] == "1Gi"
    assert found.volumes == (
        MemoryVolume("tmpfs", "/metaflow_temp", "1Mi"),
        HostVolume("host-0", "/a", "/a"),
        HostVolume("host-1", "/c", "/b"),
    )
    assert found.security_context == SecurityContext(privileged=True)
    assert pod(compute=Batch(span=SPAN)).security_context is None


def packages(manager: Literal["pypi", "conda"], python: str | None = None) -> Packages:
    return Packages(manager=manager, python=python, span=SPAN)


def in_environment(name: str, settings: Settings, **fields: Any) -> Pod:
    step = Step(name="a", transition=End(), span=SPAN, **fields)
    return step_pod(step, settings, name)


def test_a_step_makes_its_package_environment_when_it_starts() -> None:
    found = in_environment("pypi-1f9a", PLAIN, environment={"A": "b"})
    assert found.env == (("A", "b"), ("FLOWC_ENVIRONMENT", "pypi-1f9a"))
    assert found.image == "python:3.12-slim"


def test_the_default_image_has_the_python_of_the_packages() -> None:
    assert pod(packages=packages("pypi", "3.11.9")).image == "python:3.11.9-slim"
    assert pod(packages=packages("pypi")).image == "python:3.12-slim"
    assert pod(Settings(image="i"), packages=packages("pypi", "3.11")).image == "i"


def test_an_environment_may_be_in_an_image() -> None:
    settings = Settings(environment_image="r:{environment}")
    own = Kubernetes(image="own", span=SPAN)
    found = in_environment("pypi-1f9a", settings, compute=own)
    assert (found.image, found.env) == ("r:pypi-1f9a", ())
    assert pod(settings, compute=own).image == "own"
    found = in_environment("conda-1f9a", settings, compute=own)
    assert (found.image, found.env) == ("own", (("FLOWC_ENVIRONMENT", "conda-1f9a"),))


def test_conda_wants_an_image_that_somebody_chose() -> None:
    def codes(settings: Settings, compute: Kubernetes | None = None) -> list[str]:
        step = Step(
            name="a",
            transition=End(),
            span=SPAN,
            packages=packages("conda"),
            compute=compute,
        )
        return [problem.code for problem in pod_problems(step, settings)]

    assert codes(PLAIN) == ["FC858"]
    assert codes(Settings(image="i")) == []
    assert codes(PLAIN, Kubernetes(image="own", span=SPAN)) == []


def test_a_hook_has_what_the_settings_say() -> None:
    settings = Settings(image="s", node_selector={"a": "b"}, image_pull_policy="Always")
    assert hook_pod(None, settings).image == "s"
    assert hook_pod("own", settings).image == "own"
    assert hook_pod(None, PLAIN).image == "python:3.12-slim"
    assert hook_pod(None, settings).node_selector == (("a", "b"),)
    assert dict(hook_pod(None, settings).requests)["cpu"] == "1"
