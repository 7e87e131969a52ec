"""What a file says of pods; which of them have a constant together is in `test_operators`."""

from __future__ import annotations

from typing import Any

import pytest

from compiler.backends.airflow.python import printed
from compiler.ir.compute import Kubernetes, SecurityContext
from compiler.ir.flow import Flow
from compiler.settings import Settings, settings_from
from tests.backends.airflow.operator_files import operators
from tests.backends.flows import LINE, SPAN, make_flow

NOTHING = make_flow(LINE)
OF_ALL = settings_from(
    {
        "service-account": "all",
        "namespace": "all",
        "image-pull-secrets": ["all", "both"],
        "labels": {"of": "all", "team": "a"},
        "annotations": {"of": "all {{ ds }}"},
        "airflow": {"kubernetes-conn-id": "cluster", "pool": "steps", "deferrable": True},
    }
)


def flow(**kubernetes: Any) -> Flow:
    compute = Kubernetes(span=SPAN, **kubernetes)
    return make_flow(LINE, {name: {"compute": compute} for name in LINE})


def pod(made: Flow, settings: Settings) -> dict[str, str]:
    """The arguments that all operators of a flow have."""
    constant = operators(made, settings).constants["POD"]
    assert isinstance(constant, dict)
    return {name: printed(value, column=-10_000) for name, value in constant.items()}


def test_what_the_settings_say_of_all_pods() -> None:
    found = pod(NOTHING, OF_ALL)
    references = [f'k8s.V1LocalObjectReference(name="{name}")' for name in ("all", "both")]
    assert found["image_pull_secrets"] == f"[{', '.join(references)}]"
    assert found["service_account_name"] == '"all"'
    assert found["namespace"] == '"all"'
    assert found["labels"] == '{"of": "all", "team": "a"}'
    assert found["annotations"] == '{"of": \'{{ "all {{ ds }}" }}\'}'
    assert found["kubernetes_conn_id"] == '"cluster"'
    assert found["pool"] == '"steps"'
    assert found["deferrable"] == "True"


def test_what_a_step_says_goes_first_or_comes_on_top() -> None:
    made = flow(
        service_account="own",
        namespace="own",
        image_pull_secrets=("own", "both"),
        labels={"team": "b"},
    )
    found = pod(made, OF_ALL)
    names = ("all", "both", "own")
    references = [f'k8s.V1LocalObjectReference(name="{name}")' for name in names]
    assert found["image_pull_secrets"] == f"[{', '.join(references)}]"
    assert found["service_account_name"] == '"own"'
    assert found["namespace"] == '"own"'
    assert found["labels"] == '{"of": "all", "team": "b"}'


def test_what_nobody_says_is_left_to_airflow() -> None:
    assert list(pod(NOTHING, Settings())) == [
        "image",
        "cmds",
        "container_resources",
        "startup_timeout_seconds",
        "do_xcom_push",
    ]


@pytest.mark.parametrize(
    ("fields", "argument", "value"),
    [
        ({"image": "{{ a }}:1"}, "image", "'{{ \"{{ a }}:1\" }}'"),
        ({"image_pull_policy": "Always"}, "image_pull_policy", '"Always"'),
        (
            {"executable": "/{{ x }}/$(y)"},
            "cmds",
            '[\'{{ "/{{ x }}/$$(y)" }}\', "-m", "runtime_shim"]',
        ),
        (
            {"secrets": ("db",)},
            "env_from",
            '[k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="db"))]',
        ),
        ({"port": 80}, "ports", "[k8s.V1ContainerPort(container_port=80)]"),
        (
            {"security_context": SecurityContext(run_as_user=1)},
            "container_security_context",
            "k8s.V1SecurityContext(run_as_user=1)",
        ),
        ({"node_selector": {"zone": "a"}}, "node_selector", '{"zone": "a"}'),
        (
            {"persistent_volume_claims": {"c": "/c"}},
            "volume_mounts",
            '[k8s.V1VolumeMount(name="claim-0", mount_path="/c")]',
        ),
    ],
)
def test_arguments_of_the_decorator(fields: dict[str, Any], argument: str, value: str) -> None:
    assert pod(flow(**fields), Settings())[argument] == value


def test_the_runtime_is_copied_in() -> None:
    settings = Settings(runtime="injected", runtime_image="runtime:1")
    found = pod(NOTHING, settings)
    assert found["cmds"] == '["python", "/flowc/runtime_shim"]'
    assert found["init_containers"].startswith('[k8s.V1Container(name="flowc-runtime", ')
    assert "read_only=True" in found["volume_mounts"]
