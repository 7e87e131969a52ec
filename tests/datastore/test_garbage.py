"""What is left of a flow's artifacts after a collection, over random histories of runs."""

from __future__ import annotations

import os
import random
import shutil
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from compiler.datastore.garbage import Collection, collect, flows_with_objects
from compiler.datastore.references import InUse, References, read_references
from runtime_shim import contract
from runtime_shim.manifest import Artifact, Blob, Manifest, Next, TaskId
from runtime_shim.store import Store, open_store
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import FolderStore
from tests.aws import Aws
from tests.runtime_shim.client.stores import BAD, MadeRun, finished_run

LATER = time.time() + 1_000_000
"""What these tests store is older."""


def gc(store: Store, oldest: float = LATER, flow: str = "F", **options: Any) -> Collection:
    options = {"packages": False, "delete": True, **options}
    return collect(store, flow, oldest, lambda _: None, **options)


def stored(store: Store, folder: str = "F/blobs") -> set[str]:
    return {entry.key.rpartition("/")[2] for entry in store.scan(folder)}


def blobs_of(manifest: Manifest) -> set[str]:
    return {blob.sha256 for one in manifest.artifacts.values() for blob in (one.blob, *one.buffers)}


def put(store: Store, number: int) -> Blob:
    blob = Blob(f"{number:064x}", 3)
    store.create(contract.blob_key("F", blob.sha256), [b"xyz"])
    return blob


@pytest.mark.parametrize("seed", range(20))
def test_exactly_what_runs_refer_to_is_kept(tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)
    store = open_store(str(tmp_path))
    needed: dict[str, set[str]] = {}
    manifests: list[Manifest] = []
    for run in map(str, range(choose.randint(1, 6))):
        made = MadeRun(tmp_path, "F", run).begin()
        needed[run] = set()
        for number in range(choose.randint(0, 5)):
            # Some values are the same in many runs, and a resumed run has those of another.
            if manifests and choose.random() < 0.3:
                before = choose.choice(manifests)
                artifacts, origin = before.artifacts, before.run
            else:
                blobs = [put(store, choose.randrange(40)) for _ in range(choose.randint(1, 4))]
                artifacts = {"x": Artifact(blobs[0], "pickle", "b", 3, tuple(blobs[1:]))}
                origin = None
            failed = choose.random() < 0.2
            manifest = Manifest(
                "F", run, TaskId("work", str(number)), choose.randrange(2), 1.0, 2.0, artifacts,
                Next(()), origin=origin if origin != run else None, error=BAD if failed else None,
            )  # fmt: skip
            (made.history.record_failure if failed else made.history.commit)(manifest)
            manifests.append(manifest)
            needed[run] |= blobs_of(manifest)
        made.end()
    for _ in range(choose.randint(0, 5)):
        put(store, choose.randrange(40, 60))
    for run in list(needed):
        if choose.random() < 0.4:
            shutil.rmtree(tmp_path / contract.run_folder("F", run))
            del needed[run]
    before_all = stored(store)
    wanted = set().union(*needed.values())

    dry = gc(store, delete=False)
    assert stored(store) == before_all
    found = gc(store)
    assert stored(store) == wanted
    assert (found.kept.count, found.removed.count) == (len(wanted), len(before_all - wanted))
    assert (dry.unreferenced, found.unreferenced) == (found.removed, found.removed)
    assert found.removed.size == 3 * found.removed.count
    assert gc(store).removed.count == 0


def test_what_is_young_stays(tmp_path: Path) -> None:
    """A task stores its blobs before the manifest that refers to them."""
    store = open_store(str(tmp_path))
    old, young = put(store, 1), put(store, 2)
    os.utime(tmp_path / contract.blob_key("F", old.sha256), (1, 1))
    found = gc(store, oldest=time.time() - 60)
    assert stored(store) == {young.sha256}
    assert (found.removed.count, found.young.count) == (1, 1)


@pytest.mark.parametrize("age", [0, 500])
def test_a_run_that_runs_keeps_everything(tmp_path: Path, age: int) -> None:
    """However long it has been silent: its next task may store what is there already."""
    run = MadeRun(tmp_path, "F", "1").begin(process=os.getpid(), host=socket.gethostname())
    store = run.history.store
    put(store, 1)
    found = gc(store, oldest=time.time() + 60 - age)
    assert isinstance(found.problem, InUse)
    assert "Its run 1 is running" in str(found.problem)
    assert len(stored(store)) == 1
    run.end()
    assert gc(store).problem is None
    assert stored(store) == set()


def test_a_run_of_which_nothing_is_known_counts_as_over_when_it_has_been_silent(
    tmp_path: Path,
) -> None:
    store = MadeRun(tmp_path, "F", "1").begin(scheduler="argo").task("start").history.store
    MadeRun(tmp_path, "F", "2").task("start", to=("end",))  # its record is gone, or to come
    put(store, 1)
    assert "how its run 2 ended" in str(gc(store, oldest=time.time() - 60).problem)
    assert len(stored(store)) == 1
    assert gc(store).problem is None
    assert stored(store) == set()


@pytest.mark.parametrize("there", [True, False])
def test_a_run_that_begins_meanwhile_ends_the_collection(
    tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one whose folder was there already: the folder comes before what is in it."""
    store = open_store(str(tmp_path))
    put(store, 1)
    if there:
        (tmp_path / "F" / "runs" / "1").mkdir(parents=True)

    def meanwhile(*arguments: Any) -> References:
        found = read_references(*arguments)
        MadeRun(tmp_path, "F", "1").begin()
        return found

    monkeypatch.setattr("compiler.datastore.garbage.read_references", meanwhile)
    found = gc(store)
    assert isinstance(found.problem, InUse)
    assert len(stored(store)) == 1


def test_what_is_left_of_a_run_that_was_removed_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "F" / "runs" / "1" / "start").mkdir(parents=True)
    store = open_store(str(tmp_path))
    put(store, 1)
    assert gc(store).problem is None
    assert stored(store) == set()


def test_what_is_gone_is_counted_also_where_the_rest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    for number in range(100):
        put(store, number)
    delete = FolderStore.delete

    def refused(store: FolderStore, key: str) -> None:
        if key.endswith(f"{50:064x}"):
            raise StoreFailed(f"`{key}` cannot be written.")
        delete(store, key)

    monkeypatch.setattr(FolderStore, "delete", refused)
    found = gc(store)
    assert isinstance(found.problem, StoreFailed)
    assert 0 < found.removed.count < 100


def test_code_packages_and_environments_on_demand(tmp_path: Path) -> None:
    made = MadeRun(tmp_path, "F", "1").begin()
    store = made.history.store
    used, other = "a" * 64, "b" * 64
    system = {"package": used, "environment": "pypi-12"}
    manifest = Manifest("F", "1", TaskId("s", ""), 0, 1, 2, {}, Next(()), system=system)
    made.history.commit(manifest)
    made.end()
    keep = {
        contract.package_key("F", used), contract.environment_key("F", "pypi-12-cp312-linux"),
        "F/packages/README",
    }  # fmt: skip
    drop = {
        contract.package_key("F", other), contract.environment_key("F", "pypi-123-cp312-linux"),
    }  # fmt: skip
    for key in keep | drop:
        store.write(key, [b"x"])
    assert gc(store).removed.count == 0
    assert gc(store, packages=True).removed.count == 2
    assert all(map(store.exists, keep))
    assert not any(map(store.exists, drop))


def test_what_flowc_did_not_store_stays(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.write("F/blobs/00/notes.txt", [b"x"])
    gc(store)
    assert stored(store) == {"notes.txt"}


def test_flows(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    put(store, 1)
    finished_run(tmp_path)
    store.write("s3root/data.csv", [b"x"])
    assert flows_with_objects(store) == ["F", "TrainFlow"]


def test_an_object_store(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in aws.user().items():
        monkeypatch.setenv(name, value)
    store = open_store(f"s3://{aws.bucket()}/flows")
    kept = put(store, 1)
    for number in range(2, 30):
        put(store, number)
    artifacts = {"x": Artifact(kept, "pickle", "b", 3)}
    manifest = Manifest("F", "1", TaskId("s", ""), 0, 1, 2, artifacts, Next(()))
    store.write(contract.manifest_key("F", "1", "s", "", 0), [manifest.to_json()])
    assert gc(store, oldest=time.time() - 60).problem is not None
    found = gc(store)
    assert found.problem is None
    assert (found.kept.count, found.removed.count) == (1, 28)
    assert stored(store) == {kept.sha256}
