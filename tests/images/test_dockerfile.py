from __future__ import annotations

import json

import pytest

from compiler.images import dockerfile


@pytest.mark.parametrize(
    "name",
    [
        "python:3.12-slim",
        "localhost/x",
        "registry.example.com:5000/team/image:tag@sha256:0a1b",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b_c:1.0+local",
    ],
)
def test_stages_begin_with_an_image(name: str) -> None:
    assert dockerfile.stage(name) == f"FROM {name}\n"


@pytest.mark.parametrize(
    "name",
    ["", "a b", "a\nRUN x", "a AS b", "$BASE", "a#b", "--platform=x", "a\\", 'a"b', "é", "a:b\n"],
)
def test_what_is_no_name_of_an_image_never_becomes_an_instruction(name: str) -> None:
    with pytest.raises(ValueError, match="no name of an image"):
        dockerfile.stage(name)


def test_commands_are_read_by_no_shell() -> None:
    instruction, _, rest = dockerfile.run("a", "$(b) && 'c'", 'd"\n').partition(" ")
    assert instruction == "RUN"
    assert json.loads(rest) == ["a", "$(b) && 'c'", 'd"\n']
    assert rest.count("\n") == 1


def test_values_are_quoted() -> None:
    assert dockerfile.argument("A") == "ARG A\n"
    assert dockerfile.argument("A", 'a"$B\\') == 'ARG A="a\\"\\$B\\\\"\n'
    assert dockerfile.environment({"A": "x y", "B": "$C"}) == 'ENV A="x y" \\\n    B="\\$C"\n'
    assert dockerfile.labels({"a.b": "c"}) == 'LABEL "a.b"="c"\n'


def test_the_rest() -> None:
    assert dockerfile.copy("a b", "c", to="/d/") == 'COPY ["a b", "c", "/d/"]\n'
    assert dockerfile.copy("/a", to="/a", source="s") == 'COPY --from=s ["/a", "/a"]\n'
    assert dockerfile.comment("a", "", "b") == "# a\n#\n# b\n"
    assert dockerfile.path_before("/a/bin") == 'ENV PATH="/a/bin:$PATH"\n'
    assert dockerfile.user(5) + dockerfile.working_folder("/h") == "USER 5:5\nWORKDIR /h\n"
