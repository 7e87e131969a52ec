from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from compiler.backends.backend import Program
from compiler.diagnostics.report import Report
from compiler.package import code_package
from compiler.package.archive import Changed
from compiler.package.code_package import CodePackage, make_package
from compiler.package.upload import upload
from compiler.package.wanted import PackedFile, Reason
from runtime_shim.contract import package_key, packaged_lock, packaged_plan
from runtime_shim.plan import read_plan
from runtime_shim.store.folder import FolderStore
from tests.backends.flows import LINE, make_flow, regions


def packed(folder: Path, size: int | None = None, count: int = 1) -> tuple[PackedFile, ...]:
    file = folder / "flow.py"
    file.write_text("FLOW = 1\n")
    true = file.stat().st_size if size is None else size
    return tuple(
        PackedFile(f"f{number}.py", file, Reason.FLOW, true, False) for number in range(count)
    )


def made(
    files: tuple[PackedFile, ...], locks: dict[str, bytes] | None = None
) -> tuple[CodePackage | None, list[str]]:
    flow = make_flow(LINE)
    report = Report()
    package = make_package(Program(flow, regions(flow)), files, locks or {}, report)
    return package, [found.code for found in report.diagnostics]


def test_the_plan_and_the_locks_are_in_it(tmp_path: Path) -> None:
    package, problems = made(packed(tmp_path), {"pypi-1": b"numpy==1\n"})
    assert package is not None
    assert problems == []
    content = b"".join(package.pieces())
    assert hashlib.sha256(content).hexdigest() == package.sha256
    with zipfile.ZipFile(BytesIO(content)) as opened:
        assert opened.namelist() == sorted(opened.namelist())
        assert opened.read("f0.py") == b"FLOW = 1\n"
        assert opened.read(packaged_lock("pypi-1")) == b"numpy==1\n"
        assert read_plan(opened.read(packaged_plan("TestFlow"))).start == "start"
    assert (package.count, package.size) == (3, sum(file.file_size for file in opened.infolist()))


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    files = packed(tmp_path, count=3)
    first, second = made(files)[0], made(files[::-1])[0]
    assert first is not None
    assert second is not None
    assert first.sha256 == second.sha256


def test_too_many_files(tmp_path: Path) -> None:
    assert made(packed(tmp_path, count=65_535)) == (None, ["FC805"])


def test_too_large(tmp_path: Path) -> None:
    assert made(packed(tmp_path, size=1 << 31)) == (None, ["FC805"])


def test_large(tmp_path: Path) -> None:
    package, problems = made(packed(tmp_path, size=100_000_001))
    assert package is not None
    assert problems == ["FC806"]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    files = packed(tmp_path)
    (tmp_path / "flow.py").unlink()
    assert made(files) == (None, ["FC804"])


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(_entries: object) -> bytes:
        raise Changed(tmp_path)

    monkeypatch.setattr(code_package, "archive", changing)
    assert made(packed(tmp_path)) == (None, ["FC804"])


def test_it_is_uploaded_once(tmp_path: Path) -> None:
    package, _ = made(packed(tmp_path))
    assert package is not None
    store = FolderStore(str(tmp_path / "store"))
    assert upload(package, store)
    assert store.read(package_key("TestFlow", package.sha256)) == b"".join(package.pieces())
    assert not upload(package, store)


def test_what_changed_since_is_not_uploaded(tmp_path: Path) -> None:
    package, _ = made(packed(tmp_path))
    assert package is not None
    (tmp_path / "flow.py").write_text("FLOW = 2\n")
    store = FolderStore(str(tmp_path / "store"))
    with pytest.raises(Changed):
        upload(package, store)
    assert list(store.scan("TestFlow")) == []
