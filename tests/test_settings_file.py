from __future__ import annotations

from pathlib import Path

import pytest

from compiler.settings import Settings
from compiler.settings_file import SettingsError, read_settings


def mistakes(root: Path, text: str, name: str = "flowc.toml") -> list[str]:
    (root / name).write_text(text)
    with pytest.raises(SettingsError) as error:
        read_settings(root)
    return str(error.value).splitlines()


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()


def test_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text(
        'image = "train:7"\nenv = ["HOME"]\n[argo]\nparallelism = 4\n[labels]\nteam_x = "a"\n'
    )
    settings = read_settings(tmp_path)
    assert (settings.image, settings.env, settings.argo.parallelism) == ("train:7", ("HOME",), 4)
    assert settings.labels == {"team_x": "a"}


def test_a_section_of_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.flowc]\nimage = "train:7"\n[tool.flowc.argo]\nname = "n"\n'
    )
    settings = read_settings(tmp_path)
    assert (settings.image, settings.argo.name) == ("train:7", "n")


def test_a_pyproject_without_the_section_leaves_room_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
    (tmp_path / "flowc.toml").write_text('image = "train:7"\n')
    assert read_settings(tmp_path).image == "train:7"


def test_both_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.flowc]\n")
    assert "both flowc.toml and [tool.flowc] in pyproject.toml" in mistakes(tmp_path, "")[0]


@pytest.mark.parametrize("key", ["service-account", "service_account"])
def test_dashes_or_underscores(tmp_path: Path, key: str) -> None:
    (tmp_path / "flowc.toml").write_text(f'{key} = "runner"\n')
    assert read_settings(tmp_path).service_account == "runner"


def test_not_both_of_them(tmp_path: Path) -> None:
    assert mistakes(tmp_path, 'service-account = "a"\nservice_account = "b"\n') == [
        "flowc.toml: `service_account` is set twice, with `-` and with `_`"
    ]


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = """
        imag = "x"
        namespace = 3
        env = ["A", 1]
        production = "maybe"
        [argo]
        parallelism = 0
        paralelism = 1
        [resources]
        cpu = [1]
        [[tolerations]]
        operater = "Exists"
    """
    assert sorted(mistakes(tmp_path, text)) == [
        "flowc.toml: `argo.paralelism` is not a setting; did you mean `parallelism`?",
        "flowc.toml: `argo.parallelism` must be 1 or more",
        "flowc.toml: `env.1` must be text",
        "flowc.toml: `imag` is not a setting; did you mean `image`?",
        "flowc.toml: `namespace` must be text",
        "flowc.toml: `production` must be true or false",
        "flowc.toml: `resources.cpu` must be text or a number",
        "flowc.toml: `tolerations.0.operater` is not known here",
    ]


def test_values_are_checked_where_they_are_read(tmp_path: Path) -> None:
    text = """
        image-pull-policy = "always"
        gpu-vendor = "intel"
        python = 3.12
        datastore = ""
        image-pull-secrets = ["a", ""]
        env = ["A", "A B", "=1", "B=", "C=x=y"]
        [resources]
        qos = "best"
        [labels]
        team = 3
        [annotations]
        owner = true
        [node-selector]
        zone = 1
        [configs]
        model = ""
        [gpu-tolerations]
        intel = []
        amd = [{operator = "Exists"}]
        [argo]
        name = ""
        [airflow]
        dag-id = ""
        tags = [""]
        deferrable = "always"
        max-loop = 0
        max-map-length = 1.5
        max-active-tasks = "all"
    """
    assert mistakes(tmp_path, text) == [
        'flowc.toml: `python` must be a version from 3.9 to 3.14 in quotes, such as "3.12"',
        "flowc.toml: `image-pull-policy` must be `Always`, `IfNotPresent` or `Never`",
        "flowc.toml: `image-pull-secrets.1` must be text that is not empty",
        "flowc.toml: `datastore` must be text that is not empty",
        "flowc.toml: `resources.qos` must be `guaranteed` or `burstable`",
        "flowc.toml: `gpu-vendor` must be `nvidia` or `amd`",
        "flowc.toml: `gpu-tolerations.intel` must be named `nvidia` or `amd`",
        "flowc.toml: `node-selector.zone` must be text",
        "flowc.toml: `labels.team` must be text",
        "flowc.toml: `annotations.owner` must be text",
        "flowc.toml: `env.1` must be of the form NAME or NAME=VALUE",
        "flowc.toml: `env.2` must be of the form NAME or NAME=VALUE",
        "flowc.toml: `configs.model` must be text that is not empty",
        "flowc.toml: `airflow.dag-id` must be text that is not empty",
        "flowc.toml: `airflow.tags.0` must be text that is not empty",
        "flowc.toml: `airflow.deferrable` must be true or false",
        "flowc.toml: `airflow.max-active-tasks` must be a whole number",
        "flowc.toml: `airflow.max-loop` must be 1 or more",
        "flowc.toml: `airflow.max-map-length` must be a whole number",
        "flowc.toml: `argo.name` must be text that is not empty",
    ]


@pytest.mark.parametrize(
    ("root", "problem"),
    [
        ("http://host/x", "there is no datastore for `http://`"),
        ("s3:/bucket", "the URL of the datastore names no place"),
        ("s3://bucket/../x", "the URL of the datastore names no place"),
        ("s3://ann:SECRET@bucket", "the URL of the datastore has more in it than a place"),
        ("s3://bucket?key=SECRET", "the URL of the datastore has more in it than a place"),
    ],
)
def test_a_datastore_is_a_place(tmp_path: Path, root: str, problem: str) -> None:
    (said,) = mistakes(tmp_path, f'datastore = "{root}"\n')
    assert said.startswith(f"flowc.toml: `datastore` is wrong: {problem}")
    assert "SECRET" not in said


@pytest.mark.parametrize("key", ["image", "runtime-image", "base-image", "environment-image"])
@pytest.mark.parametrize("name", ["", "a b", "a\\n", "a:{version}"])
def test_an_image_has_a_name(tmp_path: Path, key: str, name: str) -> None:
    expected = "the name of an image, such as `registry.example.com/team/train:7`"
    assert mistakes(tmp_path, f'{key} = "{name}"\n') == [f"flowc.toml: `{key}` must be {expected}"]


def test_an_image_for_each_environment(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text('environment-image = "train:{environment}"\n')
    assert read_settings(tmp_path).environment_image == "train:{environment}"
    assert len(mistakes(tmp_path, 'image = "train:{environment}"\n')) == 1


@pytest.mark.parametrize("version", ["3.9", "3.12", "3.14"])
def test_a_version_of_python(tmp_path: Path, version: str) -> None:
    (tmp_path / "flowc.toml").write_text(f'python = "{version}"\n')
    assert read_settings(tmp_path).python == version


@pytest.mark.parametrize(
    "version", ["3", "2.7", "3.8", "3.99", "3.12.1", "3.x", " 3.12", "3.12\\n", ""]
)
def test_not_a_version_of_python(tmp_path: Path, version: str) -> None:
    (mistake,) = mistakes(tmp_path, f'python = "{version}"\n')
    assert mistake.startswith("flowc.toml: `python` must be a version from 3.9 to 3.14 in")


def test_in_pyproject_a_key_is_named_in_full(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "[tool.flowc]\nargo = 3\nx = 1\n", "pyproject.toml") == [
        "pyproject.toml: `tool.flowc.x` is not a setting",
        "pyproject.toml: `tool.flowc.argo` must be a table",
    ]
    assert mistakes(tmp_path, "[tool]\nflowc = 1\n", "pyproject.toml") == [
        "pyproject.toml: `tool.flowc` must be a table"
    ]


def test_what_is_not_toml_has_its_line(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, 'image = "x"\n\nenv = [\n')
    assert mistake.startswith("flowc.toml is not valid TOML: ")
    assert "line 4" in mistake or "end of document" in mistake
    (tmp_path / "flowc.toml").write_bytes(b'image = "\xff"')
    with pytest.raises(SettingsError, match=r"flowc\.toml is not UTF-8 text"):
        read_settings(tmp_path)


def test_options_go_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "flowc.toml").write_text(
        'image = "a"\nqueue = "q"\nenv = ["A", "B=1"]\nlabels = {x = "1", y = "1"}\n'
        "[argo]\nparallelism = 4\n"
    )
    settings = read_settings(
        tmp_path,
        {
            "image": "b",
            "env": ["B=2", "C"],
            "labels": {"y": "2", "z": "2"},
            "argo": {"name": "n"},
        },
    )
    assert (settings.image, settings.queue) == ("b", "q")
    assert settings.env == ("A", "B=2", "C")
    assert settings.labels == {"x": "1", "y": "2", "z": "2"}
    assert (settings.argo.name, settings.argo.parallelism) == ("n", 4)


def test_a_wrong_option_is_told_from_a_wrong_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(tmp_path, {"argo": {"nme": 1}, "production": "x"})
    assert str(error.value).splitlines() == [
        "the command line: `argo.nme` is not a setting; did you mean `name`?",
        "the command line: `production` must be true or false",
    ]
