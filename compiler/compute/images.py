"""Which image the containers of a step have."""

from __future__ import annotations

from compiler.image_names import ENVIRONMENT_PLACE
from compiler.ir.step import Step
from compiler.settings import Settings


def step_image(step: Step, settings: Settings, environment: str | None) -> str:
    """The image of a step's tasks, which run in the package environment of that id."""
    built = environment_image(environment, settings)
    return built or (step.compute and step.compute.image) or default_image(settings, step)


def default_image(settings: Settings, step: Step | None = None) -> str:
    """The image of what names none, with the Python that the step asks for."""
    asked = step.packages.python if step is not None and step.packages is not None else None
    return settings.image or f"python:{asked or settings.python}-slim"


def environment_image(environment: str | None, settings: Settings) -> str | None:
    """The image that has a package environment; None where the step makes it when it starts.

    An environment of conda has none: what makes it is in few images, and the image of the step is
    one of those.
    """
    if environment is None or environment.startswith("conda") or not settings.environment_image:
        return None
    return settings.environment_image.replace(ENVIRONMENT_PLACE, environment)
