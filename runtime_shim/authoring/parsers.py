"""The parsers of files that Metaflow brings for configs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from runtime_shim.errors import Unsupported
from runtime_shim.exceptions import MetaflowException

_COMMENT = re.compile(r"(^|\s+)#.*$")
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*"
    r"(?:\[(?P<extras>[^\]]*)\])?\s*"
    r"(?:@\s*(?P<url>\S+)|\(?(?P<version>(?:(?:===|==|~=|!=|<=|>=|<|>)[^;,()]+,?\s*)*)\)?)\s*"
    r"(?P<marker>;.*)?"
)
_CONDA = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(?P<version>\s*[=<>!~].+)?")


class ParserValueError(MetaflowException):
    """A line of the file is not one of its format."""

    headline = "Value error"


def yaml_parser(content: str) -> Any:
    """The value of a YAML document; needs PyYAML."""
    try:
        import yaml
    except ImportError:
        raise Unsupported(
            "yaml_parser needs the package `pyyaml`, which is not installed."
        ) from None
    return yaml.safe_load(content)


def requirements_txt_parser(content: str) -> dict[str, Any]:
    """`packages` and `python` of a requirements file, for `@pypi(**config)`."""
    lines = (_COMMENT.sub("", line).strip() for line in content.splitlines())
    return _packages(line for line in lines if line and line != "-e file:.")


def pyproject_toml_parser(content: str) -> dict[str, Any]:
    """`packages` and `python` of the dependencies in a `pyproject.toml`."""
    project = _toml(content).get("project", {})
    result = _packages(line.strip() for line in project.get("dependencies", ()))
    required = project.get("requires-python")
    if required is not None:
        result["python"] = required.lstrip("=").strip()
    return result


def conda_environment_yml_parser(content: str) -> dict[str, Any]:
    """`packages` and `python` of the dependencies in a plain `environment.yml`."""
    packages: dict[str, str] = {}
    python = None
    inside = False
    for line in (_COMMENT.sub("", line).strip() for line in content.splitlines()):
        if not line.startswith("-"):
            inside = line.lower().startswith("dependencies:") if line else inside
        elif inside:
            entry = line.lstrip("-").strip()
            match = _CONDA.fullmatch(entry)
            if match is None:
                raise ParserValueError(f"`{entry}` is no package of conda's.")
            version = (match["version"] or "").strip()
            version = version.lstrip("=").strip() if version.startswith("=") else version
            if match["name"].lower() == "python":
                python = version
            else:
                packages[match["name"]] = version
    return {"packages": packages, "python": python}


def _packages(lines: Iterable[str]) -> dict[str, Any]:
    packages: dict[str, str] = {}
    python = None
    for line in lines:
        match = _REQUIREMENT.fullmatch(line)
        if match is None:
            raise ParserValueError(f"`{line}` is no requirement as PEP 508 has it.")
        if match["marker"]:
            raise ParserValueError(f"`{line}` has an environment marker, which is not supported.")
        version = (match["version"] or "").strip().rstrip(",").lstrip("= ")
        if match["name"].lower() == "python":
            python = version or None
            continue
        extras = ",".join(sorted(extra.strip() for extra in (match["extras"] or "").split(",")))
        key = match["name"] + (f"[{extras}]" if extras else "")
        packages[key + (f"@{match['url']}" if match["url"] else "")] = version
    return {"packages": packages, "python": python}


def _toml(content: str) -> Any:
    for name in ("tomllib", "tomli"):
        with contextlib.suppress(ImportError):
            return import_module(name).loads(content)
    raise Unsupported("pyproject_toml_parser needs Python 3.11, or the package `tomli`.")
