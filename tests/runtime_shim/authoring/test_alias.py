from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from compiler.frontend.metaflow_names import API
from runtime_shim import contract
from runtime_shim.authoring import alias, names
from runtime_shim.authoring.alias import install_alias
from runtime_shim.authoring.missing import Missing
from runtime_shim.errors import Unsupported
from tests.environments import ROOT


@pytest.fixture
def metaflow(no_alias_left: None) -> None:
    install_alias({})


IMPORTS = """
from metaflow import *
import metaflow
import metaflow.cards
import metaflow.plugins.datatools.s3
from metaflow import FlowSpec, step, cards, Config, user_step_decorator, parallel_map
from metaflow.cards import Markdown, Table, Image, ProgressBar, VegaChart, MetaflowCard, get_cards
from metaflow.client import Flow, get_namespace
from metaflow.client.core import Run
from metaflow.datatools import S3
from metaflow.decorators import step, retry
from metaflow.exception import MetaflowException, MetaflowNotFound, MetaflowNamespaceMismatch
from metaflow.flowspec import FlowSpec, InvalidNextException
from metaflow.includefile import IncludeFile
from metaflow.integrations import ArgoEvent
from metaflow.metaflow_current import current, Parallel
from metaflow.multicore_utils import parallel_imap_unordered
from metaflow.parameters import JSONType, Parameter, ParameterContext
from metaflow.plugins.cards.card_modules.basic import DefaultCard
from metaflow.plugins.cards.card_modules.card import MetaflowCard, MetaflowCardComponent
from metaflow.plugins.catch_decorator import FailureHandledByCatch
from metaflow.plugins.secrets import get_secret
from metaflow.plugins.timeout_decorator import TimeoutException
from metaflow.runner.metaflow_runner import Runner
from metaflow.user_configs.config_parameters import Config, ConfigValue
from metaflow.user_decorators.mutable_flow import MutableFlow
from metaflow.user_decorators.user_flow_decorator import FlowMutator
from metaflow.user_decorators.user_step_decorator import StepMutator, UserStepDecorator
"""


@pytest.mark.usefixtures("metaflow")
@pytest.mark.parametrize("line", IMPORTS.strip().splitlines())
def test_what_flows_import_is_there(line: str) -> None:
    found: dict[str, object] = {}
    exec(line, found)  # noqa: S102 - one of the lines above
    if line.startswith("from"):
        assert len(found) > 1


@pytest.mark.usefixtures("metaflow")
def test_every_module_of_the_table_can_be_imported_whole() -> None:
    for rest in alias._SOURCES:
        module = importlib.import_module(f"metaflow.{rest}" if rest else "metaflow")
        for name in module.__all__:
            assert getattr(module, name) is not None, (rest, name)


@pytest.mark.usefixtures("metaflow")
def test_it_is_one_api_under_two_names() -> None:
    import metaflow  # type: ignore[import-not-found]

    import flowc

    assert metaflow.FlowSpec is flowc.FlowSpec
    assert metaflow.current is flowc.current
    assert metaflow.cards.Markdown is importlib.import_module("flowc.cards").Markdown
    assert metaflow.__version__ == alias.VERSION
    assert sorted(metaflow.__all__) == sorted(flowc.__all__) == dir(flowc)


@pytest.mark.usefixtures("metaflow")
def test_what_is_not_there_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"no module `metaflow\.plugins\.kubernetes`"):
        importlib.import_module("metaflow.plugins.kubernetes")
    with pytest.raises(ModuleNotFoundError, match=r"no module `flowc\.nothing`"):
        importlib.import_module("flowc.nothing")
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec("from metaflow.client import nothing")  # noqa: S102


@pytest.mark.usefixtures("metaflow")
def test_a_setting_of_metaflow_s_is_an_environment_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = importlib.import_module("metaflow.metaflow_config")
    monkeypatch.setenv("METAFLOW_DATATOOLS_S3ROOT", "s3://bucket/data")
    assert settings.DATATOOLS_S3ROOT == "s3://bucket/data"
    with pytest.raises(AttributeError):
        _ = settings.DEFAULT_DATASTORE


def test_the_user_s_own_copy_is_left_alone_on_request() -> None:
    before = list(sys.meta_path)
    install_alias({contract.ENV_API: "installed"})
    assert sys.meta_path == before


def test_every_name_that_the_compiler_knows_is_there_or_says_what_to_do() -> None:
    for name in sorted(API):
        found = getattr(names, name)
        if isinstance(found, Missing):
            with pytest.raises(Unsupported, match=f"flowc has no `{name}`: "):
                found()
        else:
            assert name in names.__all__, name


def test_a_missing_name_may_be_imported_and_not_used() -> None:
    import flowc

    runner = flowc.Runner
    with pytest.raises(Unsupported, match="flowc has no `Runner`: start runs with `flowc run`"):
        runner("flow.py")
    with pytest.raises(Unsupported, match="flowc has no `Runner`"):
        _ = runner.run
    with pytest.raises(AttributeError):
        _ = flowc.nothing


def test_the_names_that_are_imported_later_are_those_that_checkers_of_types_see() -> None:
    import ast

    tree = ast.parse(Path(names.__file__).read_text())
    imported = {
        alias_.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias_ in node.names
    }
    for name in names.__all__:
        module = importlib.import_module(str(imported[name]))
        assert getattr(names, name) is getattr(module, name)
    assert {name: imported[name] for name in names._HOME} == names._HOME


def test_to_import_a_flow_does_not_import_the_rest() -> None:
    code = (
        "import sys; from flowc import FlowSpec, step, retry, Parameter, current\n"
        "print([m for m in sys.modules if m.startswith(('runtime_shim.client', 'runtime_shim.s3', "
        "'runtime_shim.cards', 'runtime_shim.authoring.mut', 'compiler'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.metaflow
def test_the_tutorials_can_be_imported_without_metaflow(metaflow_package: Path) -> None:
    flows = sorted((metaflow_package / "tutorials").glob("*/*.py"))
    assert len(flows) >= 6
    code = (
        "import sys, importlib.util as u\n"
        "from runtime_shim.authoring.alias import install_alias; install_alias({})\n"
        "from runtime_shim.authoring.marks import is_flow, is_step\n"
        "for file in sys.argv[1:]:\n"
        "    spec = u.spec_from_file_location('tutorial', file); m = u.module_from_spec(spec)\n"
        "    spec.loader.exec_module(m)\n"
        "    found = [c for c in vars(m).values() if is_flow(c) and c.__module__ == 'tutorial']\n"
        "    assert [c for c in found if is_step(c.start)], file\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, flows)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
