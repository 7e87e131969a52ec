from __future__ import annotations

from compiler.compute.kubernetes_json import container_fields, image_fields, pod_fields
from compiler.compute.pod import (
    ClaimVolume,
    HostVolume,
    InitContainer,
    MemoryVolume,
    Pod,
    ScratchVolume,
)
from compiler.ir.compute import SecurityContext, Toleration


def test_a_container_says_what_the_pod_says() -> None:
    pod = Pod(
        image="i:1",
        image_pull_policy="Never",
        env_secrets=("db",),
        requests=(("cpu", "1"),),
        limits=(("cpu", "2"),),
        volumes=(MemoryVolume("tmpfs", "/tmp/x", "1Gi"),),
        ports=(80,),
        security_context=SecurityContext(
            privileged=True,
            allow_privilege_escalation=False,
            run_as_user=1,
            run_as_group=0,
            run_as_non_root=True,
        ),
    )
    assert image_fields(pod) == {"image": "i:1", "imagePullPolicy": "Never"}
    assert container_fields(pod) == {
        "envFrom": [{"secretRef": {"name": "db"}}],
        "ports": [{"containerPort": 80}],
        "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}},
        "volumeMounts": [{"name": "tmpfs", "mountPath": "/tmp/x"}],
        "securityContext": {
            "privileged": True,
            "allowPrivilegeEscalation": False,
            "runAsUser": 1,
            "runAsGroup": 0,
            "runAsNonRoot": True,
        },
    }


def test_a_plain_container_has_nothing_more() -> None:
    pod = Pod(image="i")
    assert image_fields(pod) == {"image": "i"}
    assert container_fields(pod) == {}
    assert pod_fields(pod) == {}


def test_a_pod_is_placed() -> None:
    toleration = Toleration(
        key="k", operator="Equal", value="v", effect="NoExecute", toleration_seconds=0
    )
    volumes = (
        MemoryVolume("m", "/m", "1Gi"),
        ClaimVolume("c", "/c", "claim"),
        HostVolume("h", "/h", "/host"),
    )
    pod = Pod(
        image="i",
        service_account="sa",
        node_selector=(("zone", "a"),),
        tolerations=(toleration, Toleration(operator="Exists")),
        volumes=volumes,
    )
    assert pod_fields(pod) == {
        "serviceAccountName": "sa",
        "nodeSelector": {"zone": "a"},
        "tolerations": [
            {
                "key": "k",
                "operator": "Equal",
                "value": "v",
                "effect": "NoExecute",
                "tolerationSeconds": 0,
            },
            {"operator": "Exists"},
        ],
        "volumes": [
            {"name": "m", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
            {"name": "c", "persistentVolumeClaim": {"claimName": "claim"}},
            {"name": "h", "hostPath": {"path": "/host"}},
        ],
    }


def test_a_container_runs_before_the_main_one() -> None:
    before = InitContainer(
        name="fill",
        image="f:1",
        command=("cp", "-R", "/a/.", "/b"),
        image_pull_policy="Always",
        requests=(("cpu", "1"),),
        limits=(("cpu", "2"),),
        mounts=(("shared", "/b"),),
    )
    pod = Pod(
        image="i",
        init_containers=(before,),
        volumes=(ScratchVolume("shared", "/c", read_only=True), ScratchVolume("own", "/d")),
    )
    assert pod_fields(pod) == {
        "volumes": [{"name": "shared", "emptyDir": {}}, {"name": "own", "emptyDir": {}}],
        "initContainers": [
            {
                "name": "fill",
                "image": "f:1",
                "imagePullPolicy": "Always",
                "command": ["cp", "-R", "/a/.", "/b"],
                "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}},
                "volumeMounts": [{"name": "shared", "mountPath": "/b"}],
            }
        ],
    }
    assert container_fields(pod)["volumeMounts"] == [
        {"name": "shared", "mountPath": "/c", "readOnly": True},
        {"name": "own", "mountPath": "/d"},
    ]
