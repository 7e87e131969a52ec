"""The Dockerfile of the runtime: an image to build on, and one to copy the runtime from."""

from __future__ import annotations

from compiler.images import dockerfile
from compiler.images.parts import (
    FOLDER,
    REQUIREMENTS,
    TOOLS,
    TOOLS_FOLDER,
    UV,
    bring,
    brought_files,
    finish,
    hashed,
    installing,
    pip,
    uv,
    wheel_path,
)
from compiler.images.requirements import LIBRARY_PYTHONS
from compiler.version import VERSION
from runtime_shim.contract import ENTRY_MODULE, RUNTIME_FOLDER

RUNTIME_DOCKERFILE = f"{FOLDER}/Dockerfile"
TARGETS = ("runtime", "inject")
"""The stages in it that are images."""


def runtime_files(base: str) -> dict[str, bytes]:
    """The Dockerfile and what it installs, by paths relative to the context."""
    return {RUNTIME_DOCKERFILE: _dockerfile(base).encode(), **brought_files()}


def _dockerfile(base: str) -> str:
    return "\n".join([_head(), _base(base), _folder(), _inject(), _runtime()])


def _head() -> str:
    build = f"  docker build --file {RUNTIME_DOCKERFILE}"
    return dockerfile.comment(
        f"The runtime of flowc {VERSION}, written by `flowc image`. Two images, both with the",
        "folder above this one as their context:",
        "",
        *(f"{build} --target {target} --tag NAME ." for target in TARGETS),
    )


def _base(image: str) -> str:
    return dockerfile.stage(image, "base") + dockerfile.user(0) + bring()


def _folder() -> str:
    """With the bytecode of this image's Python; any other compiles what it runs, in 50 ms."""
    return "".join(
        [
            dockerfile.comment(f"A folder that any Python from {LIBRARY_PYTHONS[0]} on can run."),
            dockerfile.stage("base", "folder"),
            installing(),
            pip("--target", TOOLS_FOLDER, *hashed(TOOLS)),
            pip("--target", RUNTIME_FOLDER, "--no-index", wheel_path()),
            *(
                uv(
                    f"--python-version={version}",
                    f"--target={RUNTIME_FOLDER}/python{version}",
                    *hashed(REQUIREMENTS),
                )
                for version in LIBRARY_PYTHONS
            ),
            dockerfile.run(
                *("python", "-m", "compileall", "-q", "-f"),
                *("--invalidation-mode=unchecked-hash", f"{RUNTIME_FOLDER}/{ENTRY_MODULE}"),
            ),
            dockerfile.run("install", "-D", UV, f"{RUNTIME_FOLDER}/bin/uv"),
        ]
    )


def _inject() -> str:
    return "".join(
        [
            dockerfile.comment('For `runtime-image`: with `runtime = "injected"` pods copy it.'),
            dockerfile.stage("base", "inject"),
            dockerfile.copy(RUNTIME_FOLDER, to=RUNTIME_FOLDER, source="folder"),
            finish("flowc-inject", "The runtime of flowc, for other containers to copy"),
        ]
    )


def _runtime() -> str:
    return "".join(
        [
            dockerfile.comment('To build images on, or for `image` itself: `runtime = "baked"`.'),
            dockerfile.stage("base", "runtime"),
            installing(),
            pip(*hashed(REQUIREMENTS)),
            pip(*hashed(TOOLS)),
            pip("--no-index", wheel_path()),
            finish("flowc-runtime", "Python with the runtime of flowc"),
        ]
    )
