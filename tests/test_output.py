from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.backends.bundle import Bundle
from compiler.output import OutputError, Written, drift, write_bundle


def bundle(flow: str = "Train", source: str = "train.py", **documents: str) -> Bundle:
    """The keyword `sub__a_txt` is the document `sub/a.txt`."""
    return Bundle(
        "argo",
        flow,
        source,
        {
            name.replace("__", "/").replace("_", "."): content.encode()
            for name, content in documents.items()
        },
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_folder_holds_the_bundle(tmp_path: Path) -> None:
    made = bundle(a_txt="a\n", sub__deep__b_txt="b\n")
    written = write_bundle(made, tmp_path / "build" / "argo")
    assert contents(tmp_path / "build" / "argo") == made.files
    assert written == Written(("a.txt", "sub/deep/b.txt", "manifests/Train.json"), (), ())


def test_what_stays_the_same_is_not_written(tmp_path: Path) -> None:
    write_bundle(bundle(a_txt="a", b_txt="b"), tmp_path)
    before = (tmp_path / "a.txt").stat()
    written = write_bundle(bundle(a_txt="a", b_txt="new"), tmp_path)
    after = (tmp_path / "a.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert written.changed == ("b.txt", "manifests/Train.json")
    assert written.unchanged == ("a.txt",)


def test_files_of_an_earlier_compilation_go_with_their_folders(tmp_path: Path) -> None:
    write_bundle(bundle(a_txt="a", old__deep__b_txt="b", old__c_txt="c"), tmp_path)
    (tmp_path / "old" / "mine.txt").write_text("mine")
    written = write_bundle(bundle(a_txt="a"), tmp_path)
    assert written.removed == ("old/deep/b.txt", "old/c.txt")
    assert sorted(contents(tmp_path)) == ["a.txt", "manifests/Train.json", "old/mine.txt"]
    assert not (tmp_path / "old" / "deep").exists()


def test_flows_share_a_folder(tmp_path: Path) -> None:
    other, first = bundle("Other", other_txt="o"), bundle(a_txt="a", old_txt="o")
    second = bundle(a_txt="b")
    write_bundle(other, tmp_path)
    write_bundle(first, tmp_path)
    assert contents(tmp_path) == {**other.files, **first.files}
    assert drift(other, tmp_path, "") == drift(first, tmp_path, "") == ""
    assert write_bundle(second, tmp_path).removed == ("old.txt",)
    assert contents(tmp_path) == {**other.files, **second.files}
    assert drift(other, tmp_path, "") == drift(second, tmp_path, "") == ""


def test_branches_of_a_flow_leave_each_other_alone(tmp_path: Path) -> None:
    main = replace(bundle(main_txt="m"), project=("shop", "prod"))
    branch = replace(bundle(branch_txt="b"), project=("shop", "test.x"))
    write_bundle(main, tmp_path)
    assert write_bundle(branch, tmp_path).removed == ()
    assert sorted(contents(tmp_path)) == [
        "branch.txt",
        "main.txt",
        "manifests/shop.prod.Train.json",
        "manifests/shop.test.x.Train.json",
    ]
    with pytest.raises(OutputError, match=r"main\.txt belongs to the flow `Train`"):
        write_bundle(replace(bundle(main_txt="x"), project=("shop", "test.x")), tmp_path)


def test_a_file_that_another_flow_owns_too_is_not_stale(tmp_path: Path) -> None:
    other = bundle("Other", other_txt="o")
    write_bundle(other, tmp_path)
    write_bundle(bundle(a_txt="a"), tmp_path)
    path = tmp_path / "manifests/Train.json"
    path.write_text(path.read_text().replace('"a.txt"', '"other.txt"'))
    assert write_bundle(bundle(a_txt="a"), tmp_path).removed == ()
    assert (tmp_path / "other.txt").exists()


def test_a_document_of_another_flow_is_not_overwritten(tmp_path: Path) -> None:
    write_bundle(bundle("Other", "flows/other.py", z_txt="z", a_txt="theirs"), tmp_path)
    before = contents(tmp_path)
    with pytest.raises(OutputError) as refusal:
        write_bundle(bundle(a_txt="ours"), tmp_path)
    assert str(refusal.value) == (
        f"{tmp_path}/a.txt belongs to the flow `Other` of flows/other.py, compiled for `argo`: "
        "choose another folder or another name for one of them, or delete "
        f"{tmp_path}/manifests/Other.json where that flow is no more"
    )
    assert contents(tmp_path) == before


def test_flows_share_the_locks_of_packages(tmp_path: Path) -> None:
    lock = "environments/pypi-1f9a.txt"
    first = replace(bundle(a_txt="a"), locks={lock: b"old"})
    other = replace(bundle("Other", other_txt="o"), locks={lock: b"new"})
    write_bundle(first, tmp_path)
    write_bundle(other, tmp_path)
    assert (tmp_path / lock).read_bytes() == b"new"
    assert write_bundle(bundle(a_txt="a"), tmp_path).removed == ()
    assert write_bundle(bundle("Other", other_txt="o"), tmp_path).removed == (lock,)


@pytest.mark.parametrize(
    "second",
    [
        Bundle("argo", "Train", "b.py", {"a.txt": b"b"}),
        Bundle("argo", "Train", "b.py", {"other.txt": b"b"}),
        Bundle("ir", "Train", "train.py", {"a.json": b"b"}),
    ],
)
def test_a_flow_of_the_same_name_is_not_overwritten(tmp_path: Path, second: Bundle) -> None:
    write_bundle(bundle(a_txt="a"), tmp_path)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match=r"to the flow `Train` of train\.py, compiled for"):
        write_bundle(second, tmp_path)
    assert contents(tmp_path) == before
    assert drift(second, tmp_path, "") != ""
    (tmp_path / "manifests/Train.json").unlink()
    write_bundle(second, tmp_path)
    assert drift(second, tmp_path, "") == ""


def test_what_only_looks_like_a_manifest_of_another_flow_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests/Web.json").write_text('{"files": {"a.txt": {}}}')
    (tmp_path / "manifests/Odd.json").mkdir()
    (tmp_path / "manifests/Broken.json").write_text("{")
    write_bundle(bundle(a_txt="a"), tmp_path)
    assert (tmp_path / "a.txt").read_text() == "a"


@pytest.mark.parametrize("path", ["../victim.txt", "sub/../../victim.txt", "{root}/victim.txt"])
def test_a_manifest_cannot_make_it_remove_files_elsewhere(tmp_path: Path, path: str) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("precious")
    folder = tmp_path / "out"
    write_bundle(bundle(a_txt="a"), folder)
    manifest = json.loads((folder / "manifests/Train.json").read_text())
    manifest["files"][path.format(root=tmp_path)] = {}
    (folder / "manifests/Train.json").write_text(json.dumps(manifest))
    write_bundle(bundle(a_txt="b"), folder)
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("text", ['{"name": "my web app"}', "not JSON", "[]", "\xff"])
def test_a_manifest_that_is_not_ours_is_not_overwritten(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests/Train.json").write_text(text, encoding="latin-1")
    with pytest.raises(OutputError, match="was not written by flowc"):
        write_bundle(bundle(a_txt="a"), tmp_path)
    assert list(contents(tmp_path)) == ["manifests/Train.json"]


def test_a_failure_while_writing_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_bundle(bundle(a_txt="old", z_txt="old"), tmp_path)
    (tmp_path / "sub").write_text("a file where the bundle wants a folder")
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="cannot write to"):
        write_bundle(bundle(a_txt="new", new__b_txt="b", sub__c_txt="c", z_txt="new"), tmp_path)
    assert contents(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_a_failure_while_replacing_is_rolled_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bundle(bundle(a_txt="old", z_txt="old"), tmp_path)
    before = contents(tmp_path)
    replace = Path.replace

    def fails_at_z(self: Path, target: Path) -> Path:
        if target.name == "z.txt":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_z)
    with pytest.raises(OutputError, match=r"No space left on device: .*z\.txt"):
        write_bundle(bundle(a_txt="new", n_txt="new", z_txt="new"), tmp_path)
    assert contents(tmp_path) == before


def test_an_interrupt_is_rolled_back_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_bundle(bundle(a_txt="a"), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="cannot write to"):
        write_bundle(bundle(a_txt="a"), tmp_path / "out")


def test_a_folder_where_a_document_belongs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError, match="cannot read"):
        write_bundle(bundle(a_txt="a"), tmp_path)
    assert (tmp_path / "a.txt").is_dir()


def test_no_drift(tmp_path: Path) -> None:
    made = bundle(a_txt="a\n", b_txt="")
    write_bundle(made, tmp_path)
    assert drift(made, tmp_path, "build") == ""


def test_drift_shows_changed_new_and_stale_files_and_the_manifest(tmp_path: Path) -> None:
    write_bundle(bundle(a_txt="one\ntwo\n", gone_txt="x\n"), tmp_path)
    before = contents(tmp_path)
    text = drift(bundle(a_txt="one\n2\n", new_txt="n"), tmp_path, "build")
    assert text.startswith("--- build/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n--- build/a.txt")
    assert "--- build/a.txt\n+++ build/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n" in text
    assert "--- /dev/null\n+++ build/new.txt\n@@ -0,0 +1 @@\n+n\n\\ No newline at end" in text
    assert "--- build/manifests/Train.json\n+++ build/manifests/Train.json\n" in text
    assert contents(tmp_path) == before


def test_drift_from_nothing_at_all(tmp_path: Path) -> None:
    text = drift(bundle(a_txt="a\n", empty_txt=""), tmp_path / "none", "none")
    assert "--- /dev/null\n+++ none/a.txt\n" in text
    assert "--- /dev/null\n+++ none/empty.txt\n" in text
    assert "+++ none/manifests/Train.json\n" in text


@pytest.mark.skipif(shutil.which("patch") is None, reason="this machine has no `patch`")
def test_drift_can_be_applied_as_a_patch(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    write_bundle(bundle(a_txt="1\n2\x0c3\u2028\r\n4", gone_txt="x\n"), folder)
    made = bundle(a_txt="1\n2\x0c5\u2028\r\n4\n6", new_txt="n\n")
    patch = drift(made, folder, "build")
    subprocess.run(
        ["patch", "-p0", "--binary", "-E"], input=patch.encode(), cwd=tmp_path, check=True
    )
    assert contents(folder) == made.files


def test_drift_of_what_is_not_text(tmp_path: Path) -> None:
    made = Bundle("argo", "Train", "train.py", {"code.zip": b"PK\xff"})
    assert "Binary files /dev/null and out/code.zip differ\n" in drift(made, tmp_path, "out")
