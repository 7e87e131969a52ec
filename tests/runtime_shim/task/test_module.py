from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime_shim.errors import FlowcError
from runtime_shim.task.module import load_flow_class, load_module, module_name


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    paths, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = paths
    for name in set(sys.modules) - modules:
        # The runtime's own stay: a second import would make other classes of the same name.
        if name.partition(".")[0] not in ("runtime_shim", "flowc"):
            del sys.modules[name]


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


FLOW = """
import beside_the_flow as b
from flowc import FlowSpec

class F(FlowSpec):
"""


def test_a_flow_and_a_module_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "beside_the_flow.py", "value = 5")
    file = write(tmp_path, "my_flow.py", FLOW + "    x = b.value")
    cls = load_flow_class(file, "F")
    assert cls.__module__ == "my_flow"
    assert cls.x == 5  # type: ignore[attr-defined]
    assert sys.path[0] == str(tmp_path)
    assert load_flow_class(file, "F") is cls


def test_a_name_of_the_standard_library_stays_its(tmp_path: Path) -> None:
    before = json.dumps
    file = write(tmp_path, "json.py", "from flowc import *\nclass F(FlowSpec):\n    pass")
    cls = load_flow_class(file, "F")
    assert sys.modules["json"].dumps is before
    assert pickle.loads(pickle.dumps(cls)) is cls


@pytest.mark.parametrize("stem", ["json", "sys", "flowc", "metaflow", "runtime_shim", "compiler"])
def test_taken_names(stem: str) -> None:
    assert module_name(stem) == f"{stem}_flow"


def test_what_is_not_there(tmp_path: Path) -> None:
    file = write(tmp_path, "other_flow.py", "F = 3")
    with pytest.raises(FlowcError, match="has no class `F`"):
        load_flow_class(file, "F")
    with pytest.raises(FlowcError, match="has no class `G`"):
        load_flow_class(file, "G")
    with pytest.raises(FlowcError, match="there is no file"):
        load_flow_class(tmp_path / "absent.py", "F")


def test_a_flow_of_another_package(tmp_path: Path) -> None:
    source = "class FlowSpec:\n    pass\n\nclass F(FlowSpec):\n    pass"
    file = write(tmp_path, "foreign_flow.py", source)
    with pytest.raises(FlowcError, match="its FlowSpec is foreign_flow's"):
        load_flow_class(file, "F")


def test_a_module_that_fails_is_forgotten(tmp_path: Path) -> None:
    file = write(tmp_path, "broken_flow.py", "raise ValueError('at import')")
    with pytest.raises(ValueError, match="at import"):
        load_module(file)
    assert "broken_flow" not in sys.modules


def test_a_file_of_any_name_is_a_flow(tmp_path: Path) -> None:
    source = FLOW.replace("import beside_the_flow as b\n", "") + "    x = 1\n"
    for name in ("without_suffix", "other.flow"):
        assert load_flow_class(write(tmp_path, name, source), "F").__module__ == name.split(".")[0]
