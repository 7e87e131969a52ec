"""A value that cannot be pickled is refused, naming the part of it that is to blame."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from types import SimpleNamespace

import pytest

from runtime_shim.artifacts import Artifacts, UnpicklableArtifact
from runtime_shim.store.folder import FolderStore


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    return Artifacts(FolderStore(str(tmp_path / "store")), "Flow")


class Slotted:
    __slots__ = ("inner",)

    def __init__(self, inner: object) -> None:
        self.inner = inner


class Refuses:
    def __reduce__(self) -> str:
        raise ValueError("not me")


class Hides:
    """Pickles a lock that nobody finds by looking at its attributes."""

    def __getstate__(self) -> object:
        return {"made": threading.Lock()}

    def __reduce__(self) -> tuple[object, ...]:
        return Hides, (), self.__getstate__()


class Shy:
    """Does not let anybody look at its attributes."""

    def __getattribute__(self, name: str) -> object:
        if name == "__dict__":
            raise RuntimeError("go away")
        return super().__getattribute__(name)

    def __reduce__(self) -> tuple[object, ...]:
        return Shy, (threading.Lock(),)


def local_class() -> type:
    class Local:
        pass

    return Local


def refused(artifacts: Artifacts, value: object) -> str:
    with pytest.raises(UnpicklableArtifact) as caught:
        artifacts.save("model", value)
    assert caught.value.__cause__ is not None
    message = str(caught.value)
    assert message.startswith("The artifact `model`, ")
    assert list(artifacts.store.list("")) == []
    return message


def test_the_whole_message(artifacts: Artifacts) -> None:
    message = refused(artifacts, {"fit": [1, threading.Lock()]})
    assert message == (
        "The artifact `model`, an object of the class `builtins.dict`, cannot be stored because "
        "of `self.model['fit'][1]`, an object of the class `_thread.lock`: TypeError: cannot "
        "pickle '_thread.lock' object. Keep it in a local variable, or store what it is made "
        "from and make it again in the step that needs it."
    )


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (lambda: 0, "the function `<lambda>`"),
        ((number for number in [1]), "an object of the class `builtins.generator`"),
        (threading, "an object of the class `builtins.module`"),
        (local_class(), f"the class `{__name__}.local_class.<locals>.Local`"),
    ],
)
def test_the_value_itself(artifacts: Artifacts, value: object, named: str) -> None:
    assert f"The artifact `model`, {named}, cannot be stored: " in refused(artifacts, value)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (SimpleNamespace(layers=[0, {"hook": lambda: 0}]), "self.model.layers[1]['hook']"),
        (Slotted((1, Slotted(threading.Lock()))), "self.model.inner[1].inner"),
        (deque([1, iter([]), {1: open}, lambda: 0]), "self.model[3]"),
        ({"set": {1, threading.Lock()}}, "self.model['set'].<element>"),
        ({threading.Lock(): 1}, "self.model.<key>"),
        ([1, Refuses()], "self.model[1]"),
        ([1, local_class()()], "self.model[1]"),
        ({"k" * 99: threading.Lock()}, "self.model['" + "k" * 39 + "...]"),
    ],
)
def test_the_place_in_the_value(artifacts: Artifacts, value: object, place: str) -> None:
    assert f" because of `{place}`, " in refused(artifacts, value)


def test_what_raises_names_its_reason(artifacts: Artifacts) -> None:
    assert "`self.model[0]`" in refused(artifacts, [Refuses()])
    assert "ValueError: not me" in refused(artifacts, [Refuses()])


@pytest.mark.parametrize("value", [Hides(), [Shy()]])
def test_a_part_without_a_place_is_named_by_its_class(artifacts: Artifacts, value: object) -> None:
    assert "cannot be stored because of an object of the class `_thread.lock`: " in refused(
        artifacts, value
    )


def test_a_value_that_contains_itself(artifacts: Artifacts) -> None:
    loop: list[object] = [1]
    loop.append(loop)
    loaded = artifacts.load(artifacts.save("model", loop), "somewhere")
    assert isinstance(loaded, list)
    assert loaded[1] is loaded


def test_a_cycle_around_what_cannot_be_pickled(artifacts: Artifacts) -> None:
    loop: list[object] = []
    loop.extend([loop, {"lock": threading.Lock()}])
    assert "`self.model[1]['lock']`" in refused(artifacts, loop)


def test_a_value_that_is_nested_too_deeply(artifacts: Artifacts) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert "it is nested too deeply for pickle" in refused(artifacts, deep)


class Once:
    """Refuses the first time only."""

    def __init__(self) -> None:
        self.asked = 0

    def __reduce__(self) -> tuple[object, ...]:
        self.asked += 1
        if self.asked == 1:
            raise OSError("not now")
        return Once, ()


def test_a_value_that_changes_its_mind(artifacts: Artifacts) -> None:
    message = refused(artifacts, [Once()])
    assert "an object of the class `builtins.list`, cannot be stored: OSError: not now" in message


class NoMemory:
    def __reduce__(self) -> str:
        raise MemoryError


def test_too_little_memory_is_called_that(artifacts: Artifacts) -> None:
    assert "there is not enough memory" in refused(artifacts, NoMemory())
