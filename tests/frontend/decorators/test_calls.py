"""The arguments of a call: unknown, repeated, expanded from mappings, not known at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend.decorators.decorated import on_flow, on_step


def test_unknown_argument(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@resources(cpus=2, gpu=1)")
    assert found.spots() == [("FC205", "cpus")]
    assert found.only.message == "`@resources` has no argument `cpus`; did you mean `cpu`?"
    assert found.only.advice == (
        "`@resources` takes `cpu`, `gpu`, `disk`, `memory`, `shared_memory`"
    )
    assert found.step.resources.gpu == 1


@pytest.mark.parametrize(
    ("decorator", "belongs"),
    [
        ("@retry(seconds=3)", "`seconds` belongs to `@timeout`; "),
        ("@batch(qos='guaranteed')", "`qos` belongs to `@kubernetes`; "),
        ("@retry(vars={})", "`vars` belongs to `@environment`; "),
        ("@retry(nonsense=3)", "`@retry` takes `times`, `minutes_between_retries`"),
        ("@parallel(nodes=3)", "`@parallel` takes no arguments"),
    ],
)
def test_argument_of_another_decorator(tmp_path: Path, decorator: str, belongs: str) -> None:
    found = on_step(tmp_path, decorator)
    assert found.codes == ["FC205"]
    assert found.only.advice.startswith(belongs)


def test_positional(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@retry(3, *more)")
    assert found.spots() == [("FC206", "3"), ("FC206", "*more")]
    assert found.report.diagnostics[0].advice == "write `@retry(times=3)`"


def test_mapping(tmp_path: Path) -> None:
    before = "GPU = {'gpu': 1, 'memory': '32Gi'}"
    found = on_step(tmp_path, "@kubernetes(cpu=2, **GPU)", before=before)
    assert found.step.resources.gpu == 1
    assert found.step.compute is not None
    spans = found.step.compute.spans
    assert {name: found.text(span) for name, span in spans.items()} == {
        "cpu": "2",
        "gpu": "GPU",
        "memory": "GPU",
    }
    assert found.text(found.step.compute.span) == "kubernetes(cpu=2, **GPU)"


def test_mistakes_in_a_mapping(tmp_path: Path) -> None:
    before = "GPU = {'gpus': 1, 'memory': '32Xi', 'cpu': 1}"
    found = on_step(tmp_path, "@kubernetes(cpu=2, **GPU)", before=before)
    assert found.spots() == [("FC205", "GPU"), ("FC207", "GPU"), ("FC602", "GPU")]


@pytest.mark.parametrize("value", ["3", "[1]", "{1: 2}", "None"])
def test_no_mapping(tmp_path: Path, value: str) -> None:
    found = on_step(tmp_path, f"@retry(**{value})")
    assert found.spots() == [("FC208", value)]


def test_repeated(tmp_path: Path) -> None:
    found = on_step(tmp_path, "@retry(times=1, **{'times': 2})")
    assert found.spots() == [("FC207", "{'times': 2}")]
    assert found.text(found.only.related[0].span) == "times=1"
    assert found.step.retry is not None
    assert found.step.retry.times == 1


def test_what_cannot_be_known_hides_nothing_else(tmp_path: Path) -> None:
    before = "import lib_outside as lib"
    found = on_step(
        tmp_path,
        "@resources(cpu=lib.cores(), gpu='x', memory=2, **lib.more)",
        before=before,
    )
    assert len(found.codes) == 3
    assert {code for code in found.codes if code.startswith("FC4")}
    assert "FC603" in found.codes
    assert found.step.resources.memory_bytes == 2_000_000


@pytest.mark.parametrize(
    ("decorator", "spots"),
    [
        ("@trigger(event=unknown())", 1),
        ("@trigger_on_finish(flow=unknown())", 1),
        ("@project(name=unknown())", 1),
        ("@exit_hook(on_error=unknown())", 1),
        ("@exit_hook(on_errors=['x'])", 1),
    ],
)
def test_one_mistake_is_one_diagnostic(tmp_path: Path, decorator: str, spots: int) -> None:
    assert len(on_flow(tmp_path, decorator).codes) == spots


def test_timeout_of_unknown_time(tmp_path: Path) -> None:
    assert len(on_step(tmp_path, "@timeout(minutes=unknown())").codes) == 1
