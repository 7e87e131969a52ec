"""Parts of a pod as the file has them. What the client makes of them is for the engine's tests."""

from __future__ import annotations

from compiler.backends.airflow import kubernetes_calls as k8s
from compiler.backends.airflow.python import Expression, printed
from compiler.compute.pod import (
    ClaimVolume,
    HostVolume,
    InitContainer,
    MemoryVolume,
    ScratchVolume,
    Volume,
)
from compiler.ir.compute import SecurityContext, Toleration


def line(expression: Expression) -> str:
    return printed(expression, column=-10_000)


def test_what_is_not_given_is_not_said() -> None:
    call = k8s.model("Pod", {"a": None, "b": False, "c": 0, "d": []})
    assert line(call) == "k8s.V1Pod(b=False, c=0, d=[])"


def test_sizes() -> None:
    assert k8s.resources((), ()) is None
    cpu, gpu = (("cpu", "1"),), (("nvidia.com/gpu", "2"),)
    assert line(k8s.resources(cpu, ())) == 'k8s.V1ResourceRequirements(requests={"cpu": "1"})'
    assert line(k8s.resources((*cpu, *gpu), gpu)) == (
        'k8s.V1ResourceRequirements(requests={"cpu": "1", "nvidia.com/gpu": "2"}, '
        'limits={"nvidia.com/gpu": "2"})'
    )


def test_every_kind_of_volume_and_where_it_is() -> None:
    volumes: dict[Volume, str] = {
        MemoryVolume("m", "/m", "1Gi"): (
            'empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="1Gi")'
        ),
        ClaimVolume("c", "/c", "claim"): (
            'persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="claim")'
        ),
        HostVolume("h", "/h", "/there"): 'host_path=k8s.V1HostPathVolumeSource(path="/there")',
        ScratchVolume("s", "/s"): "empty_dir=k8s.V1EmptyDirVolumeSource()",
    }
    for volume, source in volumes.items():
        name = volume.name
        assert line(k8s.volume(volume)) == f'k8s.V1Volume(name="{name}", {source})'
        assert line(k8s.mount(volume)) == f'k8s.V1VolumeMount(name="{name}", mount_path="/{name}")'


def test_what_the_task_may_not_write() -> None:
    mount = k8s.mount(ScratchVolume("s", "/s", read_only=True))
    assert line(mount) == 'k8s.V1VolumeMount(name="s", mount_path="/s", read_only=True)'


def test_where_a_pod_may_run_and_as_whom() -> None:
    toleration = Toleration(key="gpu", operator="Exists", toleration_seconds=0)
    assert line(k8s.toleration(toleration)) == (
        'k8s.V1Toleration(key="gpu", operator="Exists", toleration_seconds=0)'
    )
    context = SecurityContext(privileged=False, run_as_user=1000)
    assert line(k8s.security_context(context)) == (
        "k8s.V1SecurityContext(privileged=False, run_as_user=1000)"
    )


def test_init_containers() -> None:
    plain = InitContainer("copy", "image:1", ("cp", "a", "b"))
    assert line(k8s.init_container(plain)) == (
        'k8s.V1Container(name="copy", image="image:1", command=["cp", "a", "b"])'
    )
    full = InitContainer(
        "copy",
        "image:1",
        ("cp",),
        image_pull_policy="Always",
        requests=(("cpu", "1"),),
        mounts=(("v", "/v"),),
    )
    assert line(k8s.init_container(full)) == (
        'k8s.V1Container(name="copy", image="image:1", image_pull_policy="Always", '
        'command=["cp"], resources=k8s.V1ResourceRequirements(requests={"cpu": "1"}), '
        'volume_mounts=[k8s.V1VolumeMount(name="v", mount_path="/v")])'
    )


def test_secrets_and_what_the_cluster_knows() -> None:
    assert line(k8s.pull_secrets(["a", "b"])) == (
        '[k8s.V1LocalObjectReference(name="a"), k8s.V1LocalObjectReference(name="b")]'
    )
    assert line(k8s.env_from(["a"])) == (
        '[k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="a"))]'
    )
    assert k8s.pull_secrets([]) == k8s.env_from([]) == []
    assert line(k8s.field_variable("IP", "status.podIP")) == (
        'k8s.V1EnvVar(name="IP", value_from=k8s.V1EnvVarSource('
        'field_ref=k8s.V1ObjectFieldSelector(field_path="status.podIP")))'
    )
