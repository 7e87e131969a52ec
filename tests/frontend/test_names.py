from __future__ import annotations

from pathlib import Path

import pytest

from compiler.frontend.metaflow_names import canonical
from compiler.frontend.modules import Module
from compiler.frontend.names import Broken, Class, Constant, Function, Reference, Symbol
from tests.frontend.sources import Sources


def refer(tmp_path: Path, flow: str, **files: str) -> Reference | None:
    others = {name.replace("__", "/") + ".py": text for name, text in files.items()}
    return Sources(tmp_path, {"flow.py": flow, **others}).resolve()


STEP = Symbol("metaflow.step")


@pytest.mark.parametrize(
    "flow",
    [
        "from metaflow import step\nstep",
        "from metaflow import step as s\ns",
        "import metaflow\nmetaflow.step",
        "import metaflow as mf\nmf.step",
        "from flowc import step\nstep",
        "import flowc\nflowc.step",
        "from metaflow.decorators import step\nstep",
        "import metaflow.decorators\nmetaflow.decorators.step",
        "from metaflow import decorators\ndecorators.step",
        "from metaflow import *\nstep",
        "from flowc import *\nstep",
        "from metaflow import step\ns = step\nt = s\nt",
        "import metaflow\ns = metaflow.step\ns",
        "try:\n    from flowc import step\nexcept ImportError:\n    from other import step\nstep",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from metaflow import step\nstep",
        "import typing\nif typing.TYPE_CHECKING:\n    from metaflow import step\nstep",
        "if fast():\n    from metaflow import step\nelse:\n    from slow import step\nstep",
        "with quiet():\n    from metaflow import step\nstep",
    ],
)
def test_the_many_ways_to_import_one_thing(tmp_path: Path, flow: str) -> None:
    assert refer(tmp_path, flow) == STEP


@pytest.mark.parametrize(
    ("dotted", "expected"),
    [
        ("metaflow.flowspec.FlowSpec", "metaflow.FlowSpec"),
        ("metaflow.parameters.JSONType", "metaflow.JSONType"),
        ("metaflow.includefile.IncludeFile", "metaflow.IncludeFile"),
        ("metaflow.user_configs.config_parameters.Config", "metaflow.Config"),
        ("metaflow.metaflow_current.current", "metaflow.current"),
        ("metaflow.cards.Markdown", "metaflow.cards.Markdown"),
        ("metaflow.parameters.Nonsense", "metaflow.parameters.Nonsense"),
        ("flowc.cards.Markdown", "metaflow.cards.Markdown"),
        ("flowc", "metaflow"),
        ("mymetaflow.step", "mymetaflow.step"),
    ],
)
def test_canonical(dotted: str, expected: str) -> None:
    assert canonical(dotted) == expected


@pytest.mark.parametrize(
    ("flow", "dotted"),
    [
        ("import torch\ntorch.nn.Linear", "torch.nn.Linear"),
        ("from torch import nn\nnn.Linear", "torch.nn.Linear"),
        ("import torch.nn as n\nn.Linear", "torch.nn.Linear"),
        ("import torch.nn\ntorch.nn.Linear", "torch.nn.Linear"),
        ("from torch import *\nLinear", "torch.Linear"),
        ("int", "builtins.int"),
        ("from torch import *\nint", "builtins.int"),
        ("from .missing import thing\nthing", "missing.thing"),
    ],
)
def test_outside_of_the_project(tmp_path: Path, flow: str, dotted: str) -> None:
    assert refer(tmp_path, flow) == Symbol(dotted)


def test_unknown_names_and_expressions_that_are_no_names(tmp_path: Path) -> None:
    assert refer(tmp_path, "nowhere") is None
    assert refer(tmp_path, "nowhere.at.all") is None
    assert refer(tmp_path, "f()") is None
    assert refer(tmp_path, "'text'.upper") is None


def test_a_local_definition_shadows_an_import(tmp_path: Path) -> None:
    flow = "from metaflow import step\ndef step(f): return f\nstep"
    found = refer(tmp_path, flow)
    assert isinstance(found, Function)
    assert found.name == "step"


def test_what_counts_is_the_definition_above(tmp_path: Path) -> None:
    assert refer(tmp_path, "from metaflow import step\nx = 1\nstep\nstep") == STEP
    sources = Sources(
        tmp_path, {"flow.py": "from metaflow import step as s\n(t := s)\nfrom a import b as s\ns"}
    )
    assert sources.resolve() == Symbol("a.b")


def test_a_name_in_a_function_means_the_finished_module(tmp_path: Path) -> None:
    flow = "def f():\n    return later\ndef later(): pass\n"
    sources = Sources(tmp_path, {"flow.py": flow})
    function = sources.module().tree.body[0]
    from compiler.frontend.names import resolve

    node = function.body[0].value  # type: ignore[attr-defined]
    found = resolve(node, sources.module(), sources.modules)
    assert isinstance(found, Function)
    assert found.name == "later"


class TestSiblings:
    CONSTS = "X = 1\ndef f(): pass\nclass C:\n    def m(self): pass\n    class D: pass\n"

    @pytest.mark.parametrize(
        "flow",
        [
            "from consts import f\nf",
            "from consts import f as g\ng",
            "import consts\nconsts.f",
            "import consts as c\nc.f",
            "from .consts import f\nf",
            "from . import consts\nconsts.f",
            "from consts import *\nf",
            "from between import f\nf",
            "from between import *\nf",
            "import between\nbetween.consts.f",
        ],
    )
    def test_a_function(self, tmp_path: Path, flow: str) -> None:
        between = "import consts\nfrom consts import f\n"
        found = refer(tmp_path, flow, consts=self.CONSTS, between=between)
        assert isinstance(found, Function)
        assert (found.name, found.module.source.file) == ("f", "consts.py")

    def test_classes_constants_and_modules(self, tmp_path: Path) -> None:
        kinds = {"C": Class, "X": Constant, "C.m": Function, "C.D": Class}
        for name, kind in kinds.items():
            found = refer(tmp_path, f"import consts\nconsts.{name}", consts=self.CONSTS)
            assert isinstance(found, kind), name
        assert isinstance(refer(tmp_path, "import consts\nconsts", consts=""), Module)

    @pytest.mark.parametrize(
        "flow",
        [
            "from pkg.sub import f\nf",
            "import pkg.sub\npkg.sub.f",
            "import pkg.sub as p\np.f",
            "from pkg import sub\nsub.f",
            "from pkg import f\nf",
            "from pkg import *\nf",
        ],
    )
    def test_packages(self, tmp_path: Path, flow: str) -> None:
        files = {"pkg/__init__.py": "from .sub import f\n", "pkg/sub.py": "def f(): pass\n"}
        found = Sources(tmp_path, {"flow.py": flow, **files}).resolve()
        assert isinstance(found, Function)
        assert found.module.source.file == "pkg/sub.py"

    @pytest.mark.parametrize(
        "flow",
        ["from pkg.sub import f\nf", "import pkg.sub\npkg.sub.f", "from pkg import sub\nsub.f"],
    )
    def test_folders_without_init(self, tmp_path: Path, flow: str) -> None:
        assert isinstance(refer(tmp_path, flow, pkg__sub="def f(): pass\n"), Function)

    def test_metaflow_through_a_sibling(self, tmp_path: Path) -> None:
        common = "from metaflow import step, FlowSpec as Base\n"
        assert refer(tmp_path, "from common import step\nstep", common=common) == STEP
        assert refer(tmp_path, "from common import *\nBase", common=common) == Symbol(
            "metaflow.FlowSpec"
        )

    def test_star_hides_private_names(self, tmp_path: Path) -> None:
        assert refer(tmp_path, "from consts import *\n_x", consts="_x = 1\n") is None

    @pytest.mark.parametrize(
        "flow",
        ["from a import x\nx", "from a import *\nx", "import a\na.b.a.b.x", "from a import a\na"],
    )
    def test_circles_end(self, tmp_path: Path, flow: str) -> None:
        a = "from b import x\nfrom b import *\nimport b\n"
        b = "from a import x\nfrom a import *\nimport a\n"
        assert not isinstance(refer(tmp_path, flow, a=a, b=b), Function | Class | Broken)

    def test_a_circle_through_assignments_ends(self, tmp_path: Path) -> None:
        flow = "def f():\n    return x\nx = y\ny = x\ny"
        assert isinstance(refer(tmp_path, flow), Constant | None)

    @pytest.mark.parametrize(
        "flow", ["from bad import f\nf", "import bad\nbad.f.g", "from bad import *\nf"]
    )
    def test_a_broken_module_is_reported_once_at_its_line(self, tmp_path: Path, flow: str) -> None:
        sources = Sources(tmp_path, {"flow.py": flow, "bad.py": "x = 1\ndef f(:\n"})
        found = sources.resolve()
        (reported,) = sources.report.diagnostics
        assert isinstance(found, Broken)
        assert found.diagnostic == reported
        assert (reported.span.file, reported.span.line) == ("bad.py", 2)


def test_a_lambda_is_a_function(tmp_path: Path) -> None:
    for flow in ("lambda: 1", "f = lambda: 1\nf"):
        found = refer(tmp_path, flow)
        assert isinstance(found, Function)
        assert found.name == "<lambda>"


def test_rebinding_to_a_value_is_a_constant(tmp_path: Path) -> None:
    assert isinstance(refer(tmp_path, "s = make(1)\ns"), Constant)
    assert isinstance(refer(tmp_path, "for s in range(3): pass\ns"), Constant)
