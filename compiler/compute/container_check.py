"""What every container service would refuse, or take for its own, about a step's container."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compiler.compute.images import default_image
from compiler.compute.kubernetes_names import is_mount_path, is_variable
from compiler.diagnostics.catalogue.environments import NoImageForConda
from compiler.diagnostics.catalogue.targets import InvalidMount, InvalidName, ReservedVariable
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.ir.compute import Compute
from compiler.ir.step import Step
from compiler.settings import Settings

_VARIABLE = "use letters, digits, `_`, `-` and `.`, and no digit first"
_OWN = {"FLOWC_": "the runtime"}


def container_problems(
    step: Step, settings: Settings, reserved: Mapping[str, str] | None = None
) -> Iterator[Diagnostic]:
    """Its variables and its image; `reserved` has whose the variables are that begin so."""
    yield from _variables(step, {**_OWN, **(reserved or {})})
    named = settings.image or (step.compute and step.compute.image)
    if step.packages is not None and step.packages.manager == "conda" and not named:
        yield NoImageForConda(span=step.packages.span, image=default_image(settings, step))


def mount_problems(
    compute: Compute, mounts: Iterable[tuple[str, str]], taken: Iterable[str]
) -> Iterator[Diagnostic]:
    """Folders, each with the argument that it is from, in which something cannot be mounted."""
    used = set(taken)
    for argument, path in mounts:
        span = place_of_argument(compute, argument)
        if not is_mount_path(path):
            yield InvalidMount(span=span, path=path, problem="is no absolute path without `:`")
        elif path.rstrip("/") in used:
            yield InvalidMount(span=span, path=path, problem="is the folder of another volume")
        used.add(path.rstrip("/"))


def place_of_argument(compute: Compute, argument: str) -> Span:
    """Where an argument was given, or else the whole decorator."""
    return compute.spans.get(argument, compute.span)


def _variables(step: Step, reserved: Mapping[str, str]) -> Iterator[Diagnostic]:
    span = step.environment_span or step.span
    for name, value in step.environment.items():
        if "\0" in value:
            what = "the name of a variable whose value holds a NUL character"
            yield InvalidName(span=span, what=what, text=name, rule="leave the NUL character out")
        prefix = next((prefix for prefix in reserved if name.startswith(prefix)), None)
        if prefix is not None:
            yield ReservedVariable(span=span, name=name, owner=reserved[prefix], prefix=prefix)
        elif not is_variable(name):
            yield InvalidName(
                span=span, what="the name of an environment variable", text=name, rule=_VARIABLE
            )
