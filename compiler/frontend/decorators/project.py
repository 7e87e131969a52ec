"""`@project`."""

from __future__ import annotations

from compiler.diagnostics.catalogue.decorators import MissingArgument
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import FLAG, text
from compiler.ir.trigger import Project

_PATTERN = "[a-z0-9_]{1,128}"
_RULE = "it has at most 128 characters, which are lower-case letters, digits and `_`"

PROJECT = Decorator(
    "project",
    "flow",
    (
        Argument("name", text("name of a project", _PATTERN, _RULE), example='"ads"'),
        Argument("branch", text("name of a branch", _PATTERN, _RULE)),
        Argument("production", FLAG),
    ),
)


def read_project(given: Given) -> Project | None:
    """The node of one `@project`; None, with a diagnostic, where it has no name."""
    if "name" not in given.values:
        if not given.flawed:
            given.report.add(
                MissingArgument(
                    span=given.span, decorator="project", argument="name", example='name="ads"'
                )
            )
        return None
    return Project(span=given.span, **given.fields("name", "branch", "production"))
