"""How a pod comes by the runtime: the setting `runtime` as what its containers must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compiler.compute.pod import InitContainer, Pairs, Pod, ScratchVolume
from compiler.image_names import (
    ENVIRONMENT_PLACE,
    IMAGE_RULE,
    is_environment_image,
    is_image,
)
from compiler.settings import Settings
from runtime_shim.contract import (
    ENV_RUNTIME,
    INJECTED_LAUNCH,
    INSTALLED_LAUNCH,
    RUNTIME_FOLDER,
)

_VOLUME = "flowc-runtime"
_FILLED_AT = "/flowc-runtime"
"""Where the volume is while it is filled: the image has its own files in `RUNTIME_FOLDER`."""
_COPY_REQUESTS: Pairs = (("cpu", "100m"), ("memory", "128Mi"), ("ephemeral-storage", "512Mi"))
"""A pod gets the most that any one of its containers asks for; few steps ask for less."""


def with_runtime(pod: Pod, settings: Settings, qos: str) -> Pod:
    """The pod with what its way to the runtime takes; `qos` is the class that it shall have."""
    if settings.runtime == "injected" and settings.runtime_image is not None:
        return replace(
            pod,
            launch=INJECTED_LAUNCH,
            init_containers=(_copy(settings.runtime_image, settings, qos),),
            volumes=(*pod.volumes, ScratchVolume(_VOLUME, RUNTIME_FOLDER, read_only=True)),
        )
    return replace(pod, launch=runtime_launch(settings))


def runtime_launch(settings: Settings) -> tuple[str, ...]:
    """What starts the runtime in a container that nothing was copied into."""
    if settings.runtime == "pip":
        from compiler.compute.bootstrap import BOOTSTRAP_LAUNCH

        return BOOTSTRAP_LAUNCH
    return INSTALLED_LAUNCH


def _copy(image: str, settings: Settings, qos: str) -> InitContainer:
    """Fills the volume. A pod is `guaranteed` only if all of its containers have limits."""
    return InitContainer(
        name=_VOLUME,
        image=image,
        image_pull_policy=settings.image_pull_policy,
        command=("cp", "-R", f"{RUNTIME_FOLDER}/.", _FILLED_AT),
        requests=_COPY_REQUESTS,
        limits=_COPY_REQUESTS if qos == "guaranteed" else (),
        mounts=((_VOLUME, _FILLED_AT),),
    )


def runtime_requirements(settings: Settings) -> str | None:
    """The text for `ENV_RUNTIME` in every container, where the runtime is installed at the start.

    It is for a document to hold once: it has kilobytes of digests.
    """
    if settings.runtime != "pip":
        return None
    from compiler.images.requirements import runtime_requirements as requirements

    return requirements()


def runtime_variables(settings: Settings) -> Pairs:
    """The same as variables, for a document that has them once for each kind of container."""
    requirements = runtime_requirements(settings)
    return () if requirements is None else ((ENV_RUNTIME, requirements),)


def runtime_problems(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Images that are none, and settings that do not go together: the setting, its value, and
    what is wrong with it."""
    for setting, name in (("image", settings.image), ("runtime-image", settings.runtime_image)):
        if name is not None and not is_image(name):
            yield setting, name, f"it must be {IMAGE_RULE}"
    if settings.runtime == "injected" and settings.runtime_image is None:
        problem = "`runtime-image` must name an image to copy it from; `flowc image` writes one"
        yield "runtime", settings.runtime, problem
    image = settings.environment_image
    if image is not None and not is_environment_image(image):
        yield "environment-image", image, f"it must be {IMAGE_RULE}"
    elif image is not None and ENVIRONMENT_PLACE not in image:
        problem = f"`{ENVIRONMENT_PLACE}` must stand in it, for the id of each environment"
        yield "environment-image", image, problem
