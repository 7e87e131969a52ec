from __future__ import annotations

import threading
from pathlib import Path

import pytest

from runtime_shim import cache
from runtime_shim.cache import CacheFailed, cache_folder, make_once
from runtime_shim.contract import ENV_CACHE


def test_the_folder_is_for_this_user_alone(tmp_path: Path) -> None:
    folder = cache_folder({ENV_CACHE: str(tmp_path / "deep" / "cache")}, "packages")
    assert folder == tmp_path / "deep" / "cache" / "packages"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_default_folder_is_for_this_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "CACHE_FOLDER", str(tmp_path / "cache"))
    cache_folder({}, "packages")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    (tmp_path / "cache").chmod(0o777)
    with pytest.raises(CacheFailed, match=ENV_CACHE):
        cache_folder({}, "packages")


def test_a_folder_that_others_write_to(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages").chmod(0o770)
    with pytest.raises(CacheFailed, match="by another user"):
        cache_folder({ENV_CACHE: str(tmp_path)}, "packages")


def test_a_link_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir(mode=0o700)
    (tmp_path / "packages").symlink_to(tmp_path / "other")
    with pytest.raises(CacheFailed):
        cache_folder({ENV_CACHE: str(tmp_path)}, "packages")


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheFailed, match="cannot be made"):
        cache_folder({ENV_CACHE: str(tmp_path / "file")}, "packages")


def test_it_is_made_once(tmp_path: Path) -> None:
    target = tmp_path / "made"
    make_once(target, lambda draft: (draft / "one").touch())
    make_once(target, lambda draft: (draft / "two").touch())
    assert [path.name for path in target.iterdir()] == ["one"]


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fill(draft: Path) -> None:
        (draft / "half").touch()
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        make_once(tmp_path / "made", fill)
    assert list(tmp_path.iterdir()) == []


def test_several_at_once(tmp_path: Path) -> None:
    meet = threading.Barrier(4)

    def fill(draft: Path) -> None:
        meet.wait(timeout=60)  # all of them see that there is no folder yet
        (draft / draft.name).touch()

    threads = [threading.Thread(target=make_once, args=(tmp_path / "made", fill)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    assert len(list((tmp_path / "made").iterdir())) == 1
