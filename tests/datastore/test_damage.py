"""Records that are not what was written: whoever has lost one knows no more what is referred to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.datastore.garbage import Collection, collect
from runtime_shim import contract
from runtime_shim.damage import DamagedRecord
from runtime_shim.store import open_store
from tests.datastore.test_garbage import LATER, stored
from tests.runtime_shim.client.stores import BAD, finished_run
from tests.runtime_shim.test_damage import NO_TABLES, changed

RUN = "TrainFlow/runs/17"
RECORDS = ("run.json", "end.json", "start/-/attempts/0.json", "train/1/failures/0.json")
GARBAGE = "0" * 64


def made(root: Path) -> Path:
    """A datastore with a run, in which attempts failed, and something to remove."""
    run = finished_run(root).task("train", "2", values={"partial": 7}, error=BAD)
    run.history.store.create(contract.blob_key("TrainFlow", GARBAGE), [b"x"])
    return root


def collected(root: Path, *, delete: bool) -> Collection:
    store = open_store(str(root))
    return collect(store, "TrainFlow", LATER, lambda _: None, packages=True, delete=delete)


def objects(root: Path) -> set[str]:
    return stored(open_store(str(root)), "TrainFlow")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made(tmp_path / "store")


def half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def filled_with(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "half of it": half,
    "of another flow": lambda file: changed(file, flow="Other", status=3),
    **{repr(content[:10]): filled_with(content) for content in NO_TABLES},
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("record", RECORDS)
def test_a_damaged_record_is_named_and_nothing_is_removed(
    root: Path, record: str, ended: bool, damage: Callable[[Path], object]
) -> None:
    if not ended and record != "end.json":
        (root / RUN / "end.json").unlink()
    before = objects(root)
    assert GARBAGE in before
    damage(root / RUN / record)
    found = collected(root, delete=True)
    assert isinstance(found.problem, DamagedRecord)
    assert str(found.problem).startswith(f"`{RUN}/{record}` of the datastore {root} is damaged")
    assert objects(root) == before


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"contract": contract.CONTRACT_VERSION + 1}, "its version is 2"),
        ({"attempt": 1}, "the record of another attempt"),
        ({"task": {"step": "join", "path": ""}}, "the record of another attempt"),
        ({"system": {"package": "9f86d081"}}, "a digest is none"),
    ],
)
def test_a_manifest_with_what_it_cannot_say(
    root: Path, facts: dict[str, Any], problem: str
) -> None:
    changed(root / RUN / "start/-/attempts/0.json", **facts)
    found = collected(root, delete=True)
    assert isinstance(found.problem, DamagedRecord)
    assert problem in str(found.problem)


def test_a_digest_that_was_cut_short(root: Path) -> None:
    manifest = root / RUN / "join/-/attempts/0.json"
    artifacts = json.loads(manifest.read_bytes())["artifacts"]
    artifacts["xs"]["blob"]["sha256"] = artifacts["xs"]["blob"]["sha256"][:-2]
    changed(manifest, artifacts=artifacts)
    assert "a digest is none" in str(collected(root, delete=True).problem)


def test_a_run_that_is_elsewhere_and_cannot_be_had(root: Path) -> None:
    """Where a run was moved to another disk, and a link put in its place."""
    archive = root.parent / "archive"
    (root / RUN).rename(archive)
    (root / RUN).symlink_to(archive)
    needed = collected(root, delete=False).kept.count
    assert needed > 0
    archive.rename(root.parent / "not mounted")
    before = stored(open_store(str(root)), "TrainFlow/blobs")
    found = collected(root, delete=True)
    assert f"`{RUN}` of the datastore {root} cannot be read" in str(found.problem)
    assert stored(open_store(str(root)), "TrainFlow/blobs") == before


def test_a_record_that_is_gone_is_the_user_s_word(root: Path) -> None:
    """To delete the folder of a run is how a run is deleted."""
    shutil.rmtree(root / RUN)
    assert collected(root, delete=True).problem is None
    assert objects(root) == set()


# --- damage of any kind ------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where in a document there is a value: what holds it, and under which name."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in list(items):
        yield value, name
        if isinstance(one, (dict, list)):
            yield from places(one)


def cut(content: bytes, data: st.DataObject) -> bytes:
    return content[: data.draw(st.integers(0, len(content) - 1))]


def overwritten(content: bytes, data: st.DataObject) -> bytes:
    """As a disk does it: some of it is something else."""
    at = data.draw(st.integers(0, len(content) - 1))
    rest = data.draw(st.sampled_from([b"\0" * 512, b"\xff", b"}" * 8, b'"']))
    return content[:at] + rest + content[at + len(rest) :]


def of_other_kinds(content: bytes, data: st.DataObject) -> bytes:
    """One of the values is of another kind."""
    document = json.loads(content)
    holder, name = data.draw(st.sampled_from(list(places(document))))
    before = holder[name]
    others = [one for one in (None, 3, "x", [3], {"x": 3}) if type(one) is not type(before)]
    holder[name] = data.draw(st.sampled_from(others))
    return json.dumps(document).encode()


def without_a_part(content: bytes, data: st.DataObject) -> bytes:
    document = json.loads(content)
    del document[data.draw(st.sampled_from(list(document)))]
    return json.dumps(document).encode()


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_damage_makes_what_is_needed_garbage(whole: Path, data: st.DataObject) -> None:
    """Either the record is refused, or all that it referred to is still seen to be."""
    record = whole / RUN / data.draw(st.sampled_from(sorted(RECORDS)))
    damage = data.draw(st.sampled_from([cut, overwritten, of_other_kinds, without_a_part]))
    content = record.read_bytes()
    record.write_bytes(damage(content, data))
    try:
        found = collected(whole, delete=False)
    finally:
        record.write_bytes(content)
    if found.problem is None:
        assert found.unreferenced.count == 1, "the one object that nothing ever referred to"
        assert damage is not cut
    else:
        assert isinstance(found.problem, DamagedRecord)
