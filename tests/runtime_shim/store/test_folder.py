"""The store in a folder: whole objects or none, whatever happens to a writer."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from mmap import mmap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime_shim.store import open_store
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import DRAFT_SECONDS, MAP_FROM, FolderStore
from tests.environments import ROOT


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(str(tmp_path / "store"))


def test_create_does_not_touch_the_pieces_of_a_taken_key(store: FolderStore) -> None:
    pieces = iter([b"second"])
    store.write("a", [b"first"])
    assert not store.create("a", pieces)
    assert next(pieces) == b"second"


@pytest.mark.parametrize("links", [True, False])
def test_one_of_many_creators_wins(
    store: FolderStore, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    # Every one of them finds the key free and has its draft ready before any goes on.
    monkeypatch.setattr(store, "exists", lambda key: False)
    with ThreadPoolExecutor(8) as pool:
        for number in range(20):
            contents = [bytes([racer]) * 100_000 for racer in range(8)]
            won = list(
                pool.map(lambda content, n=number: store.create(f"key/{n}", [content]), contents)
            )
            assert won.count(True) == 1
            assert store.read(f"key/{number}") == contents[won.index(True)]
    assert list(Path(store.root, ".tmp").iterdir()) == []


def _no_links(source: Path, target: Path) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_reading_makes_no_folder(store: FolderStore) -> None:
    assert list(store.list("")) == []
    assert list(store.scan("")) == []
    assert not store.exists("a")
    store.delete("a")
    assert not Path(store.root).exists()


def test_what_is_no_object_is_hidden(store: FolderStore) -> None:
    store.write("F/b", [b""])
    Path(store.root, "F", ".DS_Store").write_bytes(b"")
    assert list(store.list("F")) == ["b"]
    assert [entry.key for entry in store.scan("")] == ["F/b"]
    assert list(store.list("")) == ["F"]


@pytest.mark.parametrize("size", [0, MAP_FROM - 1, MAP_FROM])
def test_what_is_large_is_mapped(store: FolderStore, size: int) -> None:
    store.write("a", [bytes(size)])
    assert isinstance(memoryview(store.read_buffer("a")).obj, mmap) == (size >= MAP_FROM)


def test_a_mapped_buffer_outlives_its_object(store: FolderStore) -> None:
    content = random.Random(0).randbytes(2 * MAP_FROM)
    store.write("a", [content])
    buffer = store.read_buffer("a")
    store.write("a", [b"other"])
    store.delete("a")
    assert buffer == content


def test_git_ignores_a_folder_that_the_store_made(store: FolderStore, tmp_path: Path) -> None:
    store.write("a", [b""])
    assert Path(store.root, ".gitignore").read_text() == "*\n"

    (tmp_path / "given").mkdir()
    FolderStore(str(tmp_path / "given")).write("a", [b""])
    assert not (tmp_path / "given" / ".gitignore").exists()


def test_the_store_stays_when_a_step_changes_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("store")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    store.write("a", [b"x"])
    assert store.root == "store"
    assert (tmp_path / "store" / "a").read_bytes() == b"x"


def test_drafts_of_dead_writers_go_and_of_living_ones_stay(store: FolderStore) -> None:
    store.write("a", [b"x"])
    drafts = Path(store.root, ".tmp")
    (drafts / "dead").write_bytes(b"half")
    (drafts / "alive").write_bytes(b"half")
    long_ago = time.time() - DRAFT_SECONDS - 60
    os.utime(drafts / "dead", (long_ago, long_ago))
    FolderStore(store.root).write("b", [b"x"])
    assert [draft.name for draft in drafts.iterdir()] == ["alive"]
    assert list(store.list("")) == ["a", "b"]


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EACCES, "readable and writable"),
        (errno.EIO, "Check the disk"),
    ],
)
def test_a_write_that_fails_says_what_to_do_and_leaves_nothing(
    store: FolderStore, code: int, advice: str
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half of it"
        raise OSError(code, os.strerror(code))

    for write in (store.write, store.create):
        with pytest.raises(StoreFailed, match=advice) as caught:
            write("a/b", pieces())
        assert "`a/b`" in str(caught.value)
        assert str(Path(store.root)) in str(caught.value)
        assert os.strerror(code) in str(caught.value)
    assert not store.exists("a/b")
    assert list(Path(store.root, ".tmp").iterdir()) == []


def test_what_a_signal_handler_raises_is_not_taken_for_a_failed_store(store: FolderStore) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half of it"
        raise TimeoutError("the step took too long")

    with pytest.raises(TimeoutError, match="too long"):
        store.write("a", pieces())
    assert list(Path(store.root, ".tmp").iterdir()) == []


def test_a_root_that_cannot_be_listed(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(StoreFailed, match=rf"^The datastore {link} cannot be read: Too many"):
        FolderStore(str(link)).list("")


def test_a_scan_follows_links(store: FolderStore, tmp_path: Path) -> None:
    store.write("F/runs/1/run.json", [b"x"])
    Path(store.root, "F", "runs").rename(tmp_path / "elsewhere")
    Path(store.root, "F", "runs").symlink_to(tmp_path / "elsewhere")
    for folder in ("F", "F/runs", ""):
        assert [entry.key for entry in store.scan(folder)] == ["F/runs/1/run.json"]


@pytest.mark.parametrize("link", ["F/runs", "F/runs/1", "F/runs/1/run.json"])
@pytest.mark.parametrize("leads", ["nowhere", "in a circle"])
def test_a_scan_says_what_it_cannot_look_into(store: FolderStore, link: str, leads: str) -> None:
    """Who takes what is there for all that there is removes too much."""
    path = Path(store.root, link)
    path.parent.mkdir(parents=True)
    path.symlink_to("missing" if leads == "nowhere" else path.name)
    with pytest.raises(StoreFailed, match=rf"`{link}` of the datastore .* cannot be read: "):
        list(store.scan("F/runs"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_scan_says_which_folder_is_closed(store: FolderStore) -> None:
    store.write("F/runs/1/run.json", [b"x"])
    folder = Path(store.root, "F", "runs", "1")
    folder.chmod(0)
    with pytest.raises(StoreFailed, match=r"`F/runs/1` of the datastore .* readable"):
        list(store.scan("F/runs"))
    folder.chmod(0o755)


def test_a_root_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for root in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreFailed, match="where a folder has to be"):
            FolderStore(str(root)).write("a", [b"x"])


NAMES = st.text("ab0-_", min_size=1, max_size=3)


@given(
    st.dictionaries(
        st.builds("{}/{}".format, st.sampled_from(["x", "y"]), NAMES),
        st.lists(st.binary(max_size=50), max_size=4),
    )
)
def test_a_store_holds_what_it_was_given(
    tmp_path_factory: pytest.TempPathFactory, objects: dict[str, list[bytes]]
) -> None:
    store = FolderStore(str(tmp_path_factory.mktemp("store")))
    for key, pieces in objects.items():
        store.write(key, pieces)
    found = {f"{folder}/{name}" for folder in store.list("") for name in store.list(folder)}
    assert found == set(objects)
    for key, pieces in objects.items():
        assert store.read(key) == bytes(store.read_buffer(key)) == b"".join(pieces)


WRITER = """
import hashlib, sys
from itertools import count
from runtime_shim.store.folder import FolderStore

store = FolderStore(sys.argv[1])
for number in count():
    body = f"{sys.argv[2]}.{number}".encode() * 50_000
    pieces = [hashlib.sha256(body).hexdigest().encode(), *(body[at:][:4096] for at in
              range(0, len(body), 4096))]
    store.write(f"same/{number % 3}", pieces)
    store.create(f"new/{number}", pieces)
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_objects_or_none(store: FolderStore) -> None:
    moments = random.Random(3)
    for turn in range(20):
        writer = subprocess.Popen(
            [sys.executable, "-S", "-c", WRITER, store.root, str(turn)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(moments.uniform(0, 0.02))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        for folder in store.list(""):
            for name in store.list(folder):
                content = store.read(f"{folder}/{name}")
                assert hashlib.sha256(content[64:]).hexdigest().encode() == content[:64]
    assert list(store.list("")) == ["new", "same"]
    assert "0" in store.list("same")
