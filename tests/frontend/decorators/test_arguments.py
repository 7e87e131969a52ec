"""Every argument of every decorator, once as it should be."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from compiler.frontend.decorators import KNOWN_FLOW, KNOWN_STEP
from compiler.ir.compute import SecretSource, SecurityContext, Tmpfs, Toleration
from compiler.ir.trigger import Cron
from tests.frontend.decorators.decorated import on_flow, on_step, read

MI = 2**20

OF_SENSORS = "timeout poke_interval mode exponential_backoff pool soft_fail name description"
METAFLOW: dict[str, str] = {
    "resources": "cpu gpu disk memory shared_memory",
    "kubernetes": """cpu memory disk image image_pull_policy image_pull_secrets service_account
        secrets node_selector namespace gpu gpu_vendor tolerations labels annotations use_tmpfs
        tmpfs_tempdir tmpfs_size tmpfs_path persistent_volume_claims shared_memory port
        compute_pool executable hostname_resolution_timeout qos extended_resources
        security_context""",
    "batch": """cpu gpu memory image queue iam_role execution_role shared_memory max_swap
        swappiness inferentia trainium efa host_volumes efs_volumes use_tmpfs aws_batch_tags
        tmpfs_tempdir tmpfs_size tmpfs_path ephemeral_storage log_driver log_options executable
        privileged""",
    "retry": "times minutes_between_retries",
    "catch": "var print_exception",
    "timeout": "seconds minutes hours",
    "environment": "vars",
    "secrets": "sources role allow_override",
    "conda": "packages libraries python disabled",
    "pypi": "packages python disabled",
    "card": "type options scope rank timeout id save_errors customize refresh_interval",
    "parallel": "",
    "step": "start end node_info",
    "schedule": "cron weekly daily hourly timezone",
    "trigger": "event events options",
    "trigger_on_finish": "flow flows options",
    "airflow_external_task_sensor": f"""{OF_SENSORS} external_dag_id external_task_ids
        allowed_states failed_states execution_delta check_existence""",
    "airflow_s3_key_sensor": f"""{OF_SENSORS} bucket_key bucket_name wildcard_match aws_conn_id
        verify""",
    "project": "name production branch",
    "conda_base": "packages libraries python disabled",
    "pypi_base": "packages python disabled",
    "exit_hook": "on_success on_error options",
}
"""The decorators of Metaflow 2.19.39, and their arguments."""

COMPUTE = [
    ("image", "'a/b:1'", "image", "a/b:1"),
    ("executable", "'python3'", "executable", "python3"),
    ("use_tmpfs", "True", "tmpfs", Tmpfs()),
    ("use_tmpfs", "False", "tmpfs", None),
    ("use_tmpfs", "True, tmpfs_tempdir=False", "tmpfs.tempdir", False),
    ("use_tmpfs", "True, tmpfs_path='/fast'", "tmpfs.path", "/fast"),
    ("tmpfs_size", "256", "tmpfs.size_bytes", 256 * MI),
    ("tmpfs_size", "0", "tmpfs", None),
]

STEP: dict[str, list[tuple[str, str, str, Any]]] = {
    "resources": [
        ("cpu", "2", "resources.cpu_millis", 2000),
        ("cpu", "'500m'", "resources.cpu_millis", 500),
        ("memory", "16000", "resources.memory_bytes", 16_000_000_000),
        ("memory", "'16Gi'", "resources.memory_bytes", 2**34),
        ("disk", "100.5", "resources.disk_bytes", 100_500_000),
        ("gpu", "'1'", "resources.gpu", 1),
        ("gpu", "0", "resources.gpu", 0),
        ("gpu", "None", "resources.gpu", None),
        ("shared_memory", "64", "resources.shared_memory_bytes", 64 * MI),
        ("shared_memory", "0", "resources.shared_memory_bytes", None),
    ],
    "kubernetes": [
        ("cpu", "'1.5'", "resources.cpu_millis", 1500),
        ("memory", "4096", "resources.memory_bytes", 4096 * 10**6),
        ("disk", "'1 GB'", "resources.disk_bytes", 10**9),
        ("gpu", "2", "resources.gpu", 2),
        ("shared_memory", "'1Gi'", "resources.shared_memory_bytes", 2**30),
        *((name, value, f"compute.{path}", is_) for name, value, path, is_ in COMPUTE),
        ("image_pull_policy", "'IfNotPresent'", "compute.image_pull_policy", "IfNotPresent"),
        ("image_pull_secrets", "['a', 'b']", "compute.image_pull_secrets", ("a", "b")),
        ("service_account", "'runner'", "compute.service_account", "runner"),
        ("secrets", "'one'", "compute.secrets", ("one",)),
        ("secrets", "('one', 'two')", "compute.secrets", ("one", "two")),
        ("node_selector", "'disk=ssd,zone='", "compute.node_selector", {"disk": "ssd", "zone": ""}),
        ("node_selector", "{'a.b/os': 'x'}", "compute.node_selector", {"a.b/os": "x"}),
        ("namespace", "'ml'", "compute.namespace", "ml"),
        ("gpu_vendor", "'NVIDIA'", "compute.gpu_vendor", "nvidia"),
        (
            "tolerations",
            "[dict(key='gpu', operator='Exists', effect='NoExecute', toleration_seconds=9)]",
            "compute.tolerations",
            (Toleration(key="gpu", operator="Exists", effect="NoExecute", toleration_seconds=9),),
        ),
        (
            "tolerations",
            "[{'key': 'a', 'value': 'b'}]",
            "compute.tolerations",
            (Toleration(key="a", value="b"),),
        ),
        ("labels", "{'team': 'ads', 'x': None}", "compute.labels", {"team": "ads", "x": ""}),
        ("annotations", "{'a/b': 'any text'}", "compute.annotations", {"a/b": "any text"}),
        (
            "persistent_volume_claims",
            "{'data': '/mnt/data'}",
            "compute.persistent_volume_claims",
            {"data": "/mnt/data"},
        ),
        ("port", "8080", "compute.port", 8080),
        ("compute_pool", "'big'", "compute.compute_pool", "big"),
        (
            "hostname_resolution_timeout",
            "60",
            "compute.hostname_resolution_timeout_seconds",
            60,
        ),
        ("qos", "'Guaranteed'", "compute.qos", "guaranteed"),
        (
            "extended_resources",
            "{'vendor.example/fpga': 2}",
            "compute.extended_resources",
            {"vendor.example/fpga": "2"},
        ),
        (
            "security_context",
            (
                "dict(privileged=False, allow_privilege_escalation=False, run_as_user=1000, "
                "run_as_group=1, run_as_non_root=True)"
            ),
            "compute.security_context",
            SecurityContext(
                privileged=False,
                allow_privilege_escalation=False,
                run_as_user=1000,
                run_as_group=1,
                run_as_non_root=True,
            ),
        ),
        ("security_context", "{}", "compute.security_context", None),
    ],
    "batch": [
        ("cpu", "4", "resources.cpu_millis", 4000),
        ("gpu", "1", "resources.gpu", 1),
        ("memory", "8000", "resources.memory_bytes", 8 * 10**9),
        ("shared_memory", "128", "resources.shared_memory_bytes", 128 * MI),
        *((name, value, f"compute.{path}", is_) for name, value, path, is_ in COMPUTE),
        ("queue", "'jobs'", "compute.queue", "jobs"),
        ("iam_role", "'arn:aws:iam::1:role/r'", "compute.iam_role", "arn:aws:iam::1:role/r"),
        ("execution_role", "'r'", "compute.execution_role", "r"),
        ("max_swap", "0", "compute.max_swap_bytes", 0),
        ("max_swap", "100", "compute.max_swap_bytes", 100 * MI),
        ("swappiness", "60", "compute.swappiness", 60),
        ("inferentia", "1", "compute.inferentia", 1),
        ("trainium", "2", "compute.trainium", 2),
        ("efa", "1", "compute.efa", 1),
        ("host_volumes", "'/a'", "compute.host_volumes", ("/a",)),
        ("host_volumes", "['/a:/b', '/c']", "compute.host_volumes", ("/a:/b", "/c")),
        ("efs_volumes", "'fs-1'", "compute.efs_volumes", {"fs-1": "/mnt/fs-1"}),
        (
            "efs_volumes",
            "['fs-1:/x', 'fs-2']",
            "compute.efs_volumes",
            {"fs-1": "/x", "fs-2": "/mnt/fs-2"},
        ),
        ("efs_volumes", "{'fs-1': '/x'}", "compute.efs_volumes", {"fs-1": "/x"}),
        ("aws_batch_tags", "{'cost': 'ml: a@b'}", "compute.tags", {"cost": "ml: a@b"}),
        ("ephemeral_storage", "100", "compute.ephemeral_storage_bytes", 100 * 2**30),
        ("log_driver", "'awslogs'", "compute.log_driver", "awslogs"),
        ("log_options", "'awslogs-group:a:b'", "compute.log_options", ("awslogs-group:a:b",)),
        ("log_options", "['a:b', 'c:d']", "compute.log_options", ("a:b", "c:d")),
        ("privileged", "True", "compute.privileged", True),
    ],
    "retry": [
        ("times", "4", "retry.times", 4),
        ("times", "'2'", "retry.times", 2),
        ("minutes_between_retries", "1", "retry.wait_seconds", 60),
        ("minutes_between_retries", "0.5", "retry.wait_seconds", 30),
        ("minutes_between_retries", "'90s'", "retry.wait_seconds", 90),
    ],
    "catch": [
        ("var", "'error'", "catch.var", "error"),
        ("var", "None", "catch.var", None),
        ("print_exception", "False", "catch.print_exception", False),
    ],
    "timeout": [
        ("seconds", "45", "timeout.seconds", 45),
        ("minutes", "2, seconds=5", "timeout.seconds", 125),
        ("hours", "1.5, minutes='1'", "timeout.seconds", 5460),
    ],
    "environment": [
        ("vars", "{'A': 'x', 'B': 2, 'C': ''}", "environment", {"A": "x", "B": "2", "C": ""}),
    ],
    "secrets": [
        ("sources", "['db']", "secrets.sources", (SecretSource(id="db"),)),
        (
            "sources",
            "['inline.a.b']",
            "secrets.sources",
            (SecretSource(type="inline", id="a.b"),),
        ),
        (
            "sources",
            "[{'type': 'inline', 'id': 'i', 'options': {'o': [1, None]}, 'role': 'r'}]",
            "secrets.sources",
            (SecretSource(type="inline", id="i", options={"o": [1, None]}, role="r"),),
        ),
        ("role", "'reader'", "secrets.role", "reader"),
        ("allow_override", "True", "secrets.allow_override", True),
    ],
    "pypi": [
        ("packages", "{'a': '1.0', 'b': None}", "packages.packages", {"a": "1.0", "b": ""}),
        ("python", "'3.10'", "packages.python", "3.10"),
        ("disabled", "True", "packages_disabled", True),
        ("disabled", "False", "packages.manager", "pypi"),
    ],
    "conda": [
        ("packages", "{'a': '>=1'}", "packages.packages", {"a": ">=1"}),
        (
            "libraries",
            "{'a': '1', 'b': '1'}, packages={'b': '2'}",
            "packages.packages",
            {"a": "1", "b": "2"},
        ),
        ("python", "'3.9.1'", "packages.python", "3.9.1"),
        ("disabled", "'true'", "packages_disabled", True),
    ],
    "card": [
        ("type", "'blank'", "cards.0.type", "blank"),
        ("id", "'main'", "cards.0.id", "main"),
        ("options", "{'a': (1, {'b': None})}", "cards.0.options", {"a": [1, {"b": None}]}),
        ("scope", "'task'", "cards.0.scope", "task"),
        ("rank", "'high'", "cards.0.rank", "high"),
        ("timeout", "90", "cards.0.timeout_seconds", 90),
        ("save_errors", "False", "cards.0.save_errors", False),
        ("customize", "'True'", "cards.0.customize", True),
        ("refresh_interval", "1", "cards.0.refresh_interval_seconds", 1),
    ],
}

DAILY = Cron(minute="0", hour="0", day_of_month="*", month="*", day_of_week="*")

SENSOR = [
    ("timeout", "600", "timeout_seconds", 600),
    ("poke_interval", "30", "poke_interval_seconds", 30),
    ("mode", "'poke'", "mode", "poke"),
    ("exponential_backoff", "False", "exponential_backoff", False),
    ("pool", "'sensors'", "pool", "sensors"),
    ("soft_fail", "True", "soft_fail", True),
    ("name", "'wait'", "name", "wait"),
    ("description", "'Waits.'", "description", "Waits."),
]
Row = tuple[str, str, str, Any]


def of_dag(argument: str, value: str, field: str, expected: Any) -> Row:
    return argument, f"{value}, external_dag_id='d'", f"sensors.0.{field}", expected


def of_key(argument: str, value: str, field: str, expected: Any) -> Row:
    return argument, f"{value}, bucket_key='k'", f"sensors.0.{field}", expected


FLOW: dict[str, list[tuple[str, str, str, Any]]] = {
    "schedule": [
        (
            "cron",
            "'30 6 * * mon'",
            "schedule.cron",
            Cron(minute="30", hour="6", day_of_month="*", month="*", day_of_week="1"),
        ),
        ("weekly", "True", "schedule.cron", replace(DAILY, day_of_week="0")),
        ("hourly", "True", "schedule.cron", replace(DAILY, hour="*")),
        ("daily", "True", "schedule.cron", DAILY),
        ("daily", "False", "schedule", None),
        ("timezone", "'Europe/Berlin'", "schedule.timezone", "Europe/Berlin"),
    ],
    "trigger": [
        ("event", "'ready'", "triggers.0.events.0.name", "ready"),
        (
            "event",
            "{'name': 'ready', 'parameters': {'p': 'f'}}",
            "triggers.0.events.0.parameters",
            {"p": "f"},
        ),
        (
            "event",
            "{'name': 'ready', 'parameters': ['a', ('b', 'c')]}",
            "triggers.0.events.0.parameters",
            {"a": "a", "b": "c"},
        ),
        ("events", "['a', {'name': 'b'}]", "triggers.0.events.1.name", "b"),
        (
            "options",
            "{'reset_at': {'cron': '0 0 * * *', 'timezone': 'UTC'}}, event='a'",
            "triggers.0.reset_at.cron",
            DAILY,
        ),
    ],
    "trigger_on_finish": [
        ("flow", "'Load'", "triggers.0.flows.0.flow", "Load"),
        ("flow", "'p.test.b.Load'", "triggers.0.flows.0.branch", "test.b"),
        ("flow", "'p.prod.Load'", "triggers.0.flows.0.project", "p"),
        (
            "flow",
            "{'name': 'Load', 'project': 'p', 'project_branch': 'prod'}",
            "triggers.0.flows.0.branch",
            "prod",
        ),
        ("flows", "['A', 'B']", "triggers.0.flows.1.flow", "B"),
        (
            "options",
            "{'reset_at': {'cron': '@daily', 'timezone': 'UTC'}}, flow='A'",
            "triggers.0.reset_at.timezone",
            "UTC",
        ),
    ],
    "airflow_external_task_sensor": [
        ("external_dag_id", "'load'", "sensors.0.external_dag_id", "load"),
        ("external_dag_id", "'load'", "sensors.0.allowed_states", ("success",)),
        of_dag("external_task_ids", "['a', 'b']", "external_task_ids", ("a", "b")),
        of_dag("allowed_states", "['failed']", "allowed_states", ("failed",)),
        of_dag("allowed_states", "'skipped'", "allowed_states", ("skipped",)),
        of_dag("allowed_states", "[]", "allowed_states", ("success",)),
        of_dag("failed_states", "['failed']", "failed_states", ("failed",)),
        of_dag("execution_delta", "timedelta(hours=1)", "execution_delta_seconds", 3600),
        of_dag("check_existence", "False", "check_existence", False),
        *(of_dag(*row) for row in SENSOR),
    ],
    "airflow_s3_key_sensor": [
        ("bucket_key", "'s3://b/k'", "sensors.0.bucket_keys", ("s3://b/k",)),
        ("bucket_key", "['a', 'b'], bucket_name='c'", "sensors.0.bucket_keys", ("a", "b")),
        of_key("bucket_name", "'b'", "bucket_name", "b"),
        of_key("wildcard_match", "True", "wildcard_match", True),
        of_key("aws_conn_id", "'lake'", "aws_conn_id", "lake"),
        of_key("verify", "False", "verify", False),
        of_key("verify", "'/ca.pem'", "verify", "/ca.pem"),
        *(of_key(*row) for row in SENSOR),
    ],
    "project": [
        ("name", "'ads'", "project.name", "ads"),
        ("branch", "'test_1', name='ads'", "project.branch", "test_1"),
        ("production", "True, name='ads'", "project.production", True),
    ],
    "pypi_base": [
        ("packages", "{'a': '1'}", "packages.pypi.packages", {"a": "1"}),
        ("python", "'3.12'", "packages.pypi.python", "3.12"),
        ("disabled", "True", "packages.pypi.disabled", True),
    ],
    "conda_base": [
        ("packages", "{'a': '1'}", "packages.conda.packages", {"a": "1"}),
        ("libraries", "{'a': '1'}", "packages.conda.packages", {"a": "1"}),
        ("python", "'3.12'", "packages.conda.python", "3.12"),
        ("disabled", "False", "packages.conda.disabled", False),
    ],
    "exit_hook": [
        ("on_success", "[hook, 'm.named']", "exit_hooks.0.on_success", ("hook", "m.named")),
        ("on_error", "(hook,)", "exit_hooks.0.on_error", ("hook",)),
        ("options", "{'image': 'i'}, on_error=['m.x']", "exit_hooks.0.image", "i"),
    ],
}


def at(root: Any, path: str) -> Any:
    def into(value: Any, part: str) -> Any:
        if part.isdigit():
            return value[int(part)]
        return value[part] if isinstance(value, dict) else getattr(value, part)

    return reduce(into, path.split("."), root)


def cases(table: dict[str, list[tuple[str, str, str, Any]]]) -> list[Any]:
    return [
        pytest.param(name, argument, value, path, expected, id=f"{name}-{argument}-{value[:20]}")
        for name, rows in table.items()
        for argument, value, path, expected in rows
    ]


NEEDS_ANOTHER = ("gpu_vendor", "hostname_resolution_timeout")
"""Arguments that are read, but change nothing on their own."""


@pytest.mark.parametrize(("name", "argument", "value", "path", "expected"), cases(STEP))
def test_step_argument(
    tmp_path: Path, name: str, argument: str, value: str, path: str, expected: Any
) -> None:
    found = on_step(tmp_path, f"@{name}({argument}={value})")
    warned = ["FC211"] if argument in NEEDS_ANOTHER else []
    assert [diagnostic.code for diagnostic in found.report.diagnostics] == warned
    assert at(found.step, path) == expected
    if found.step.compute and argument in found.step.compute.spans:
        assert found.text(found.step.compute.spans[argument]) == value.split(", tmpfs")[0]


@pytest.mark.parametrize(("name", "argument", "value", "path", "expected"), cases(FLOW))
def test_flow_argument(
    tmp_path: Path, name: str, argument: str, value: str, path: str, expected: Any
) -> None:
    before = "from datetime import timedelta\ndef hook(run): pass"
    found = on_flow(tmp_path, f"@{name}({argument}={value})", before=before)
    assert found.report.diagnostics == ()
    assert at(found.flow, path) == expected


@pytest.mark.parametrize("which", ["start", "end"])
def test_step_marks(tmp_path: Path, which: str) -> None:
    plain = on_step(tmp_path, "@retry")
    assert not plain.step.start
    assert not plain.step.end
    source = f"""
        import metaflow as mf
        class F(mf.FlowSpec):
            @mf.step({which}=True)
            def a(self): pass
        """
    marked = read(tmp_path, source)
    assert at(marked.step, which) is True
    assert marked.report.diagnostics == ()


def test_every_argument_of_metaflow_is_known_and_tried() -> None:
    known = {**KNOWN_STEP, **KNOWN_FLOW}
    assert {name: sorted(spec.by_name) for name, spec in known.items()} == {
        name: sorted(arguments.split()) for name, arguments in METAFLOW.items()
    }
    tried = {
        (name, row[0]) for table in (STEP, FLOW) for name, rows in table.items() for row in rows
    }
    tried |= {
        (name, a) for name in ("kubernetes", "batch") for a in ("tmpfs_tempdir", "tmpfs_path")
    }
    tried |= {("step", argument) for argument in ("start", "end", "node_info")}
    listed = {(name, argument) for name, spec in known.items() for argument in spec.by_name}
    assert tried == listed


def test_the_values_survive_as_json(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@kubernetes(labels={'a': 'b'}, tolerations=[{'key': 'a'}])")
    assert found.step.compute is not None
    assert json.loads(json.dumps(asdict(found.step.compute)))["labels"] == {"a": "b"}
