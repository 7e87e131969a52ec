"""Pieces that the Dockerfiles share."""

from __future__ import annotations

from compiler.images import dockerfile
from compiler.images.requirements import library_requirements, tool_requirements
from compiler.images.wheel import runtime_wheel
from compiler.version import VERSION

FOLDER = "runtime"
"""Of the runtime's files in the context of every build."""
KEPT = "/usr/share/flowc"
"""Where an image keeps what it was made from."""
REQUIREMENTS = f"{KEPT}/requirements.txt"
TOOLS = f"{KEPT}/tools.txt"

TOOLS_FOLDER = "/tools"
"""Of what only the build needs."""
UV = f"{TOOLS_FOLDER}/bin/uv"

_HOME = "/home/flowc"
_USER_ID = 10001
"""Above the ids that distributions give to their own users."""


def wheel_path() -> str:
    """Where an image keeps the runtime's wheel."""
    return f"{KEPT}/{runtime_wheel().file}"


def brought_files() -> dict[str, bytes]:
    """What every build installs from its context, by paths relative to that."""
    wheel = runtime_wheel()
    return {
        f"{FOLDER}/requirements.txt": library_requirements().encode(),
        f"{FOLDER}/tools.txt": tool_requirements().encode(),
        f"{FOLDER}/{wheel.file}": wheel.content,
    }


def bring() -> str:
    """Copies these files."""
    return dockerfile.copy(*brought_files(), to=f"{KEPT}/")


def installing() -> str:
    """Variables while a stage installs: where a mirror is, and what pip is not to complain of."""
    return (
        dockerfile.argument("PIP_INDEX_URL")
        + dockerfile.argument("UV_DEFAULT_INDEX")
        + dockerfile.argument("PIP_BREAK_SYSTEM_PACKAGES", "1")
        + dockerfile.argument("PIP_ROOT_USER_ACTION", "ignore")
    )


def pip(*arguments: str) -> str:
    """Installs what the arguments say, and nothing that they do not."""
    options = ("--no-cache-dir", "--disable-pip-version-check", "--no-deps")
    return dockerfile.run(
        "python", "-m", "pip", "install", *options, "--only-binary=:all:", *arguments
    )


def uv(*arguments: str) -> str:
    """The same with uv, which installs for other Pythons than its own, too."""
    return dockerfile.run(
        UV, "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", *arguments
    )


def hashed(file: str) -> tuple[str, str, str]:
    """The arguments for a requirements file: nothing is installed that has no digest there."""
    return ("--require-hashes", "--requirement", file)


def finish(title: str, description: str, **more: str) -> str:
    """What an image says of itself, and a user without rights whose home can be written."""
    return (
        dockerfile.run("install", "-d", "-o", str(_USER_ID), "-g", str(_USER_ID), _HOME)
        + dockerfile.environment({"HOME": _HOME, "USER": "flowc"})
        + dockerfile.working_folder(_HOME)
        + dockerfile.user(_USER_ID)
        + dockerfile.labels(
            {
                "org.opencontainers.image.title": title,
                "org.opencontainers.image.description": description,
                "flowc.version": VERSION,
                **{f"flowc.{key}": value for key, value in more.items()},
            }
        )
    )
