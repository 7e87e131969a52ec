"""The Dockerfile of one package environment: a step's image with its packages and the runtime."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.images import dockerfile
from compiler.images.parts import (
    KEPT,
    REQUIREMENTS,
    TOOLS,
    TOOLS_FOLDER,
    UV,
    bring,
    finish,
    hashed,
    installing,
    pip,
    uv,
    wheel_path,
)

_LOCK = f"{KEPT}/environment.txt"
_ENVIRONMENT = "/opt/flowc"
_PYTHON = f"{_ENVIRONMENT}/bin/python"


@dataclass(frozen=True, slots=True)
class EnvironmentImage:
    """What the image of a package environment is made from."""

    flow: str
    environment: str
    """Its id."""
    image: str
    """The steps' own image."""
    python: str
    """Such as `3.12`."""
    lock: bytes
    steps: tuple[str, ...]
    """Those that run in it."""

    @property
    def folder(self) -> str:
        """Relative to the context. The same environment of two flows has two images."""
        return f"{self.flow}/{self.environment}"

    @property
    def dockerfile(self) -> str:
        """The path of the Dockerfile."""
        return f"{self.folder}/Dockerfile"


def environment_files(made: EnvironmentImage) -> dict[str, bytes]:
    """The Dockerfile and the lock, by paths relative to the context."""
    lock = f"{made.folder}/environment.txt"
    text = "\n".join([_head(made), _base(made), _build(made, lock), _final(made)])
    return {made.dockerfile: text.encode(), lock: made.lock}


def _head(made: EnvironmentImage) -> str:
    return dockerfile.comment(
        f"The package environment {made.environment} of {made.flow}, written by `flowc image`.",
        "Its context is two folders above:",
        "",
        f"  docker build --file {made.dockerfile} --tag NAME .",
    )


def _base(made: EnvironmentImage) -> str:
    return dockerfile.stage(made.image, "base") + dockerfile.user(0)


def _build(made: EnvironmentImage, lock: str) -> str:
    into = (f"--python={_PYTHON}", "--compile-bytecode")
    return "".join(
        [
            dockerfile.comment("The environment's packages come last: where the runtime needs one"),
            dockerfile.comment("of them, too, it makes do with the environment's."),
            dockerfile.stage("base", "build"),
            installing(),
            bring(),
            dockerfile.copy(lock, to=_LOCK),
            pip("--target", TOOLS_FOLDER, *hashed(TOOLS)),
            dockerfile.run(
                UV, "venv", "--no-python-downloads", f"--python={made.python}", _ENVIRONMENT
            ),
            uv(*into, *hashed(REQUIREMENTS)),
            uv(*into, "--no-index", wheel_path()),
            uv(*into, *hashed(_LOCK)),
        ]
    )


def _final(made: EnvironmentImage) -> str:
    return "".join(
        [
            dockerfile.stage("base"),
            dockerfile.copy(KEPT, to=KEPT, source="build"),
            dockerfile.copy(_ENVIRONMENT, to=_ENVIRONMENT, source="build"),
            dockerfile.path_before(f"{_ENVIRONMENT}/bin"),
            finish(
                f"{made.flow} {made.environment}",
                "The packages of steps of a flow, with the runtime of flowc",
                flow=made.flow,
                environment=made.environment,
            ),
        ]
    )
