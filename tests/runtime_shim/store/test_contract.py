"""What holds for a store of any kind."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile

import pytest

from runtime_shim.store import Missing, Store, objects


def test_what_is_written_is_read(any_store: Store) -> None:
    any_store.write("Flow/runs/1/run.json", [b"one ", bytearray(b"two "), memoryview(b"three")])
    assert any_store.read("Flow/runs/1/run.json") == b"one two three"
    assert any_store.exists("Flow/runs/1/run.json")


def test_a_second_write_replaces(any_store: Store) -> None:
    any_store.write("a/b", [b"long content"])
    any_store.write("a/b", [b"short"])
    assert any_store.read("a/b") == b"short"


@pytest.mark.parametrize("size", [5, 300_000])
def test_create_leaves_what_is_there(any_store: Store, size: int) -> None:
    assert any_store.create("a/b", [b"1" * size])
    assert not any_store.create("a/b", [b"2" * size])
    assert any_store.read("a/b") == b"1" * size


def test_one_of_many_creators_wins(any_store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(5):
            contents = [bytes([racer]) * 1000 for racer in range(8)]
            won = list(
                pool.map(lambda content, n=number: any_store.create(f"k/{n}", [content]), contents)
            )
            assert won.count(True) == 1
            assert any_store.read(f"k/{number}") == contents[won.index(True)]


def test_what_is_not_there(any_store: Store) -> None:
    any_store.write("a/b", [b"x"])
    for key in ("c", "a", "a/b/c", "c/d/e"):
        assert not any_store.exists(key)
        with pytest.raises(Missing, match=key):
            any_store.read(key)
        with pytest.raises(Missing, match=key):
            any_store.read_buffer(key, 1)
        with TemporaryFile() as file, pytest.raises(Missing, match=key):
            any_store.read_into(key, file)
        any_store.delete(key)
    assert list(any_store.list("c")) == []
    assert list(any_store.list("a/b")) == []
    assert list(any_store.scan("c")) == []
    assert any_store.exists("a/b")


def test_names_are_sorted_and_those_of_one_level(any_store: Store) -> None:
    for key in ("F/10", "F/9", "F/b/c", "G", "Fa/x"):
        any_store.write(key, [b""])
    assert list(any_store.list("F")) == ["10", "9", "b"]
    assert list(any_store.list("")) == ["F", "Fa", "G"]


def test_a_scan_finds_all_objects_of_a_folder(any_store: Store) -> None:
    before = time.time() - 2
    for key, size in (("F/10", 3), ("F/b/c", 0), ("Fa/x", 1)):
        any_store.write(key, [bytes(size)])
    found = {entry.key: entry.size for entry in any_store.scan("F")}
    assert found == {"F/10": 3, "F/b/c": 0}
    assert {entry.key for entry in any_store.scan("")} == {"F/10", "F/b/c", "Fa/x"}
    assert all(before < entry.modified < time.time() + 2 for entry in any_store.scan(""))


def test_a_scan_of_more_than_one_answer(any_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_LISTED", 2)
    keys = [f"F/{name}" for name in ("1", "2/a", "2/b", "3", "4")]
    for key in keys:
        any_store.write(key, [b""])
    assert sorted(entry.key for entry in any_store.scan("F")) == keys


def test_names_with_characters_that_mean_something_in_urls(any_store: Store) -> None:
    keys = ["a/b %~#é", "a/x*y|z", "a/[1]{2}?", "a/100%25", "a/c+d&e=f"]
    for key in keys:
        any_store.write(key, [key.encode()])
        assert any_store.read(key) == key.encode()
    assert sorted(f"a/{name}" for name in any_store.list("a")) == sorted(keys)
    assert {entry.key for entry in any_store.scan("a")} == set(keys)


def test_a_deleted_object_is_gone(any_store: Store) -> None:
    any_store.write("a/b", [b"x"])
    any_store.delete("a/b")
    assert not any_store.exists("a/b")
    assert any_store.create("a/b", [b"y"])


@pytest.mark.parametrize(
    "key",
    ["", "/a", "../a", "a/../../b", "a//b", "a/", ".tmp/a", "a/.b", "a/./b", "a\0b", "\ud800"],
)
def test_a_key_stays_inside(any_store: Store, key: str) -> None:
    for use in (any_store.read, any_store.read_buffer, any_store.exists, any_store.delete):
        with pytest.raises(ValueError, match="is no key"):
            use(key)
    for write in (any_store.write, any_store.create, any_store.add):
        with pytest.raises(ValueError, match="is no key"):
            write(key, [b"x"])
    assert list(any_store.list("")) == []


@pytest.mark.parametrize("size", [0, 1, 40_000_001])
def test_an_object_goes_into_a_file(any_store: Store, size: int) -> None:
    content = random.Random(size).randbytes(size)
    any_store.write("a", [content[:7], memoryview(content)[7:]])
    with TemporaryFile() as file:
        any_store.read_into("a", file)
        file.seek(0)
        assert file.read() == content


@pytest.mark.parametrize("size", [0, 1, 1 << 20, 40_000_000])
def test_a_buffer_may_be_written_to_without_harm(any_store: Store, size: int) -> None:
    content = random.Random(size).randbytes(size)
    any_store.write("a", [content[:7], memoryview(content)[7:]])
    for known in (None, size):
        buffer = memoryview(any_store.read_buffer("a", known))
        assert buffer == content
        assert not buffer.readonly
        buffer[:] = bytes(size)
    assert any_store.read("a") == content


def test_a_size_that_is_wrong_gives_what_there_is(any_store: Store) -> None:
    any_store.write("a", [b"short"])
    any_store.write("b", [b""])
    assert bytes(any_store.read_buffer("a", 100_000_000)) == b"short"
    assert bytes(any_store.read_buffer("b", 100_000_000)) == b""


def test_large_content_is_added_once(any_store: Store) -> None:
    pieces = [bytes(9_000_000), b"x", bytes(11_000_000)]
    assert any_store.add("a", pieces)
    assert not any_store.add("a", pieces)
    assert any_store.read("a") == b"".join(pieces)
