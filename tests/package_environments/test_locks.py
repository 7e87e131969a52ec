from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.diagnostics.report import Report
from compiler.environments.locking import Environments, Locking, Policy
from compiler.environments.locks import locks_of
from compiler.environments.request import Request
from compiler.ir.flow import Flow
from compiler.settings import Settings
from tests.package_environments.making import (
    CONDA,
    SIX,
    SIX_LOCK,
    fake_program,
    flow_of,
    packages,
)

FLOW = flow_of(packages({"six": "1.16.0"}, line=3), None, packages({"Six": "==1.16.0"}, line=7))


def lock(
    root: Path, policy: Policy, flow: Flow = FLOW, locks: str = "locks"
) -> tuple[Environments, list[tuple[int, str, str]], list[Request]]:
    """The environments, what is reported, and the requests that were resolved."""
    told: list[Request] = []
    report = Report()
    locking = Locking("flow.py", policy, told.append)
    found = locks_of(flow, Settings(locks=locks), root, report, locking)
    return found, [(each.span.line, each.code, each.message) for each in report.diagnostics], told


def locked(root: Path, content: bytes = SIX_LOCK, request: Request = SIX) -> Path:
    file = root / "locks" / f"{request.id}.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("policy", [Policy.READ, Policy.CHECK, Policy.MAKE])
def test_a_lock_that_is_there_is_read(tmp_path: Path, policy: Policy) -> None:
    locked(tmp_path)
    found, reported, told = lock(tmp_path, policy)
    assert found.by_step == {"s0": SIX.id, "s2": SIX.id}
    assert found.locks == {SIX.id: SIX_LOCK}
    assert found.complete
    assert (reported, told) == ([], [])


def test_a_missing_lock(tmp_path: Path) -> None:
    found, reported, told = lock(tmp_path, Policy.READ)
    missing = f"there is no lock `locks/{SIX.id}.txt` for these packages"
    assert (reported, told) == ([(3, "FC853", missing)], [])
    assert not found.complete
    found, reported, told = lock(tmp_path, Policy.CHECK)
    assert (reported, told) == ([], [])
    assert found.by_step["s0"] == SIX.id
    assert not found.complete
    assert list(tmp_path.iterdir()) == []


def test_a_missing_lock_is_made_once_for_all_steps(tmp_path: Path) -> None:
    found, reported, told = lock(tmp_path, Policy.MAKE, locks="my/locks")
    assert (reported, told) == ([], [SIX])
    (file,) = (tmp_path / "my" / "locks").iterdir()
    assert file.name == f"{SIX.id}.txt"
    assert found.locks == {SIX.id: file.read_bytes()}
    again, _, told = lock(tmp_path, Policy.READ, locks="my/locks")
    assert again == found
    assert told == []


def test_a_lock_is_renewed(tmp_path: Path) -> None:
    file = locked(tmp_path)
    found, reported, told = lock(tmp_path, Policy.RENEW)
    assert (reported, told) == ([], [SIX])
    assert file.read_bytes() == found.locks[SIX.id] != SIX_LOCK


@pytest.mark.parametrize("policy", [Policy.READ, Policy.CHECK, Policy.MAKE])
def test_a_damaged_lock_is_not_used(tmp_path: Path, policy: Policy) -> None:
    file = locked(tmp_path, SIX_LOCK + b"tomli\n")
    found, reported, told = lock(tmp_path, policy)
    assert not found.complete
    assert told == []
    ((line, code, message),) = reported
    assert (line, code) == (3, "FC854")
    assert message.endswith("pins no package by version and sha256: tomli")
    assert file.read_bytes().endswith(b"tomli\n")


def test_what_cannot_be_resolved_leaves_the_lock_alone(tmp_path: Path) -> None:
    flow = flow_of(packages({"six": "99"}, line=4))
    ((line, code, message),) = lock(tmp_path, Policy.MAKE, flow)[1]
    assert (line, code) == (4, "FC855")
    assert "for six==99: " in message
    assert not (tmp_path / "locks").exists()


def test_an_index_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    ((line, code, message),) = lock(tmp_path, Policy.MAKE)[1]
    assert (line, code) == (3, "FC859")
    assert message.startswith("uv could not look up six==1.16.0: ")
    assert not (tmp_path / "locks").exists()


def test_advice_names_the_flow_and_who_makes_a_lock_is_told(tmp_path: Path) -> None:
    report, made = Report(), list[Path]()
    locking = Locking("my flows/train.py:Train")
    locks_of(FLOW, Settings(), tmp_path, report, locking)
    assert report.errors[0].advice.startswith("`flowc lock 'my flows/train.py:Train'` makes it")
    making = replace(locking, policy=Policy.MAKE, made=made.append)
    locks_of(FLOW, Settings(), tmp_path, Report(), making)
    locks_of(FLOW, Settings(), tmp_path, Report(), making)
    assert made == [tmp_path / "locks" / f"{SIX.id}.txt"]
    made[0].write_text("")
    locks_of(FLOW, Settings(), tmp_path, damaged := Report(), making)
    assert "`flowc lock 'my flows/train.py:Train' --upgrade`" in damaged.errors[0].advice


def test_a_resolver_that_gives_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path / "bin", "micromamba", {"actions": {"LINK": [{"url": "x", "sha256": 1}]}})
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    flow = flow_of(packages({"numpy": "1.26.4"}, conda=True))
    ((_, code, message),) = lock(tmp_path, Policy.MAKE, flow)[1]
    assert code == "FC859"
    assert "the answer has a line that is no URL" in message
    assert not (tmp_path / "locks").exists()


def test_no_resolver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    flow = flow_of(packages({"numpy": "1.26.4"}, line=4, conda=True))
    _, ((line, code, message),), told = lock(tmp_path, Policy.MAKE, flow)
    assert (line, code) == (4, "FC856")
    assert told == [], "nothing was looked up"
    assert message == (
        f"there is no lock `locks/{CONDA.id}.txt` for these packages, and no micromamba to make it"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert lock(tmp_path, Policy.MAKE)[1][0][1] == "FC857"


def test_a_lock_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "locks" / f"{SIX.id}.txt").mkdir(parents=True)
    ((_, code, message),) = lock(tmp_path, Policy.READ)[1]
    assert code == "FC857"
    assert message.endswith("cannot be read or written: is a directory")
    (tmp_path / "file").write_text("")
    assert lock(tmp_path, Policy.READ, locks="file")[1][0][1] == "FC857"
