from __future__ import annotations

import pytest

from runtime_shim.project import ProjectContext, read_project

OWN = ProjectContext("ads", None, False)
TEST = ProjectContext("ads", "b", False)
PRODUCTION = ProjectContext("ads", None, True)
BRANCH_OF_PRODUCTION = ProjectContext("ads", "b", True)

ALL = (OWN, TEST, PRODUCTION, BRANCH_OF_PRODUCTION)


@pytest.mark.parametrize("project", ALL)
def test_its_text_is_read_as_what_it_was(project: ProjectContext) -> None:
    assert read_project(project.text) == project


def test_the_branch_in_names() -> None:
    assert [project.parts[1:] for project in ALL] == [(), ("test.b",), ("prod",), ("prod.b",)]


def test_the_branch_that_a_user_sees() -> None:
    names = [project.branch_name("ann") for project in ALL]
    assert names == ["user.ann", "test.b", "prod", "prod.b"]
