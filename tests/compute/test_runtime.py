from __future__ import annotations

import pytest

from compiler.compute.kubernetes import hook_pod, step_pod
from compiler.compute.kubernetes_check import pod_problems
from compiler.compute.pod import Pod, ScratchVolume
from compiler.compute.runtime import runtime_problems, runtime_requirements
from compiler.diagnostics.span import Span
from compiler.ir.compute import Kubernetes
from compiler.ir.step import Step
from compiler.ir.transition import End
from compiler.settings import Settings

SPAN = Span("flow.py", 1, 1, 1, 2)
INJECTED = Settings(runtime="injected", runtime_image="r:1", image_pull_policy="Always")
PIP = Settings(runtime="pip")


def pods(settings: Settings, compute: Kubernetes | None = None) -> list[Pod]:
    step = Step(name="a", transition=End(), span=SPAN, compute=compute)
    return [step_pod(step, settings), hook_pod(None, settings)]


def test_an_image_that_has_the_runtime_is_run_as_it_is() -> None:
    for pod in pods(Settings(runtime_image="r:1")):
        assert pod.launch == ("-m", "runtime_shim")
        assert (pod.init_containers, pod.volumes) == ((), ())


def test_the_runtime_is_copied_into_a_volume() -> None:
    for pod in pods(INJECTED):
        assert pod.launch == ("/flowc/runtime_shim",)
        (volume,) = pod.volumes
        assert volume == ScratchVolume("flowc-runtime", "/flowc", read_only=True)
        (copy,) = pod.init_containers
        assert (copy.image, copy.image_pull_policy) == ("r:1", "Always")
        assert copy.command == ("cp", "-R", "/flowc/.", "/flowc-runtime")
        assert copy.mounts == (("flowc-runtime", "/flowc-runtime"),)
        assert copy.requests
        assert copy.limits == ()


def test_the_copy_does_not_keep_a_pod_from_being_guaranteed() -> None:
    pod, _ = pods(INJECTED, Kubernetes(qos="guaranteed", span=SPAN))
    (copy,) = pod.init_containers
    assert copy.limits == copy.requests
    assert pod.limits == pod.requests


def test_the_runtime_is_installed_at_the_start() -> None:
    for pod in pods(PIP):
        flag, program = pod.launch
        assert flag == "-c"
        compile(program, "bootstrap", "exec")
        # Neither Kubernetes nor any scheduler makes something of it.
        assert not any(sign in program for sign in ("$(", "$$", "{{", "{%"))
        assert (pod.init_containers, pod.volumes) == ((), ())
    text = runtime_requirements(PIP) or ""
    assert text.startswith("flowc-runtime==")
    assert "\nobstore==" in text
    # AWS Batch has 24 KiB for all that there is to say of a job.
    assert len(text) < 9_000
    assert "{{" not in text
    assert runtime_requirements(Settings()) is runtime_requirements(INJECTED) is None


def test_the_image_to_copy_from_has_to_be_named() -> None:
    ((setting, value, problem),) = runtime_problems(Settings(runtime="injected"))
    assert (setting, value) == ("runtime", "injected")
    assert "`runtime-image`" in problem
    for settings in (Settings(), INJECTED, PIP):
        assert list(runtime_problems(settings)) == []


def test_the_image_of_environments_names_each() -> None:
    ((setting, value, problem),) = runtime_problems(Settings(environment_image="r:1"))
    assert (setting, value) == ("environment-image", "r:1")
    assert "`{environment}`" in problem
    assert list(runtime_problems(Settings(environment_image="r:{environment}"))) == []


@pytest.mark.parametrize("path", ["/flowc", "/flowc/"])
def test_no_other_volume_takes_the_runtimes_folder(path: str) -> None:
    compute = Kubernetes(persistent_volume_claims={"c": path}, span=SPAN)
    step = Step(name="a", transition=End(), span=SPAN, compute=compute)
    (problem,) = pod_problems(step, INJECTED)
    assert problem.code == "FC707"
    assert list(pod_problems(step, PIP)) == []
