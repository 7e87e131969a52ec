"""Options over the project's settings, seen in what the pipeline is given."""

from __future__ import annotations

from pathlib import Path

import pytest

import compiler.pipeline
from compiler.pipeline import Checked, check_flow
from compiler.settings import AirflowSettings, Settings, settings_from
from tests.cli.conftest import Flowc, Result


class Given:
    """Runs `flowc check good.py` and keeps the settings it came to."""

    def __init__(self, flowc: Flowc, monkeypatch: pytest.MonkeyPatch) -> None:
        self._flowc = flowc
        self._settings: list[Settings] = []
        monkeypatch.setattr(compiler.pipeline, "check_flow", self._spy)

    def _spy(self, flow: str, target: str | None, settings: Settings) -> Checked:
        self._settings.append(settings)
        return check_flow(flow, target, settings)

    def by(self, *options: str, flow: str = "good.py") -> Settings:
        result = self._flowc("check", flow, *options)
        assert result.code == 0, result.err
        return self._settings.pop()

    def refuses(self, *options: str) -> Result:
        result = self._flowc("check", "good.py", *options)
        assert (result.code, result.out, self._settings) == (2, "", [])
        return result


@pytest.fixture
def given(project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch) -> Given:
    return Given(flowc, monkeypatch)


def test_none(given: Given) -> None:
    assert given.by() == Settings()


def test_the_file_of_the_project(project: Path, given: Given) -> None:
    (project / "flowc.toml").write_text('image = "a"\nqueue = "q"\n')
    settings = given.by("--image", "b")
    assert (settings.image, settings.queue) == ("b", "q")


def with_config(project: Path, name: str) -> None:
    """Gives the good flow a config."""
    text = (project / "good.py").read_text().replace("import FlowSpec", "import Config, FlowSpec")
    text = text.replace("(FlowSpec):", f'(FlowSpec):\n    {name} = Config("{name}")')
    (project / "good.py").write_text(text)


def test_each_dedicated_option(project: Path, given: Given) -> None:
    with_config(project, "c")
    settings = given.by(
        *("--image", "i", "--datastore", "gs://d", "--namespace", "n", "--branch", "b"),
        *("--service-account", "s", "--queue", "q", "--production"),
        *("--env", "A", "--env", "B=x=y", "--label", "k=v", "--label", "l=w=x"),
        *("--config-value", 'c={"a": 1}'),
    )
    assert settings == Settings(
        image="i",
        datastore="gs://d",
        namespace="n",
        branch="b",
        service_account="s",
        queue="q",
        production=True,
        env=("A", "B=x=y"),
        config_values={"c": '{"a": 1}'},
        labels={"k": "v", "l": "w=x"},
    )


def test_a_file_of_a_config_is_seen_from_the_current_folder(
    project: Path, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_config(project, "model")
    (project / "ops").mkdir()
    (project / "ops" / "prod.json").write_text("{}")
    monkeypatch.chdir(project / "ops")
    settings = given.by("--config", "model=prod.json", flow="../good.py")
    assert settings.configs == {"model": "ops/prod.json"}


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        ("argo.parallelism=20", settings_from({"argo": {"parallelism": 20}})),
        ("image=python:3.12", Settings(image="python:3.12")),
        ('image="3"', Settings(image="3")),
        ("production=true", Settings(production=True)),
        ("python=3.10", Settings(python="3.10")),
        ("branch=123", Settings(branch="123")),
        ('labels={build="1", run="2"}', Settings(labels={"build": "1", "run": "2"})),
        ("labels={}", Settings()),
        ("labels.build=12", Settings(labels={"build": "12"})),
        ("resources.cpu=2", settings_from({"resources": {"cpu": 2}})),
        ('labels."a.b/c"=x', Settings(labels={"a.b/c": "x"})),
        ('image-pull-secrets=["a", "b"]', Settings(image_pull_secrets=("a", "b"))),
        ("image_pull_policy=Always", Settings(image_pull_policy="Always")),
    ],
)
def test_any_setting(given: Given, assignment: str, expected: Settings) -> None:
    assert given.by("--set", assignment) == expected


def test_a_dedicated_option_goes_over_set(given: Given) -> None:
    settings = given.by(
        "--image", "b", "--set", "image=a", "--label", "x=2", "--set", "labels={x='1', y='1'}"
    )
    assert (settings.image, settings.labels) == ("b", {"x": "2", "y": "1"})


def test_how_many_turns_of_a_loop(project: Path, given: Given) -> None:
    (project / "flowc.toml").write_text("[airflow]\nmax-loop = 3\ntags = ['a']\n")
    assert given.by().airflow == AirflowSettings(max_loop=3, tags=("a",))
    settings = given.by("--target", "airflow", "--max-loop", "7", "--set", "airflow.pool=gpus")
    assert settings.airflow == AirflowSettings(max_loop=7, tags=("a",), pool="gpus")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--max-loop", "0"), "'--max-loop'"),
        (("--label", "x"), "`x` is not of the form KEY=VALUE"),
        (("--env", "=x"), "`=x` is not of the form NAME[=VALUE]"),
        (("--env", "A B"), "`A B` is not of the form NAME[=VALUE]"),
        (("--config", "model=none.json"), "there is no file `none.json`"),
        (("--config", "model"), "`model` is not of the form NAME=FILE"),
        (("--set", "image"), "`image` is not of the form KEY=VALUE"),
        (("--set", "a b=1"), "`a b` is not a dotted key"),
        (("--set", "env=[1"), "`[1` is not a TOML value"),
        (("--set", "argo.parallelism=many"), "`argo.parallelism` must be a whole number"),
        (("--set", "imag=x"), "`imag` is not a setting; did you mean `image`?"),
        (("--imag", "x"), "--image"),
        (("--target", "agro"), "there is no target `agro`"),
    ],
)
def test_wrong_options(project: Path, flowc: Flowc, options: tuple[str, ...], message: str) -> None:
    result = flowc("check", "good.py", *options)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_wrong_file(project: Path, given: Given) -> None:
    (project / "flowc.toml").write_text("imag = 1\nqueue = 2\n")
    error = given.refuses().err
    assert "flowc.toml: `imag` is not a setting; did you mean `image`?\n" in error
    assert "flowc.toml: `queue` must be text\n" in error


@pytest.mark.parametrize(
    ("flow", "message"),
    [
        ("none.py", "there is no file `none.py`"),
        ("", "it is empty"),
        ("god.py", "there is no file `god.py`; did you mean `good.py`?"),
        ("none.py:Train", "there is no file `none.py`"),
        (".", "`.` is a folder; name a file in it, such as flow.py"),
    ],
)
@pytest.mark.parametrize("command", ["check", "graph"])
def test_a_flow_that_is_not_there(
    project: Path, flowc: Flowc, command: str, flow: str, message: str
) -> None:
    result = flowc(command, flow)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@pytest.mark.parametrize(
    "command", [("check",), ("compile", "--target", "ir"), ("graph",), ("run",)], ids=" ".join
)
def test_a_config_that_the_flow_has_not(
    project: Path, flowc: Flowc, command: tuple[str, ...]
) -> None:
    with_config(project, "model")
    (project / "a.json").write_text("{}")
    for option in (("--config", "modle=a.json"), ("--config-value", "modle={}")):
        result = flowc(*command, "good.py", *option)
        assert (result.code, result.out) == (2, "")
        assert "the flow has no config `modle`; did you mean `model`?" in result.err
    assert "; it has model\n" in flowc(*command, "good.py", "--config-value", "x=1").err
    assert "; it has none\n" in flowc("check", "warned.py", "--config-value", "x=1").err
    assert not list(project.glob(".flowc/*/runs/*"))


def test_a_misspelled_config_is_told_where_the_right_one_is_wanted(
    project: Path, flowc: Flowc
) -> None:
    with_config(project, "model")
    text = (project / "good.py").read_text().replace('("model")', '("model", required=True)')
    (project / "good.py").write_text(text)
    assert "did you mean `model`?" in flowc("check", "good.py", "--config-value", "modle={}").err
    assert flowc("check", "bad.py", "--config-value", "modle={}").code == 1


def test_a_settings_file_may_name_configs_of_other_flows(project: Path, flowc: Flowc) -> None:
    (project / "flowc.toml").write_text('[config-values]\nothers = "{}"\n')
    assert flowc("check", "good.py").code == 0
