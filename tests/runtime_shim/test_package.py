"""A process goes to the code package that its environment names, once that is what it says."""

from __future__ import annotations

import hashlib
import tracemalloc
from pathlib import Path

import pytest

from runtime_shim import contract
from runtime_shim.errors import FlowcError
from runtime_shim.package import PackageFailed, enter_package
from runtime_shim.store.folder import FolderStore
from tests.runtime_shim.test_unpack import entry, packed

CODE = packed(
    (entry("flows/train/flow.py"), b"FLOW"),
    (entry("src/model.py"), b"MODEL"),
    (entry(contract.packaged_plan("Train")), b"PLAN"),
)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder in which the process starts."""
    (tmp_path / "start").mkdir()
    monkeypatch.chdir(tmp_path / "start")
    return tmp_path / "start"


def environment(folder: Path, content: bytes = CODE, flow: str = "Train") -> dict[str, str]:
    """Of a task whose datastore has the content as its package."""
    sha256 = hashlib.sha256(content).hexdigest()
    FolderStore(str(folder / "store")).create(contract.package_key(flow, sha256), [content])
    return {
        contract.ENV_PACKAGE: sha256,
        contract.ENV_FLOW: f"flows/train/flow.py:{flow}",
        contract.ENV_DATASTORE: str(folder / "store"),
        contract.ENV_CACHE: str(folder / "cache"),
    }


def test_the_process_goes_to_the_folder_of_the_flow(tmp_path: Path, start: Path) -> None:
    variables = environment(tmp_path)
    enter_package(variables)
    root = tmp_path / "cache" / "packages" / variables[contract.ENV_PACKAGE]
    assert Path.cwd() == root / "flows" / "train"
    assert variables[contract.ENV_FLOW] == f"{root}/flows/train/flow.py:Train"
    assert Path(variables[contract.ENV_PLAN]).read_bytes() == b"PLAN"
    assert variables[contract.ENV_ROOT] == str(root)
    assert list(start.iterdir()) == []


def test_it_is_unpacked_once_and_can_be_entered_again(tmp_path: Path, start: Path) -> None:
    variables = environment(tmp_path)
    enter_package(variables)
    entered = dict(variables)
    (tmp_path / "store").rename(tmp_path / "gone")
    enter_package(variables)
    assert variables == entered


def test_a_relative_datastore_stays_where_it_was(tmp_path: Path, start: Path) -> None:
    variables = {**environment(tmp_path), contract.ENV_DATASTORE: "../store"}
    enter_package(variables)
    assert variables[contract.ENV_DATASTORE] == str(tmp_path / "store")


def test_a_package_that_was_not_uploaded(tmp_path: Path, start: Path) -> None:
    variables = {**environment(tmp_path), contract.ENV_PACKAGE: "0" * 64}
    with pytest.raises(PackageFailed, match="`flowc upload` puts it there"):
        enter_package(variables)


def test_a_package_that_is_another(tmp_path: Path, start: Path) -> None:
    variables = environment(tmp_path)
    key = contract.package_key("Train", variables[contract.ENV_PACKAGE])
    (tmp_path / "store" / key).write_bytes(CODE.replace(b"MODEL", b"OTHER"))
    with pytest.raises(PackageFailed, match="is not what was uploaded"):
        enter_package(variables)
    assert list((tmp_path / "cache" / "packages").iterdir()) == []


def test_a_package_that_leaves_its_folder(tmp_path: Path, start: Path) -> None:
    variables = environment(tmp_path, packed((entry("../flow.py"), b"")))
    with pytest.raises(PackageFailed, match="is refused"):
        enter_package(variables)
    assert list((tmp_path / "cache" / "packages").iterdir()) == []


@pytest.mark.parametrize("sha256", ["../../store", "ABC", "0" * 63])
def test_what_is_no_digest(tmp_path: Path, start: Path, sha256: str) -> None:
    variables = {**environment(tmp_path), contract.ENV_PACKAGE: sha256}
    with pytest.raises(PackageFailed, match="is to be a sha256"):
        enter_package(variables)


def test_a_package_of_another_flow(tmp_path: Path, start: Path) -> None:
    variables = environment(tmp_path, packed((entry("flow.py"), b"")))
    with pytest.raises(PackageFailed, match=r"has no file flows/train/flow.py"):
        enter_package(variables)


@pytest.mark.parametrize("root", ["", "ftp://host/folder"])
def test_a_datastore_that_is_none(tmp_path: Path, start: Path, root: str) -> None:
    variables = {**environment(tmp_path), contract.ENV_DATASTORE: root}
    with pytest.raises(FlowcError, match=r"FLOWC_DATASTORE|ftp"):
        enter_package(variables)


def test_it_is_never_in_memory_as_a_whole(tmp_path: Path, start: Path) -> None:
    size = 20_000_000
    variables = environment(tmp_path, packed((entry("flows/train/flow.py"), bytes(size))))
    tracemalloc.start()
    enter_package(variables)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Path("flow.py").stat().st_size == size
    assert peak < size / 2
