"""Which images a flow's package environments need, and what each is built on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from compiler.image_names import is_image
from compiler.images.environment import EnvironmentImage
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim.environments.lock import Lock


class NoBase(Exception):
    """There is no one image to build on; the message says why."""


def runtime_base(settings: Settings) -> str:
    """The image that those of the runtime are built on. Raises `NoBase`."""
    return _checked(_with_python(settings.python, settings), "the setting `base-image`")


def environment_images(
    flow: Flow, settings: Settings, by_step: Mapping[str, str], locks: Mapping[str, bytes]
) -> list[EnvironmentImage]:
    """One for each environment of PyPI packages, in the order of the steps. Raises `NoBase`.

    Environments go by the name of a step, locks by the id of an environment. One of conda has no
    image: it brings a Python of its own, and what makes it is in few images.
    """
    steps: dict[str, list[Step]] = {}
    for step in flow.steps:
        if step.name in by_step:
            steps.setdefault(by_step[step.name], []).append(step)
    return [
        _image(flow.name, Lock(name, Path(), locks[name]), sharing, settings)
        for name, sharing in steps.items()
        if Lock(name, Path(), locks[name]).manager == "pypi"
    ]


def _image(flow: str, lock: Lock, steps: list[Step], settings: Settings) -> EnvironmentImage:
    python = lock.python or settings.python
    bases = {step.name: _base(step, python, settings) for step in steps}
    first = steps[0].name
    for name, base in bases.items():
        if base != bases[first]:
            raise NoBase(
                f"the steps `{first}` and `{name}` have the same packages and are built on "
                f"different images, `{bases[first]}` and `{base}`: name the same for both"
            )
    return EnvironmentImage(
        flow=flow,
        environment=lock.environment,
        image=bases[first],
        python=python,
        lock=lock.content,
        steps=tuple(bases),
    )


def _base(step: Step, python: str, settings: Settings) -> str:
    own = step.compute.image if step.compute is not None else None
    base = own or settings.image or _with_python(python, settings)
    return _checked(base, f"the image of the step `{step.name}`")


def _with_python(python: str, settings: Settings) -> str:
    """The image with that Python where nobody names one."""
    if settings.base_image is not None and python == settings.python:
        return settings.base_image
    return f"python:{python}-slim"


def _checked(image: str, what: str) -> str:
    if not is_image(image):
        raise NoBase(f"{what} is `{image}`, which is no name of an image")
    return image
