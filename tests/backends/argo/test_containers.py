from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from compiler.backends.argo.containers import (
    BRACE_VARIABLE,
    annotated,
    container,
    env_text,
    env_vars,
    place,
)
from compiler.backends.argo.models import Template
from compiler.compute.pod import (
    ClaimVolume,
    HostVolume,
    InitContainer,
    MemoryVolume,
    Pod,
    ScratchVolume,
)
from compiler.ir.compute import SecurityContext, Toleration


def kubelet(text: str, variables: dict[str, str]) -> str:
    """`k8s.io/kubernetes/third_party/forked/golang/expansion`, in short."""

    def expand(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        return variables.get(found[1], found[0])

    return re.sub(r"\$\$|\$\(([^)]*)\)", expand, text)


@given(st.text("${}()AB ", max_size=14))
@example("a{{b}}$(HOME) $$ {{{")
@example("$(FLOWC_BRACE)")
def test_the_process_sees_the_value_as_it_was_written(value: str) -> None:
    written = env_vars([("A", value)])
    assert not any("{{" in str(variable) for variable in written)
    seen: dict[str, str] = {}
    for variable in written:
        seen[variable["name"]] = kubelet(variable["value"], {"HOME": "/root", "AB": "x", **seen})
    assert seen["A"] == value


def test_harmless_values_stay_as_they_are() -> None:
    assert env_text("costs 5$ {a}") == "costs 5$ {a}"
    assert env_vars([("A", "1$")]) == [{"name": "A", "value": "1$"}]


def test_the_brace_comes_before_its_first_use() -> None:
    assert [v["name"] for v in env_vars([("A", "x"), ("B", "{{")])] == [BRACE_VARIABLE, "A", "B"]


def test_a_container_says_what_the_pod_says() -> None:
    pod = Pod(
        image="i:1",
        image_pull_policy="Never",
        executable="python3",
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
    assert container(pod, ["x"], [{"name": "A", "value": "1"}]) == {
        "image": "i:1",
        "imagePullPolicy": "Never",
        "command": ["python3"],
        "args": ["-m", "runtime_shim", "x"],
        "env": [{"name": "A", "value": "1"}],
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
    made = container(Pod(image="i"), ["x"], [])
    assert dict(made) == {
        "image": "i",
        "command": ["python"],
        "args": ["-m", "runtime_shim", "x"],
        "env": [],
    }
    template: Template = {"name": "t"}
    place(template, Pod(image="i"))
    assert template == {"name": "t"}


def test_a_pod_is_placed() -> None:
    template: Template = {"name": "t"}
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
    place(template, pod)
    assert template == {
        "name": "t",
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
        launch=("/c/x",),
        init_containers=(before,),
        volumes=(ScratchVolume("shared", "/c", read_only=True), ScratchVolume("own", "/d")),
    )
    template: Template = {"name": "t"}
    place(template, pod)
    assert template == {
        "name": "t",
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
    made = container(pod, ["step"], [])
    assert made["args"] == ["/c/x", "step"]
    assert made["volumeMounts"] == [
        {"name": "shared", "mountPath": "/c", "readOnly": True},
        {"name": "own", "mountPath": "/d"},
    ]


def test_a_text_that_stands_once_is_read_from_the_pods_annotation() -> None:
    (variable,) = annotated({"FLOWC_RUNTIME": "text"})
    path = "metadata.annotations['flowc/runtime']"
    assert variable == {"name": "FLOWC_RUNTIME", "valueFrom": {"fieldRef": {"fieldPath": path}}}
