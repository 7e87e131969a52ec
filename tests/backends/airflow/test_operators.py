"""What the file says of the operators. What they then ask for is for the engine's tests."""

from __future__ import annotations

import json
from typing import Any

from compiler.backends.airflow.batch import JOB_FUNCTION
from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.python import Code, assigned, printed
from compiler.ir.compute import Batch, Kubernetes, Resources
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.step import Catch, Retry, Timeout
from compiler.ir.trigger import ExitHook
from compiler.settings import Settings, settings_from
from tests.backends.airflow.operator_files import operators
from tests.backends.airflow.test_python import formatted
from tests.backends.flows import SPAN, make_flow

GRAPH = {
    "start": ("linear", "a"),
    "a": ("linear", "b"),
    "b": ("linear", "end"),
    "end": ("end",),
}
BATCH = Batch(span=SPAN)
IN_BATCH = {name: {"compute": BATCH} for name in GRAPH}


def flow(steps: dict[str, dict[str, Any]] | None = None, **fields: Any) -> Flow:
    return make_flow(GRAPH, steps, **fields)


def of(step: str, made: Flow, settings: Settings | None = None, **environments: str) -> str:
    """The operator of a step in one line."""
    call = operators(made, settings or Settings(), **environments).of(step, "-")
    return printed(call, column=-10_000)


def constants(made: Flow, settings: Settings | None = None) -> dict[str, str]:
    found = operators(made, settings or Settings(queue="q")).constants
    return {name: printed(value, column=-10_000) for name, value in found.items()}


def test_a_step_says_only_what_it_has_of_its_own() -> None:
    assert of("a", flow()) == ('KubernetesPodOperator(arguments=step("a"), env_vars=ENV, **POD)')


def test_the_variables_and_the_pods_of_all_steps_stand_there_once() -> None:
    made = operators(flow(), Settings(datastore="s3://bucket/flows"))
    assert list(made.constants) == ["ENV", "POD"]
    text = "".join(f"{assigned(name, value)}\n" for name, value in made.constants.items())
    assert text == (
        "ENV = {\n"
        '    "FLOWC_FLOW": "flow.py:TestFlow",\n'
        '    "FLOWC_RUN": RUN,\n'
        '    "FLOWC_DATASTORE": "s3://bucket/flows",\n'
        '    "FLOWC_RESULTS": "@datastore",\n'
        f'    "FLOWC_PACKAGE": "{"f" * 64}",\n'
        "}\n"
        "POD = {\n"
        '    "image": "python:3.12-slim",\n'
        '    "cmds": ["python", "-m", "runtime_shim"],\n'
        '    "container_resources": k8s.V1ResourceRequirements(\n'
        '        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}\n'
        "    ),\n"
        '    "startup_timeout_seconds": 3600,\n'
        '    "do_xcom_push": False,\n'
        "}\n"
    )
    assert formatted(text) == text


def test_another_kind_of_pod_is_what_differs_from_the_most_frequent_one() -> None:
    big = {"resources": Resources(cpu_millis=4000)}
    made = flow({"start": big, "a": {"compute": Kubernetes(labels={"a": "b"}, span=SPAN)}})
    found = constants(made)
    assert list(found) == ["ENV", "POD", "START_POD", "A_POD"]
    assert found["START_POD"].startswith('{**POD, "container_resources": k8s.V1Resource')
    assert found["A_POD"] == '{**POD, "labels": {"a": "b"}}'
    assert [of(name, made).rpartition("**")[2] for name in GRAPH] == [
        "START_POD)",
        "A_POD)",
        "POD)",
        "POD)",
    ]


def test_what_the_most_frequent_pod_has_another_may_be_without() -> None:
    labelled = {"compute": Kubernetes(labels={"a": "b"}, span=SPAN)}
    made = flow(dict.fromkeys(("start", "a", "b"), labelled))
    assert constants(made)["END_POD"] == '{**POD, "labels": None}'


def test_two_kinds_never_go_by_one_name() -> None:
    pods = {
        name: {"resources": Resources(cpu_millis=1000 * cpu)}
        for cpu, name in enumerate(("start", "a", "A"), 1)
    }
    graph = {"start": ("linear", "a"), "a": ("linear", "A"), "A": ("end",)}
    found = operators(make_flow(graph, pods, end="A"), Settings()).constants
    assert list(found) == ["ENV", "POD", "A_POD", "A_POD_2"]


def test_texts_of_the_user_are_neither_templates_nor_expanded() -> None:
    variables = {"COST": "5$", "HOME": "$(HOME)", "DAY": "{{ ds }}"}
    own = of("a", flow({"a": {"environment": variables}}))
    assert 'env_vars={**ENV, "COST": "5$", "HOME": "$$(HOME)", "DAY": \'{{ "{{ ds }}" }}\'}' in own
    found = constants(flow(), Settings(datastore="/{{ a }}$$"))
    assert '"FLOWC_DATASTORE": \'{{ "/{{ a }}$$$$" }}\'' in found["ENV"]


def test_attempts_and_the_deadline_of_the_container() -> None:
    step = {
        "retry": Retry(times=2, wait_seconds=90, span=SPAN),
        "catch": Catch(span=SPAN),
        "timeout": Timeout(seconds=60, span=SPAN),
    }
    assert of("a", flow({"a": step})) == (
        'KubernetesPodOperator(arguments=step("a"), env_vars=ENV, active_deadline_seconds=660, '
        "retries=5, retry_delay=timedelta(seconds=90), **POD)"
    )
    imports = set(operators(flow({"a": step}), Settings()).imports)
    assert Import("datetime", "timedelta") in imports
    assert Import("datetime", "timedelta") not in set(operators(flow(), Settings()).imports)


def test_a_run_gets_its_parameters_where_it_starts() -> None:
    alpha = Parameter(name="alpha", attribute="alpha", span=SPAN)
    made = flow(parameters=(alpha,))
    assert 'env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS}' in of("start", made)
    assert "env_vars=ENV," in of("a", made)
    made = flow(IN_BATCH, parameters=(alpha,))
    given = '[*JOB_ENV, {"name": "FLOWC_PARAMETERS", "value": PARAMETERS}]'
    assert f'container_overrides={{"environment": {given}}}' in of("start", made)


def test_a_package_environment_is_told_to_the_step_that_runs_in_it() -> None:
    assert 'env_vars={**ENV, "FLOWC_ENVIRONMENT": "pypi-1"}' in of("a", flow(), a="pypi-1")


def test_a_member_of_a_gang_knows_its_address() -> None:
    graph = {"start": ("gang", "train"), "train": ("linear", "join"), "join": ("end",)}
    own = of("train", make_flow(graph, end="join"))
    assert '"FLOWC_GANG_PORT": "29500", "FLOWC_GANG_TIMEOUT": "600"' in own
    assert 'pod_runtime_info_envs=[k8s.V1EnvVar(name="FLOWC_GANG_ADDRESS", value_from=' in own


def test_tasks_of_a_foreach_go_by_their_path() -> None:
    made = operators(flow({"b": {"compute": BATCH}}), Settings(queue="q"))
    calls = [printed(made.of(step, Code("path")), column=-10_000) for step in ("a", "b")]
    assert 'arguments=step("a", path)' in calls[0]
    assert 'map_index_template="{{ task.arguments[3] }}"' in calls[0]
    assert 'parameters=job("b", path)' in calls[1]
    assert 'map_index_template="{{ task.parameters.path }}"' in calls[1]


def test_a_step_with_batch_is_a_job() -> None:
    settings = settings_from({"queue": "q", "airflow": {"aws-conn-id": "aws", "pool": "jobs"}})
    made = flow({"a": {"compute": Batch(queue="gpu", span=SPAN)}, "b": {"compute": BATCH}})
    text = of("a", made, settings)
    assert text == (
        'BatchOperator(parameters=job("a"), job_name="TestFlow-a", '
        'container_overrides={"environment": JOB_ENV}, **JOB)'
    )
    found = constants(made, settings)
    (name,) = operators(made, settings).job_definitions
    common = f'"job_definition": "{name}", "job_queue": "gpu", "aws_conn_id": "aws", "pool": "jobs"'
    assert found["JOB"] == f"{{{common}}}"
    assert found["B_JOB"] == '{**JOB, "job_queue": "q"}'


def test_the_name_of_a_definition_tells_what_it_says() -> None:
    def names(**batch: Any) -> list[str]:
        made = flow({"a": {"compute": Batch(span=SPAN, **batch)}})
        return list(operators(made, Settings(queue="q")).job_definitions)

    assert names() == names(queue="other")
    assert names()[0].startswith("TestFlow-a-")
    assert names() != names(privileged=True)
    long = settings_from({"queue": "q", "airflow": {"dag-id": "d.1" * 80}})
    (name,) = operators(flow({"a": {"compute": BATCH}}), long).job_definitions
    assert len(name) <= 128


def test_a_job_installs_the_runtime_by_its_definition() -> None:
    settings = Settings(queue="q", runtime="pip")
    made = operators(flow(IN_BATCH), settings)
    (definition,) = made.job_definitions.values()
    assert "FLOWC_RUNTIME" in json.dumps(definition)
    assert "FLOWC_RUNTIME" not in printed(made.constants["JOB_ENV"])
    assert "FLOWC_RUNTIME" in printed(operators(flow(), settings).constants["ENV"])


def test_an_exit_hook_runs_where_steps_do() -> None:
    hooks = (ExitHook(on_success=("tell",), on_error=(), image="hooks:1", span=SPAN),)
    call = operators(flow(exit_hooks=hooks), Settings()).hook("tell", "hooks:1", "failed")
    assert printed(call, column=-10_000) == (
        'KubernetesPodOperator(arguments=["hook", "tell"], '
        'env_vars={**ENV, "FLOWC_RUN_STATUS": "failed"}, **HOOK_0_POD)'
    )
    # Where all steps are jobs there need be no cluster.
    found = operators(flow(IN_BATCH, exit_hooks=hooks), Settings(queue="q"))
    assert "POD" not in found.constants
    told = '[*JOB_ENV, {"name": "FLOWC_RUN_STATUS", "value": "failed"}]'
    assert printed(found.hook("tell", "hooks:1", "failed"), column=-10_000) == (
        'BatchOperator(parameters={"function": "tell"}, job_name="TestFlow-tell", '
        f'container_overrides={{"environment": {told}}}, **HOOK_0_JOB)'
    )


def test_the_end_tells_that_the_flow_is_over() -> None:
    assert 'outlets=[Asset("metaflow.TestFlow.end")]' in of("end", flow())
    assert 'outlets=[Asset("metaflow.TestFlow.end")]' in of("end", flow(IN_BATCH), Settings())
    assert "outlets" not in of("b", flow())


def test_only_what_is_used_is_imported_and_defined() -> None:
    def needed(made: Flow) -> tuple[set[str], tuple[str, ...]]:
        found = operators(made, Settings(queue="q"))
        return {one.name for one in found.imports}, found.functions

    assert needed(flow()) == ({"Asset", "KubernetesPodOperator", "models"}, ())
    assert needed(flow(IN_BATCH)) == ({"Asset", "BatchOperator"}, (JOB_FUNCTION,))
    imports, functions = needed(flow({"a": {"compute": BATCH}}))
    assert imports == {"Asset", "BatchOperator", "KubernetesPodOperator", "models"}
    assert functions == (JOB_FUNCTION,)
