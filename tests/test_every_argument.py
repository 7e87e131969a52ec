"""No argument of a decorator is dropped in silence: each shows in what is written, is
refused, or is said to have no effect."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from compiler.backends.airflow.capabilities import CAPABILITIES as AIRFLOW
from compiler.backends.argo.capabilities import CAPABILITIES as ARGO
from compiler.backends.capabilities import Handlings, Honoured, Ignored, Refused
from compiler.backends.stepfunctions.capabilities import CAPABILITIES as STEPFUNCTIONS
from compiler.diagnostics.diagnostic import Diagnostic, Severity
from compiler.environments.locking import Locking, Policy
from compiler.frontend.decorators.known import KNOWN
from compiler.pipeline import compile_checked
from compiler.settings import ArgoSettings, BatchSettings, Settings

SETTINGS = Settings(
    datastore="s3://bucket/flows", argo=ArgoSettings(event_source="web", event_name="flows")
)
UNLOCKED = Locking("flow.py", Policy.CHECK)
"""No package of these flows is ever looked up."""


@dataclass(frozen=True)
class Sample:
    """Arguments with the one that is tried, and without it or with another value of it."""

    given: str
    instead: str = ""
    compiles_instead: bool = True


SIZES = {
    "cpu": Sample("cpu=3"),
    "gpu": Sample("gpu=2"),
    "memory": Sample("memory=5000"),
    "shared_memory": Sample("shared_memory=64"),
}
TMPFS = {
    "use_tmpfs": Sample("use_tmpfs=True"),
    "tmpfs_tempdir": Sample("use_tmpfs=True, tmpfs_tempdir=False", "use_tmpfs=True"),
    "tmpfs_size": Sample("tmpfs_size=100"),
    "tmpfs_path": Sample('use_tmpfs=True, tmpfs_path="/fast"', "use_tmpfs=True"),
}
PACKAGES = {
    "packages": Sample('packages={"pandas": "2.2"}'),
    "python": Sample('packages={"pandas": "2.2"}, python="3.11"', 'packages={"pandas": "2.2"}'),
    "disabled": Sample('packages={"pandas": "2.2"}, disabled=True', 'packages={"pandas": "2.2"}'),
}
LIBRARIES = {"libraries": Sample('libraries={"numpy": "1.26"}')}
SENSOR = {
    "timeout": "timeout=600",
    "poke_interval": "poke_interval=30",
    "mode": 'mode="poke"',
    "exponential_backoff": "exponential_backoff=False",
    "pool": 'pool="sensors"',
    "soft_fail": "soft_fail=True",
    "name": 'name="wait"',
    "description": 'description="Waits."',
}


def of_dag(given: str) -> Sample:
    return Sample(f'external_dag_id="load", {given}', 'external_dag_id="load"')


def of_key(given: str) -> Sample:
    return Sample(f'bucket_key="s3://b/a", {given}', 'bucket_key="s3://b/a"')


SAMPLES: dict[str, dict[str, Sample]] = {
    "step": {
        "start": Sample("start=True", compiles_instead=False),
        "end": Sample("end=True", compiles_instead=False),
        "node_info": Sample('node_info={"team": "ml"}'),
    },
    "resources": {**SIZES, "disk": Sample("disk=20000")},
    "kubernetes": {
        **SIZES,
        **TMPFS,
        "disk": Sample("disk=20000"),
        "image": Sample('image="ml:1"'),
        "image_pull_policy": Sample('image_pull_policy="Always"'),
        "image_pull_secrets": Sample('image_pull_secrets=["registry"]'),
        "service_account": Sample('service_account="trainer"'),
        "secrets": Sample('secrets=["db"]'),
        "node_selector": Sample('node_selector={"zone": "a"}'),
        "namespace": Sample('namespace="ml"'),
        "gpu_vendor": Sample('gpu=1, gpu_vendor="amd"', "gpu=1"),
        "tolerations": Sample('tolerations=[{"key": "gpu", "operator": "Exists"}]'),
        "labels": Sample('labels={"team": "ml"}'),
        "annotations": Sample('annotations={"note": "a b"}'),
        "persistent_volume_claims": Sample('persistent_volume_claims={"models": "/models"}'),
        "port": Sample("port=8080"),
        "compute_pool": Sample('compute_pool="big"'),
        "executable": Sample('executable="/usr/bin/python3"'),
        "hostname_resolution_timeout": Sample("hostname_resolution_timeout=60"),
        "qos": Sample('qos="guaranteed"'),
        "extended_resources": Sample('extended_resources={"example.com/fpga": 1}'),
        "security_context": Sample('security_context={"run_as_user": 1000}'),
    },
    "batch": {
        **SIZES,
        **TMPFS,
        "image": Sample('image="ml:1"'),
        "executable": Sample('executable="/usr/bin/python3"'),
        "privileged": Sample("privileged=True"),
        "ephemeral_storage": Sample("ephemeral_storage=30"),
        "inferentia": Sample("inferentia=1"),
        "trainium": Sample("trainium=1"),
        "efa": Sample("efa=1"),
        "host_volumes": Sample('host_volumes=["/data"]'),
        "queue": Sample('queue="big"'),
        "iam_role": Sample('iam_role="arn:aws:iam::123456789012:role/x"'),
        "execution_role": Sample('execution_role="arn:aws:iam::123456789012:role/x"'),
        "max_swap": Sample("max_swap=100"),
        "swappiness": Sample("swappiness=10"),
        "efs_volumes": Sample('efs_volumes=["fs-1"]'),
        "log_driver": Sample('log_driver="awslogs"'),
        "log_options": Sample('log_options=["awslogs-group:jobs"]'),
        "aws_batch_tags": Sample('aws_batch_tags={"team": "ml"}'),
    },
    "retry": {
        "times": Sample("times=2"),
        "minutes_between_retries": Sample("minutes_between_retries=5"),
    },
    "catch": {
        "var": Sample('var="error"'),
        "print_exception": Sample("print_exception=False"),
    },
    "timeout": {
        "seconds": Sample("hours=1, seconds=30", "hours=1"),
        "minutes": Sample("hours=1, minutes=30", "hours=1"),
        "hours": Sample("hours=2", "hours=1"),
    },
    "environment": {"vars": Sample('vars={"MODE": "fast"}')},
    "secrets": {
        "sources": Sample('sources=["db"]'),
        "role": Sample('sources=["db"], role="reader"', 'sources=["db"]'),
        "allow_override": Sample('sources=["db"], allow_override=True', 'sources=["db"]'),
    },
    "pypi": PACKAGES,
    "conda": {**PACKAGES, **LIBRARIES},
    "pypi_base": PACKAGES,
    "conda_base": {**PACKAGES, **LIBRARIES},
    "card": {
        "type": Sample('type="blank"'),
        "id": Sample('id="report"'),
        "options": Sample('options={"a": 1}'),
        "scope": Sample('scope="run"'),
        "rank": Sample("rank=1"),
        "timeout": Sample("timeout=60"),
        "save_errors": Sample("save_errors=False"),
        "customize": Sample("customize=True"),
        "refresh_interval": Sample("refresh_interval=10"),
    },
    "parallel": {},
    "schedule": {
        "cron": Sample('cron="0 6 * * *"', "daily=True"),
        "weekly": Sample("weekly=True", "daily=True"),
        "daily": Sample("daily=True", "hourly=True"),
        "hourly": Sample("hourly=True", "daily=True"),
        "timezone": Sample('daily=True, timezone="Europe/Helsinki"', "daily=True"),
    },
    "trigger": {
        "event": Sample('event="rows"', 'event="other"'),
        "events": Sample('events=["rows", "labels"]', 'events=["rows"]'),
        "options": Sample(
            'events=["a", "b"], options={"reset_at": {"cron": "0 0 * * *"}}', 'events=["a", "b"]'
        ),
    },
    "trigger_on_finish": {
        "flow": Sample('flow="Up"', 'flow="Other"'),
        "flows": Sample('flows=["Up", "Other"]', 'flows=["Up"]'),
        "options": Sample(
            'flows=["A", "B"], options={"reset_at": {"cron": "0 0 * * *"}}', 'flows=["A", "B"]'
        ),
    },
    "airflow_external_task_sensor": {
        "external_dag_id": Sample('external_dag_id="load"', 'external_dag_id="other"'),
        "external_task_ids": of_dag('external_task_ids=["end"]'),
        "allowed_states": of_dag('allowed_states=["failed"]'),
        "failed_states": of_dag('failed_states=["failed"]'),
        "execution_delta": of_dag("execution_delta=timedelta(hours=1)"),
        "check_existence": of_dag("check_existence=False"),
        **{argument: of_dag(given) for argument, given in SENSOR.items()},
    },
    "airflow_s3_key_sensor": {
        "bucket_key": Sample('bucket_key="s3://b/a"', 'bucket_key="s3://b/c"'),
        "bucket_name": Sample('bucket_key="a", bucket_name="b"', 'bucket_key="s3://b/a"'),
        "wildcard_match": of_key("wildcard_match=True"),
        "aws_conn_id": of_key('aws_conn_id="lake"'),
        "verify": of_key("verify=False"),
        **{argument: of_key(given) for argument, given in SENSOR.items()},
    },
    "project": {
        "name": Sample('name="ads"', 'name="shop"'),
        "branch": Sample('name="ads", branch="x"', 'name="ads"'),
        "production": Sample('name="ads", production=True', 'name="ads"'),
    },
    "exit_hook": {
        "on_success": Sample('on_error=["tell"], on_success=["tell"]', 'on_error=["tell"]'),
        "on_error": Sample('on_success=["tell"], on_error=["tell"]', 'on_success=["tell"]'),
        "options": Sample(
            'on_success=["tell"], options={"image": "hooks:1"}', 'on_success=["tell"]'
        ),
    },
}

RESET = 'options={"reset_at": {"cron": "0 0 * * *"}}'


@dataclass(frozen=True)
class Target:
    """What a flow is compiled for, and what that makes of the arguments."""

    name: str
    handlings: Handlings
    settings: Settings = SETTINGS
    samples: dict[str, dict[str, Sample]] = field(default_factory=dict)
    """In place of those above."""
    decorators: tuple[str, ...] = tuple(KNOWN)
    in_gang: tuple[str, ...] = tuple(KNOWN)
    """The decorators that are tried on a step that is a member of a gang."""


ONE_EVENT = {
    "trigger": {
        "events": Sample('events=["rows"]', 'event="other"'),
        "options": Sample(f'event="rows", {RESET}', 'event="rows"'),
    },
    "trigger_on_finish": {
        "flows": Sample('flows=["Up"]', 'flow="Other"'),
        "options": Sample(f'flow="Up", {RESET}', 'flow="Up"'),
    },
}
OF_FARGATE = {
    "resources": {"disk": Sample("disk=30000")},
    "batch": {
        "tmpfs_tempdir": Sample("use_tmpfs=True, tmpfs_tempdir=False"),
        "tmpfs_path": Sample('use_tmpfs=True, tmpfs_path="/fast"'),
    },
}
ON_PODS = ("kubernetes", "parallel")
TARGETS = {
    "airflow": Target(
        "airflow", AIRFLOW["ec2"], replace(SETTINGS, queue="training"), in_gang=ON_PODS
    ),
    "argo": Target("argo", ARGO),
    "stepfunctions": Target(
        "stepfunctions", STEPFUNCTIONS["ec2"], samples=ONE_EVENT, in_gang=ON_PODS
    ),
    "fargate": Target(
        "stepfunctions",
        STEPFUNCTIONS["fargate"],
        replace(SETTINGS, batch=BatchSettings(platform="fargate")),
        OF_FARGATE,
        decorators=("resources", "batch"),
        in_gang=(),
    ),
}
ARGUMENTS = [
    (name, decorator, argument)
    for name, target in TARGETS.items()
    for decorator in target.decorators
    for argument in KNOWN[decorator].by_name
]


def flow(decorator: str, arguments: str, in_gang: bool) -> str:
    """A flow with one decorator, on a step that may be a member of a gang."""
    used = f"@{decorator}(\n{arguments}\n)"
    place = dict.fromkeys(("flow", "step"), "")
    place[KNOWN[decorator].level] = used
    names = ", ".join(name for name in KNOWN if name != "step")
    return f"""
from datetime import timedelta
from metaflow import FlowSpec, step, {names}

def tell():
    pass

{place["flow"]}
class SomeFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.train, {"num_parallel=2" if in_gang else "foreach='items'"})

    {place["step"]}
    {"@parallel" if in_gang else ""}
    @step
    def train(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def step_flow(argument: str, arguments: str) -> str:
    """A flow whose first and last step have names of their own."""
    used = {one: f"@step({arguments if one == argument else ''})" for one in ("start", "end")}
    first, last = ("begin", "end") if argument != "end" else ("start", "leave")
    return f"""
from metaflow import FlowSpec, step

class SomeFlow(FlowSpec):
    {used["start"] if argument != "node_info" else f"@step({arguments})"}
    def {first}(self):
        self.next(self.{last})

    {used["end"]}
    def {last}(self):
        pass
"""


def source_of(decorator: str, argument: str, arguments: str, in_gang: bool) -> str:
    if decorator != "step":
        return flow(decorator, arguments, in_gang)
    if argument == "node_info":
        return step_flow(argument, arguments).replace("begin", "start")
    return step_flow(argument, arguments)


@dataclass(frozen=True)
class Outcome:
    """What a source gives: the target's documents, the IR without its places, diagnostics."""

    documents: bytes | None
    ir: str
    found: tuple[Diagnostic, ...]


def outcome(path: Path, source: str, target: Target) -> Outcome:
    path.write_text(source)
    bundle, checked = compile_checked(path, target.name, target.settings, UNLOCKED)
    documents = None if bundle is None else b"".join(bundle.documents.values())
    if documents is not None and checked.package is not None:
        # Which any change of the source changes.
        documents = documents.replace(checked.package.sha256.encode(), b"")
    other, _ = compile_checked(path, "ir", SETTINGS)
    (text,) = [b"{}"] if other is None else other.documents.values()
    ir = json.dumps(without_places(json.loads(text)))
    return Outcome(documents, ir, checked.report.diagnostics)


def without_places(node: object) -> object:
    if isinstance(node, dict):
        return {
            key: without_places(value)
            for key, value in node.items()
            if not key.endswith(("span", "spans"))
        }
    return [without_places(item) for item in node] if isinstance(node, list) else node


def test_every_argument_has_a_sample_and_a_decision() -> None:
    known = {name: set(decorator.by_name) for name, decorator in KNOWN.items()}
    assert {name: set(samples) for name, samples in SAMPLES.items()} == known
    for target in TARGETS.values():
        assert {name: set(handled) for name, handled in target.handlings.items()} == known


@pytest.mark.parametrize(("name", "decorator", "argument"), ARGUMENTS)
def test_no_argument_is_dropped_in_silence(
    name: str, decorator: str, argument: str, tmp_path: Path
) -> None:
    target = TARGETS[name]
    sample = target.samples.get(decorator, {}).get(argument) or SAMPLES[decorator][argument]
    path, in_gang = tmp_path / "flow.py", decorator in target.in_gang
    instead = outcome(path, source_of(decorator, argument, sample.instead, in_gang), target)
    assert (instead.documents is not None) is sample.compiles_instead
    source = source_of(decorator, argument, sample.given, in_gang)
    given = outcome(path, source, target)
    (line,) = [n for n, text in enumerate(source.splitlines(), 1) if f"{argument}=" in text]
    # The decorator begins a line above. `@resources` is merged with others, so that only its
    # step, which comes next, is known.
    last = line + 5 if decorator == "resources" else line
    here = [one for one in given.found if line - 1 <= one.span.line <= last]
    errors = [one for one in given.found if one.severity is Severity.ERROR]
    handling = target.handlings[decorator][argument]
    if isinstance(handling, Refused):
        assert given.documents is None
        assert errors
        assert set(errors) <= set(here)
        return
    assert errors == []
    assert given.documents is not None
    if isinstance(handling, Ignored):
        assert "FC721" in [one.code for one in here]
    elif handling is Honoured.EMITTED:
        assert given.documents != instead.documents
    elif handling is Honoured.RUNTIME:
        assert given.ir != instead.ir
    elif handling is Honoured.AIRFLOW:
        assert "FC757" in [one.code for one in here]
    else:
        assert "FC211" in [one.code for one in here]
