"""Values that an argument does not take, each at its very place."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostics.catalogue import decorators as catalogue
from compiler.diagnostics.diagnostic import Diagnostic
from tests.frontend.decorators.decorated import on_flow, on_step

KEY = "x" * 129

STEP = [
    # kinds
    ("@kubernetes(image=3)", "FC212", "3"),
    ("@catch(print_exception=1)", "FC212", "1"),
    ("@catch(print_exception=None)", "FC212", "None"),
    ("@retry(times=None)", "FC603", "None"),
    ("@kubernetes(secrets=3)", "FC212", "3"),
    ("@kubernetes(secrets=['a', 3])", "FC212", "3"),
    ("@kubernetes(labels=['a'])", "FC212", "['a']"),
    ("@kubernetes(labels={1: 'a'})", "FC212", "1"),
    ("@pypi(python=3.10)", "FC212", "3.10"),
    ("@pypi(packages={'a': 1.10})", "FC212", "1.10"),
    ("@conda(libraries=dict(a=1))", "FC212", "1"),
    ("@card(rank=[])", "FC212", "[]"),
    ("@card(options={'f': print})", "FC212", "print"),
    ("@environment(vars=['A'])", "FC212", "['A']"),
    ("@environment(vars={'A': []})", "FC212", "[]"),
    ("@secrets(sources='db')", "FC212", "'db'"),
    ("@secrets(sources=[3])", "FC212", "3"),
    ("@kubernetes(tolerations={'key': 'a'})", "FC212", "{'key': 'a'}"),
    ("@kubernetes(tolerations=['a'])", "FC212", "'a'"),
    ("@kubernetes(annotations={'a': 1})", "FC212", "1"),
    ("@kubernetes(image_pull_policy=1)", "FC212", "1"),
    ("@batch(efs_volumes=3)", "FC212", "3"),
    ("@batch(aws_batch_tags={'a': 1})", "FC212", "1"),
    # amounts
    ("@resources(cpu='two')", "FC601", "two"),
    ("@resources(cpu=True)", "FC601", "True"),
    ("@resources(memory='16Xi')", "FC602", "Xi"),
    ("@resources(disk=0)", "FC602", "0"),
    ("@resources(gpu=1.5)", "FC603", "1.5"),
    ("@retry(times=-1)", "FC603", "-1"),
    ("@retry(minutes_between_retries=-1)", "FC604", "-1"),
    ("@timeout(minutes='5 parsecs')", "FC604", "parsecs"),
    ("@kubernetes(extended_resources={'a/b': 'x'})", "FC606", "x"),
    ("@retry(times=5)", "FC214", "5"),
    ("@kubernetes(port=70000)", "FC214", "70000"),
    ("@batch(swappiness=101)", "FC214", "101"),
    ("@batch(ephemeral_storage=20)", "FC214", "20"),
    # choices
    ("@kubernetes(image_pull_policy='always')", "FC213", "'always'"),
    ("@kubernetes(qos='best')", "FC213", "'best'"),
    ("@kubernetes(gpu_vendor='intel')", "FC213", "'intel'"),
    ("@kubernetes(tolerations=[{'operator': 'exists'}])", "FC213", "'exists'"),
    # images
    ("@kubernetes(image='')", "FC218", "''"),
    ("@kubernetes(image='a b')", "FC218", "'a b'"),
    ("@batch(image='a\\n')", "FC218", "'a\\n'"),
    # entries of dicts
    ("@kubernetes(security_context={'run_as': 1})", "FC215", "'run_as'"),
    ("@kubernetes(tolerations=[{'tolerationSeconds': 1}])", "FC215", "'tolerationSeconds'"),
    ("@secrets(sources=[{'id': 'a', 'kind': 'b'}])", "FC215", "'kind'"),
    ("@secrets(sources=[{'type': 'inline'}])", "FC216", "{'type': 'inline'}"),
    ("@secrets(sources=[{'id': 'a', 'type': 'b'}])", "FC213", "'b'"),
    ("@secrets(sources=['vault.db'])", "FC213", "'vault.db'"),
    ("@kubernetes(node_selector='a=b,a=c')", "FC217", "'a=b,a=c'"),
    ("@batch(efs_volumes=['fs-1', 'fs-1:/x'])", "FC217", "['fs-1', 'fs-1:/x']"),
    ("@kubernetes(node_selector='a=b,c')", "FC232", "'a=b,c'"),
    ("@batch(log_options=['a'])", "FC232", "'a'"),
    # texts
    ("@catch(var='not a name')", "FC218", "'not a name'"),
    ("@kubernetes(labels={'a': 'b c'})", "FC218", "'b c'"),
    ("@kubernetes(labels={'-a': 'b'})", "FC218", "'-a'"),
    ("@kubernetes(annotations={'a b': 'c'})", "FC218", "'a b'"),
    ("@kubernetes(persistent_volume_claims={'a': 'b'})", "FC218", "'b'"),
    ("@kubernetes(use_tmpfs=True, tmpfs_path='x')", "FC218", "'x'"),
    ("@batch(host_volumes='/a:b')", "FC218", "'/a:b'"),
    ("@batch(efs_volumes='fs:b')", "FC218", "'fs:b'"),
    ("@batch(aws_batch_tags={'AWS:x': 'b'})", "FC218", "'AWS:x'"),
    ("@batch(aws_batch_tags={'a': 'b#'})", "FC218", "'b#'"),
    (f"@batch(aws_batch_tags={{'{KEY}': 'b'}})", "FC218", f"'{KEY}'"),
    ("@environment(vars={'A=B': 'c'})", "FC218", "'A=B'"),
    ("@environment(vars={'': 'c'})", "FC218", "''"),
    # combinations
    ("@timeout", "FC221", "timeout"),
    ("@timeout(seconds=0)", "FC221", "timeout(seconds=0)"),
    ("@batch(inferentia=1, trainium=1)", "FC210", "1"),
    ("@kubernetes(tmpfs_path='/x')", "FC211", "'/x'"),
    ("@batch(tmpfs_tempdir=False)", "FC211", "False"),
    ("@environment(vars={'A': None})", "FC220", "None"),
    ("@card(id='a-b')", "FC225", "'a-b'"),
    (
        "@kubernetes(tolerations=[{'key': 'a', 'operator': 'Exists', 'value': 'x'}])",
        "FC231",
        "{'key': 'a', 'operator': 'Exists', 'value': 'x'}",
    ),
    ("@kubernetes(tolerations=[{'value': 'x'}])", "FC231", "{'value': 'x'}"),
    (
        "@kubernetes(tolerations=[{'key': 'a', 'toleration_seconds': 3}])",
        "FC231",
        "{'key': 'a', 'toleration_seconds': 3}",
    ),
]

FLOW = [
    ("@schedule(cron='61 * * * *')", "FC605", "61"),
    ("@schedule(cron=3)", "FC212", "3"),
    ("@schedule(timezone=3)", "FC212", "3"),
    ("@schedule(daily=1)", "FC212", "1"),
    ("@schedule(cron='@daily', weekly=True)", "FC210", "True"),
    ("@schedule(timezone='Europe/Berlyn')", "FC227", "'Europe/Berlyn'"),
    ("@trigger", "FC228", "trigger"),
    ("@trigger(events=[])", "FC228", "trigger(events=[])"),
    ("@trigger(event='a', events=['b'])", "FC210", "['b']"),
    ("@trigger(event=lambda context: 'a')", "FC219", "lambda context: 'a'"),
    ("@trigger(event={'name': hook})", "FC219", "hook"),
    ("@trigger(event={'name': 'a', 'parameters': hook})", "FC219", "hook"),
    ("@trigger(events=hook)", "FC219", "hook"),
    ("@trigger(event=['a'])", "FC212", "['a']"),
    ("@trigger(event='')", "FC212", "''"),
    ("@trigger(events='a')", "FC212", "'a'"),
    ("@trigger(event={'parameters': {}})", "FC216", "{'parameters': {}}"),
    ("@trigger(event={'name': 'a', 'parameter': {}})", "FC215", "'parameter'"),
    ("@trigger(event={'name': 'a', 'parameters': 3})", "FC212", "3"),
    ("@trigger(event={'name': 'a', 'parameters': [('b',)]})", "FC212", "('b',)"),
    ("@trigger(event={'name': 'a', 'parameters': {'b': 3}})", "FC212", "3"),
    ("@trigger(event={'name': 'a', 'parameters': ['b', 'B']})", "FC217", "['b', 'B']"),
    ("@trigger(events=['a', 'b', 'a'])", "FC217", "'a'"),
    ("@trigger(event='a', options={'reset': 1})", "FC215", "'reset'"),
    ("@trigger(event='a', options={'reset_at': {}})", "FC216", "{}"),
    ("@trigger(event='a', options={'reset_at': {'cron': '99 * * * *'}})", "FC605", "99"),
    ("@trigger_on_finish", "FC228", "trigger_on_finish"),
    ("@trigger_on_finish(flow='a', flows=['b'])", "FC210", "['b']"),
    ("@trigger_on_finish(flow=hook)", "FC219", "hook"),
    ("@trigger_on_finish(flow=3)", "FC212", "3"),
    ("@trigger_on_finish(flows='A')", "FC212", "'A'"),
    ("@trigger_on_finish(flow='p.A')", "FC229", "'p.A'"),
    ("@trigger_on_finish(flow='p..A')", "FC229", "'p..A'"),
    ("@trigger_on_finish(flow='A-B')", "FC229", "'A-B'"),
    ("@trigger_on_finish(flow='')", "FC229", "''"),
    ("@trigger_on_finish(flow={'name': 'p.b.A'})", "FC229", "'p.b.A'"),
    ("@trigger_on_finish(flow={'project': 'a'})", "FC216", "{'project': 'a'}"),
    ("@trigger_on_finish(flow={'name': 'A', 'branch': 'b'})", "FC215", "'branch'"),
    ("@trigger_on_finish(flows=['A', 'A'])", "FC217", "'A'"),
    ("@project", "FC209", "project"),
    ("@project(name='')", "FC209", "project(name='')"),
    ("@project(name='Ads')", "FC218", "'Ads'"),
    ("@project(name='ads', branch='a.b')", "FC218", "'a.b'"),
    ("@exit_hook", "FC228", "exit_hook"),
    ("@exit_hook(on_error=[])", "FC228", "exit_hook(on_error=[])"),
    ("@exit_hook(on_error=hook)", "FC212", "hook"),
    ("@exit_hook(on_error=['hook', 3])", "FC212", "3"),
    ("@exit_hook(on_error=['hooks.{{x}}'])", "FC212", "'hooks.{{x}}'"),
    ("@exit_hook(on_error=['hook', ''])", "FC212", "''"),
    ("@exit_hook(on_error=[lambda run: 3])", "FC230", "lambda run: 3"),
    ("@exit_hook(on_error=['hook'], options={'images': 'x'})", "FC215", "'images'"),
    ("@exit_hook(on_error=['hook', 'nook', 'chat.tell'])", "FC233", "'nook'"),
    ("@exit_hook(on_success=['chat.tell', 'FlowSpec'])", "FC233", "'FlowSpec'"),
    ("@pypi_base(packages={'a': 2})", "FC212", "2"),
    ("@conda_base(libraries={'a': 2})", "FC212", "2"),
]

COMBINED = [
    (("@kubernetes", "@batch(cpu=1)"), [("FC222", "batch(cpu=1)")]),
    (("@parallel", "@catch(var='e')", "@kubernetes"), [("FC223", "catch(var='e')")]),
    (("@parallel", "@catch(var='e')", "@batch"), []),
    (("@card(id='a')", "@card(id='a')"), [("FC226", "'a'")]),
    (
        ("@conda(packages={'a': '1'})", "@pypi(packages={'b': '1'})"),
        [("FC224", "conda(packages={'a': '1'})")],
    ),
]


@pytest.mark.parametrize(("decorator", "code", "spot"), STEP)
def test_step(tmp_path: Path, decorator: str, code: str, spot: str) -> None:
    assert on_step(tmp_path, decorator).spots() == [(code, spot)]


@pytest.mark.parametrize(("decorator", "code", "spot"), FLOW)
def test_flow(tmp_path: Path, decorator: str, code: str, spot: str) -> None:
    found = on_flow(tmp_path, decorator, before="def hook(run): pass")
    assert found.spots() == [(code, spot)]


@pytest.mark.parametrize(("decorators", "spots"), COMBINED)
def test_combined(
    tmp_path: Path, decorators: tuple[str, ...], spots: list[tuple[str, str]]
) -> None:
    assert on_step(tmp_path, *decorators).spots() == spots


def test_all_mistakes_of_a_value_are_reported(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@kubernetes(labels={'a': 'b c', 'd': 1, 'e': 'f'}, gpu='x')")
    assert found.codes == ["FC218", "FC212", "FC603"]


@pytest.mark.parametrize(
    ("decorator", "message", "advice"),
    [
        (
            "@pypi(python=3.10)",
            "`python` of `@pypi` takes a text, and this is the number `3.1`",
            "put it in quotes",
        ),
        (
            "@kubernetes(image_pull_policy='always')",
            "`image_pull_policy` of `@kubernetes` does not take `always`; did you mean `Always`?",
            "it is one of `Always`, `IfNotPresent`, `Never`",
        ),
        (
            "@retry(times=9)",
            "`times` of `@retry` is from 0 to 4",
            "write a number in that range",
        ),
        (
            "@secrets(sources=[{'id': 'db', 'option': {}}])",
            "`sources` of `@secrets` has no entry `option`; did you mean `options`?",
            "the entries are `type`, `id`, `options`, `role`",
        ),
        (
            "@environment(vars={'A=B': 'c'})",
            "`A=B` is not a valid name of a variable",
            "it has neither `=` nor a zero character",
        ),
    ],
)
def test_text(tmp_path: Path, decorator: str, message: str, advice: str) -> None:
    found = on_step(tmp_path, decorator)
    assert (found.only.message, found.only.advice) == (message, advice)


def kinds() -> list[type[Diagnostic]]:
    listed = (
        value
        for value in vars(catalogue).values()
        if isinstance(value, type) and issubclass(value, Diagnostic) and "code" in vars(value)
    )
    return sorted(listed, key=lambda kind: kind.code)


def test_codes_are_unique_and_explained() -> None:
    codes = [kind.code for kind in kinds()]
    assert codes == [f"FC{number}" for number in range(200, 234)]
    assert all(kind.__doc__ and not kind.__doc__.startswith(kind.__name__) for kind in kinds())


def test_every_diagnostic_is_tried() -> None:
    here = {code for _, code, _ in [*STEP, *FLOW]}
    here |= {code for _, spots in COMBINED for code, _ in spots}
    elsewhere = {f"FC{number}" for number in range(200, 209)}
    assert {kind.code for kind in kinds()} - elsewhere <= here
