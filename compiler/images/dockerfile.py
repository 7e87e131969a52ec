"""Writes Dockerfiles: instructions as data, each value quoted for where it stands.

Commands are in their exec form, a JSON list, so that no shell reads them. The values of others
(names of images, paths) are checked by whoever takes them; here they are quoted all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from compiler.image_names import is_image


def comment(*lines: str) -> str:
    """Lines that say something."""
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def stage(image: str, name: str | None = None) -> str:
    """Begins a stage. Raises `ValueError` for what is no name of an image."""
    if not is_image(image):
        raise ValueError(f"`{image}` is no name of an image")
    return f"FROM {image}\n" if name is None else f"FROM {image} AS {name}\n"


def copy(*sources: str, to: str, source: str | None = None) -> str:
    """Copies files of the context, or of a stage before."""
    option = "" if source is None else f"--from={source} "
    return f"COPY {option}{_listed([*sources, to])}\n"


def run(*command: str) -> str:
    """Runs a program while the image is built."""
    return f"RUN {_listed(command)}\n"


def argument(name: str, default: str | None = None) -> str:
    """A variable of the build, for the commands after it; the image does not keep it."""
    return f"ARG {name}\n" if default is None else f"ARG {name}={_quoted(default)}\n"


def environment(variables: Mapping[str, str]) -> str:
    """Variables of the image."""
    return _pairs("ENV", variables)


def path_before(folder: str) -> str:
    """Has programs looked for in a folder before all others."""
    return f'ENV PATH="{folder}:$PATH"\n'


def labels(values: Mapping[str, str]) -> str:
    """What the image says of itself."""
    return _pairs("LABEL", {f'"{name}"': value for name, value in values.items()})


def user(number: int) -> str:
    """As whom commands run: by number, which is all that a cluster can check."""
    return f"USER {number}:{number}\n"


def working_folder(path: str) -> str:
    """Where commands run."""
    return f"WORKDIR {path}\n"


def _pairs(instruction: str, pairs: Mapping[str, str]) -> str:
    separator = " \\\n" + " " * (len(instruction) + 1)
    return f"{instruction} {separator.join(f'{n}={_quoted(v)}' for n, v in pairs.items())}\n"


def _listed(values: tuple[str, ...] | list[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _quoted(value: str) -> str:
    """In double quotes, where a Dockerfile still reads `\\`, `"` and `$`."""
    return '"' + re.sub(r'([\\"$])', r"\\\1", value) + '"'
