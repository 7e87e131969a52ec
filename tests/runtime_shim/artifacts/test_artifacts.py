"""Values go into the store and come out again; what cannot is reported by name."""

from __future__ import annotations

import pickle
import random
import sys
import zlib
from dataclasses import replace
from mmap import mmap
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime_shim import artifacts as codec
from runtime_shim import contract
from runtime_shim.artifacts import Artifacts, UnreadableArtifact
from runtime_shim.artifacts.pickling import OUT_OF_BAND, dump
from runtime_shim.manifest import Artifact
from runtime_shim.store import Buffer
from runtime_shim.store.folder import MAP_FROM, FolderStore
from tests.runtime_shim.store.far import FarFolder

WHERE = "`model` of Flow/17/train/3.0"


class Holder:
    """Offers its buffer to pickle, as an array does."""

    def __init__(self, data: object) -> None:
        self.data = data

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        return Holder, (pickle.PickleBuffer(self.data),)  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Holder) and bytes(self) == bytes(other)

    def __hash__(self) -> int:
        return 0

    def __bytes__(self) -> bytes:
        return memoryview(self.data).tobytes()  # type: ignore[arg-type]


def noise(size: int) -> bytearray:
    return bytearray(random.Random(size).randbytes(size))


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    return Artifacts(FolderStore(str(tmp_path / "store")), "Flow")


def blob_file(artifacts: Artifacts, sha256: str) -> Path:
    return Path(artifacts.store.root, contract.blob_key("Flow", sha256))


def blobs(artifacts: Artifacts) -> list[str]:
    folders = artifacts.store.list("Flow/blobs")
    return [name for folder in folders for name in artifacts.store.list(f"Flow/blobs/{folder}")]


# --- what comes back ------------------------------------------------------------------

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.builds(bytearray, st.binary(max_size=9))
    | st.builds(lambda size: Holder(noise(size)), st.sampled_from([0, 5, OUT_OF_BAND, MAP_FROM]))
    | st.builds(lambda size: noise(size), st.sampled_from([OUT_OF_BAND, 3 * OUT_OF_BAND]))
    | st.builds(lambda size: "word " * size, st.sampled_from([1, 10_000]))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_comes_back(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    artifacts = Artifacts(FolderStore(str(tmp_path_factory.getbasetemp() / "values")), "Flow")
    artifact = artifacts.save("value", value)
    loaded = artifacts.load(artifact, WHERE)
    assert loaded == value
    assert type(loaded) is type(value)
    assert artifacts.save("other", value) == artifact


def test_a_class_of_a_module_is_stored_by_its_name(artifacts: Artifacts) -> None:
    artifact = artifacts.save("kind", Holder)
    assert artifacts.load(artifact, WHERE) is Holder
    assert artifact.type == "builtins.type"


def test_the_type_names_module_and_class(artifacts: Artifacts) -> None:
    assert artifacts.save("x", Holder(b"")).type == f"{__name__}.Holder"
    assert artifacts.save("x", [1]).type == "builtins.list"


# --- buffers --------------------------------------------------------------------------


@pytest.mark.parametrize("size", [OUT_OF_BAND, 2 * MAP_FROM])
def test_a_large_buffer_is_a_blob_of_its_own_as_it_is(artifacts: Artifacts, size: int) -> None:
    data = noise(size)
    artifact = artifacts.save("model", {"weights": Holder(data), "steps": 3})
    (blob,) = artifact.buffers
    assert blob_file(artifacts, blob.sha256).read_bytes() == data
    assert blob.size == size
    assert artifact.size == artifact.blob.size + size
    assert artifact.blob.size < 500
    assert artifact.encoding == "pickle"


def test_a_small_buffer_stays_in_the_pickle(artifacts: Artifacts) -> None:
    artifact = artifacts.save("model", Holder(noise(OUT_OF_BAND - 1)))
    assert artifact.buffers == ()
    assert artifacts.load(artifact, WHERE) == Holder(noise(OUT_OF_BAND - 1))


@pytest.mark.parametrize("size", [100, OUT_OF_BAND, 2 * MAP_FROM])
def test_loaded_memory_may_be_written_to_without_harm(artifacts: Artifacts, size: int) -> None:
    artifact = artifacts.save("model", Holder(noise(size)))
    loaded = artifacts.load(artifact, WHERE)
    assert isinstance(loaded, Holder)
    memoryview(loaded.data)[:3] = b"new"  # type: ignore[arg-type]
    assert bytes(loaded)[:3] == b"new"
    assert artifacts.load(artifact, WHERE) == Holder(noise(size))


def test_a_large_buffer_is_mapped(artifacts: Artifacts) -> None:
    loaded = artifacts.load(artifacts.save("model", Holder(noise(2 * MAP_FROM))), WHERE)
    assert isinstance(loaded, Holder)
    assert isinstance(memoryview(loaded.data).obj, mmap)  # type: ignore[arg-type]


def test_read_only_memory_stays_read_only(artifacts: Artifacts) -> None:
    loaded = artifacts.load(artifacts.save("x", Holder(bytes(OUT_OF_BAND))), WHERE)
    assert isinstance(loaded, Holder)
    assert memoryview(loaded.data).readonly  # type: ignore[arg-type]


def test_a_buffer_of_many_dimensions_is_stored_as_its_bytes(artifacts: Artifacts) -> None:
    data = noise(2 * OUT_OF_BAND)
    artifact = artifacts.save("table", Holder(memoryview(data).cast("d", (128, 128))))
    assert [blob.size for blob in artifact.buffers] == [2 * OUT_OF_BAND]
    assert artifacts.load(artifact, WHERE) == Holder(data)


def test_what_two_values_share_is_stored_once(artifacts: Artifacts) -> None:
    first = artifacts.save("a", Holder(noise(OUT_OF_BAND)))
    second = artifacts.save("b", [Holder(noise(OUT_OF_BAND)), 1])
    assert first.buffers == second.buffers
    assert len(blobs(artifacts)) == 3


def test_memory_is_not_copied_when_pickled() -> None:
    data, text = noise(2 * OUT_OF_BAND), bytes(noise(3 * OUT_OF_BAND))
    pickled = dump([Holder(data), text])
    assert [buffer.obj for buffer in pickled.buffers] == [data]
    assert pickled.buffers[0].obj is data
    assert any(piece is text for piece in pickled.pieces)


class FakeArray:
    """What pickling asks of numpy's arrays."""

    def __init__(self, nbytes: int, writeable: bool) -> None:
        self.nbytes = nbytes
        self.flags = self
        self.writeable = writeable

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        return str, (f"protocol {protocol}",)


@pytest.mark.parametrize(
    ("nbytes", "writeable", "protocol"),
    [(OUT_OF_BAND, True, 5), (OUT_OF_BAND - 1, True, 4), (OUT_OF_BAND, False, 4)],
)
def test_arrays_come_back_as_they_do_under_metaflow(
    artifacts: Artifacts,
    monkeypatch: pytest.MonkeyPatch,
    nbytes: int,
    writeable: bool,
    protocol: int,
) -> None:
    """Read-only and small ones as memory of their own, which protocol 4 gives."""
    numpy = ModuleType("numpy")
    numpy.ndarray = FakeArray  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "numpy", numpy)
    artifact = artifacts.save("array", [FakeArray(nbytes, writeable)])
    assert artifacts.load(artifact, WHERE) == [f"protocol {protocol}"]


# --- compression ----------------------------------------------------------------------


def test_what_shrinks_is_compressed(artifacts: Artifacts) -> None:
    value = [f"line {number}" for number in range(50_000)]
    artifact = artifacts.save("lines", value)
    assert artifact.encoding == "pickle+zlib"
    assert artifact.blob.size < artifact.size / 3
    stored = blob_file(artifacts, artifact.blob.sha256).read_bytes()
    assert len(zlib.decompress(stored)) == artifact.size
    assert artifacts.load(artifact, WHERE) == value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(bytes(1000), id="small"),
        pytest.param(bytes(noise(300_000)), id="noise"),
        pytest.param([bytes(30_000), *(bytes(noise(100_000 + n)) for n in range(9))], id="mixed"),
        pytest.param(bytes(noise(1 << 12)) * 100, id="noise that repeats every sample"),
    ],
)
def test_what_does_not_shrink_is_stored_as_it_is(artifacts: Artifacts, value: object) -> None:
    artifact = artifacts.save("x", value)
    assert artifact.encoding == "pickle"
    assert artifact.blob.size == artifact.size
    assert artifacts.load(artifact, WHERE) == value


# --- what cannot be read back ---------------------------------------------------------

LOADED: list[str] = []


class Tells:
    def __setstate__(self, state: object) -> None:
        LOADED.append("loaded")


def _told() -> Tells:
    tells = Tells()
    tells.__dict__["state"] = Holder(noise(2 * MAP_FROM))
    return tells


@pytest.mark.parametrize("which", ["pickle", "buffer"])
@pytest.mark.parametrize("damage", ["flipped", "truncated", "grown", "gone"])
def test_a_damaged_blob_is_reported_and_not_loaded(
    artifacts: Artifacts, which: str, damage: str
) -> None:
    artifact = artifacts.save("model", _told())
    blob = artifact.blob if which == "pickle" else artifact.buffers[0]
    file = blob_file(artifacts, blob.sha256)
    content = bytearray(file.read_bytes())
    if damage == "flipped":
        content[len(content) // 2] ^= 1
    file.write_bytes(content[:-1] if damage == "truncated" else content)
    if damage == "grown":
        file.write_bytes(content + b".")
    if damage == "gone":
        file.unlink()

    LOADED.clear()
    with pytest.raises(UnreadableArtifact) as caught:
        artifacts.load(artifact, WHERE)
    message = str(caught.value)
    assert f"The artifact {WHERE}, of the class `{__name__}.Tells`" in message
    assert contract.blob_key("Flow", blob.sha256) in message
    assert {
        "flipped": "does not have the digest",
        "truncated": f"has {blob.size - 1} bytes in place of {blob.size}",
        "grown": f"has {blob.size + 1} bytes in place of {blob.size}",
        "gone": "there is no `Flow/blobs/",
    }[damage] in message
    assert LOADED == []


class DamagingFolder(FarFolder):
    """Gets some of what it fetches with a byte too few."""

    bad = 0

    def read_buffer(self, key: str, size: int | None = None) -> Buffer:
        content = super().read_buffer(key, size)
        self.bad -= 1
        return content if self.bad < 0 else memoryview(content)[:-1]


@pytest.mark.parametrize(("bad", "fetched"), [(0, 1), (2, 3), (3, 3)])
def test_what_a_network_damages_is_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int, fetched: int
) -> None:
    monkeypatch.setattr(codec, "_PAUSES", (0.0, 0.0))
    store = DamagingFolder(str(tmp_path))
    artifacts = Artifacts(store, "Flow")
    artifact = artifacts.save("model", "value")
    store.bad = bad
    if bad < fetched:
        assert artifacts.load(artifact, WHERE) == "value"
    else:
        with pytest.raises(UnreadableArtifact, match="bytes in place of"):
            artifacts.load(artifact, WHERE)
    assert len(store.fetched) == fetched


def test_a_deleted_blob_can_be_stored_again(artifacts: Artifacts) -> None:
    artifact = artifacts.save("x", "value")
    blob_file(artifacts, artifact.blob.sha256).unlink()
    assert artifacts.save("x", "value") == artifact
    assert artifacts.load(artifact, WHERE) == "value"


def _saved_of_module(artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch) -> Artifact:
    """An object of a class `models.Net`, as the value of a key."""
    module = ModuleType("models")
    module.Net = type("Net", (), {"__module__": "models"})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "models", module)
    return artifacts.save("model", {"net": module.Net()})


def test_a_class_whose_module_is_missing(
    artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = _saved_of_module(artifacts, monkeypatch)
    monkeypatch.delitem(sys.modules, "models")
    with pytest.raises(UnreadableArtifact) as caught:
        artifacts.load(artifact, WHERE)
    assert str(caught.value) == (
        f"The artifact {WHERE}, of the class `builtins.dict`, cannot be loaded: its class `Net` "
        "is of the module `models`, and there is no module `models` here. Install the package, "
        "or bring the file along with the flow."
    )
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_a_class_that_its_module_no_longer_has(
    artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = _saved_of_module(artifacts, monkeypatch)
    monkeypatch.delattr(sys.modules["models"], "Net")
    with pytest.raises(UnreadableArtifact, match="the module `models` no longer has `Net`"):
        artifacts.load(artifact, WHERE)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import absent_helper", "ModuleNotFoundError: No module named 'absent_helper'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_class_whose_module_fails(
    artifacts: Artifacts,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    source: str,
    reason: str,
) -> None:
    artifact = _saved_of_module(artifacts, monkeypatch)
    monkeypatch.delitem(sys.modules, "models")
    (tmp_path / "models.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnreadableArtifact) as caught:
        artifacts.load(artifact, WHERE)
    assert f"the module `models` of its class `Net` cannot be imported ({reason})" in str(
        caught.value
    )


class Fails:
    def __reduce__(self) -> tuple[object, ...]:
        return int, ("no number",)


def test_a_class_that_refuses_what_was_stored(artifacts: Artifacts) -> None:
    artifact = artifacts.save("x", Fails())
    with pytest.raises(UnreadableArtifact, match="ValueError: invalid literal") as caught:
        artifacts.load(artifact, WHERE)
    assert isinstance(caught.value.__cause__, ValueError)


def test_an_encoding_of_a_later_version(artifacts: Artifacts) -> None:
    artifact = replace(artifacts.save("x", 1), encoding="arrow")
    with pytest.raises(UnreadableArtifact, match="stored as `arrow`, which this version"):
        artifacts.load(artifact, WHERE)
