"""Tells of defaults that let a flow compile, and with which no task of it can run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.compute.images import default_image, environment_image
from compiler.diagnostics.catalogue.containers import NoDatastore, NoRuntimeInImage
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow
from compiler.settings import Settings


def default_problems(
    flow: Flow, environments: Mapping[str, str], settings: Settings
) -> Iterator[Diagnostic]:
    """Each of them once for the flow; environments go by the name of the step."""
    image = _default_image(flow, environments, settings)
    if settings.runtime == "baked" and image is not None:
        yield NoRuntimeInImage(span=flow.span, image=image)
    if settings.datastore is None:
        yield NoDatastore(span=flow.span, datastore=settings.datastore_root)


def _default_image(flow: Flow, environments: Mapping[str, str], settings: Settings) -> str | None:
    """The image by default of the first step or exit hook that runs in it; None where none does."""
    if settings.image is not None:
        return None
    for step in flow.steps:
        named = step.compute is not None and step.compute.image
        if not named and environment_image(environments.get(step.name), settings) is None:
            return default_image(settings, step)
    unnamed = any(hook.image is None for hook in flow.exit_hooks)
    return default_image(settings) if unnamed else None
