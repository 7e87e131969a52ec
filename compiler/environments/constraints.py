"""Packages and versions as decorators have them, in the words of the programs that resolve them.

How a version is written is Metaflow's way: a bare one means exactly that one, anything else has
the operators of the package manager, and no text at all means any version.
"""

from __future__ import annotations

import re

_PYPI_NAME = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
    r"(?:\[(?P<extras>[A-Za-z0-9._-]+(?:,[A-Za-z0-9._-]+)*)\])?"
)
_PYPI_CLAUSE = re.compile(r"(?:===|==|~=|!=|<=|>=|<|>)?[A-Za-z0-9][A-Za-z0-9.*+!_-]*")
_CONDA_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9./_-]*::)?[A-Za-z0-9_][A-Za-z0-9._-]*")
_CONDA_VERSION = re.compile(r"(?:[=!~]?=|[<>]=?)?[A-Za-z0-9][A-Za-z0-9.*+!_<>=~|,-]*")
_BARE = re.compile(r"[A-Za-z0-9]")


class NotByVersion(Exception):
    """The package is named by a URL or a path, which no lock can pin by name and version."""


class Unreadable(Exception):
    """The name or the version is not of the form that it must have."""


def pypi_requirement(name: str, version: str) -> str:
    """A requirement as pip and uv read it, its name normalised as PEP 503 says.

    Raises `NotByVersion` and `Unreadable`.

    >>> pypi_requirement("Scikit_Learn", "1.5.0"), pypi_requirement("six", "")
    ('scikit-learn==1.5.0', 'six')
    >>> pypi_requirement("requests[socks]", "<3, >=2.31")
    'requests[socks]<3,>=2.31'
    """
    name, version = _joined(name), _joined(version)
    named = _PYPI_NAME.fullmatch(name)
    clauses = [_exact(clause) for clause in version.split(",")] if version else []
    if named is None or not all(map(_PYPI_CLAUSE.fullmatch, clauses)):
        raise Unreadable
    extras = (
        ",".join(sorted(map(normalised, named["extras"].split(",")))) if named["extras"] else ""
    )
    return normalised(named["name"]) + (f"[{extras}]" if extras else "") + ",".join(sorted(clauses))


def conda_requirement(name: str, version: str) -> str:
    """A requirement as conda and micromamba read it on a command line.

    Raises `NotByVersion` and `Unreadable`.

    >>> conda_requirement("conda-forge::XGBoost", "2.0.3"), conda_requirement("joblib", ">=1.3")
    ('conda-forge::xgboost==2.0.3', 'joblib>=1.3')
    """
    name, version = _joined(name), _joined(version)
    if _CONDA_NAME.fullmatch(name) is None or (version and not _CONDA_VERSION.fullmatch(version)):
        raise Unreadable
    return name.lower() + (_exact(version) if version else "")


def normalised(name: str) -> str:
    """The name under which an index has a package (PEP 503).

    >>> normalised("Flow.Utils_2")
    'flow-utils-2'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _joined(text: str) -> str:
    """Without the spaces, which mean nothing around operators and commas."""
    if "://" in text or "@" in text:
        raise NotByVersion
    return re.sub(r"\s*(,|===|[=~!<>]=|[<>])\s*", r"\1", text.strip())


def _exact(version: str) -> str:
    return f"=={version}" if _BARE.match(version) else version
