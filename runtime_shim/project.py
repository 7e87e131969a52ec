"""`@project` as a scheduler knows it, and the names that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class ProjectContext:
    """The project and the branch that a flow is deployed or run as."""

    name: str
    branch: Optional[str]
    production: bool

    @property
    def text(self) -> str:
        """As `contract.ENV_PROJECT` has it.

        >>> ProjectContext("ads", None, True).text
        'ads//production'
        """
        return f"{self.name}/{self.branch or ''}{'/production' if self.production else ''}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The project and the branch, as names that Metaflow makes have them.

        Metaflow falls back to `user.<name>`, which differs from one machine to the next: a
        branch of a user's own is left out here.

        >>> ProjectContext("ads", "new", False).parts, ProjectContext("ads", None, False).parts
        (('ads', 'test.new'), ('ads',))
        """
        kind = "prod" if self.production else "test"
        if self.branch:
            return self.name, f"{kind}.{self.branch}"
        return (self.name, kind) if self.production else (self.name,)

    def branch_name(self, user: str) -> str:
        """The branch, as `current.branch_name` and the tags of a run have it.

        >>> ProjectContext("ads", None, False).branch_name("ann")
        'user.ann'
        """
        return (*self.parts, f"user.{user}")[1]


def read_project(text: str) -> ProjectContext:
    """What `ProjectContext.text` is.

    >>> read_project("ads/new/production")
    ProjectContext(name='ads', branch='new', production=True)
    """
    name, _, rest = text.partition("/")
    branch = rest[: -len("/production")] if rest.endswith("/production") else rest
    return ProjectContext(name, branch or None, rest.endswith("/production"))
