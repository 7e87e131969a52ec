"""What a file says of jobs; which of them have a constant together is in `test_operators`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from compiler.backends.airflow.python import printed
from compiler.ir.compute import Batch
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter
from compiler.ir.trigger import ExitHook
from compiler.settings import AirflowSettings, Settings
from tests.backends.airflow.operator_files import operators
from tests.backends.flows import LINE, SPAN, make_flow

SETTINGS = Settings(queue="of-all")
TELL = ExitHook(on_success=("tell",), span=SPAN)


def flow(*hooks: ExitHook, **batch: Any) -> Flow:
    compute = Batch(span=SPAN, **batch)
    return make_flow(LINE, {name: {"compute": compute} for name in LINE}, exit_hooks=hooks)


def constants(made: Flow, settings: Settings = SETTINGS) -> dict[str, str]:
    found = operators(made, settings).constants
    return {name: printed(value, column=-10_000) for name, value in found.items()}


def test_a_job_that_waits_in_the_triggerer_waits_as_long_as_it_takes() -> None:
    deferred = replace(SETTINGS, airflow=AirflowSettings(deferrable=True))
    assert '"deferrable": True, "max_retries": 40320' in constants(flow(), deferred)["JOB"]
    assert "max_retries" not in constants(flow())["JOB"]


def test_texts_of_the_user_are_no_templates() -> None:
    settings = replace(
        SETTINGS, datastore="s3://b/{{ x }}", airflow=AirflowSettings(aws_conn_id="{{ x }}")
    )
    found = constants(flow(queue="{{ x }}"), settings)
    literal = "'{{ \"{{ x }}\" }}'"
    assert f'"job_queue": {literal}, "aws_conn_id": {literal}' in found["JOB"]
    assert "'{{ \"s3://b/{{ x }}\" }}'" in found["JOB_ENV"]
    # What is a template of flowc's stays one.
    assert '{"name": "FLOWC_RUN", "value": RUN}' in found["JOB_ENV"]
    hook = operators(flow(TELL), SETTINGS).hook("{{ x }}", None, "success")
    assert f'parameters={{"function": {literal}}}' in printed(hook, column=-10_000)


def test_only_the_start_gets_the_parameters_and_only_if_there_are_some() -> None:
    def overrides(step: str, made: Flow) -> str:
        call = operators(made, SETTINGS).of(step, "-")
        return printed(dict(call.kwargs)["container_overrides"])

    alpha = Parameter(name="alpha", attribute="alpha", span=SPAN)
    given = replace(flow(), parameters=(alpha,))
    assert "PARAMETERS" in overrides("start", given)
    plain = '{"environment": JOB_ENV}'
    assert overrides("end", given) == overrides("start", flow()) == plain


def test_hooks_with_one_image_are_one_kind_of_job() -> None:
    other = replace(TELL, image="hooks:1")
    made = operators(flow(TELL, other, TELL), SETTINGS)
    assert list(made.constants) == ["JOB_ENV", "JOB", "HOOK_0_JOB", "HOOK_1_JOB"]
    assert [made.hook("tell", image, "success").unpack for image in (None, "hooks:1")] == [
        ("HOOK_0_JOB",),
        ("HOOK_1_JOB",),
    ]
    # Steps have one, and each image of hooks has one.
    assert len(made.job_definitions) == 3


def test_hooks_wait_in_the_queue_of_the_settings_or_in_that_of_the_start() -> None:
    def queue(made: Flow, settings: Settings) -> str:
        return constants(made, settings)["HOOK_0_JOB"]

    own = flow(TELL, queue="own")
    assert '"job_queue": "of-all"' in queue(own, SETTINGS)
    # Nothing else is said of it than of the steps, as they have that queue as well.
    assert "job_queue" not in queue(own, Settings())


def test_a_flow_with_pods_has_no_jobs_for_its_hooks() -> None:
    made = make_flow(LINE, {"end": {"compute": Batch(span=SPAN)}}, exit_hooks=(TELL,))
    found = operators(made, SETTINGS)
    assert [name for name in found.constants if "JOB" in name] == ["JOB_ENV", "JOB"]
    assert len(found.job_definitions) == 1
