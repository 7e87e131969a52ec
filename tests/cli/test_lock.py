from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Flowc
from tests.package_environments.making import SIX, SIX_LOCK

PACKAGES = GOOD.replace("import FlowSpec", "import FlowSpec, pypi").replace(
    "    @step\n    def work", '    @pypi(packages={"six": "1.16.0"})\n    @step\n    def work'
)
TWO = PACKAGES.replace(
    "    @step\n    def end",
    '    @pypi(packages={"Six": "==1.16.0"}, python="3.12")\n    @step\n    def end',
)
LOCK = f"locks/{SIX.id}.txt"


@pytest.fixture
def project(project: Path) -> Path:
    """One more flow in it, of which two steps ask for the same packages."""
    (project / "packages.py").write_text(TWO)
    return project


def locked(project: Path) -> Path:
    file = project / LOCK
    file.parent.mkdir()
    file.write_bytes(SIX_LOCK)
    return file


def test_it_makes_what_is_missing_and_leaves_what_is_there(project: Path, flowc: Flowc) -> None:
    result = flowc("lock", "packages.py")
    assert (result.code, result.err) == (0, "looking up six==1.16.0\n")
    header, row = (line.split(maxsplit=3) for line in result.out.splitlines())
    assert header == ["LOCK", "STATE", "PYTHON", "STEPS"]
    assert row == [LOCK, "made", "3.12", "work, end"]
    made = (project / LOCK).read_bytes()
    result = flowc("lock", "packages.py")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[1].split()[1] == "unchanged"
    assert flowc("lock", "packages.py", "--check").code == 0
    assert (project / LOCK).read_bytes() == made


def test_upgrade_looks_up_anew(project: Path, flowc: Flowc) -> None:
    file = locked(project)
    result = flowc("lock", "packages.py", "--upgrade", "--quiet", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == [
        {
            "environment": SIX.id,
            "lock": LOCK,
            "state": "renewed",
            "manager": "pypi",
            "python": "3.12",
            "packages": ["six==1.16.0"],
            "steps": ["work", "end"],
        }
    ]
    assert file.read_bytes() != SIX_LOCK


def test_check_writes_nothing(project: Path, flowc: Flowc) -> None:
    result = flowc("lock", "packages.py", "--check")
    assert result.code == 3
    assert result.out.splitlines()[1].split()[1] == "lacking"
    assert "error[FC853]" in result.err
    assert not (project / "locks").exists()
    locked(project).write_bytes(SIX_LOCK + b"--pre\n")
    result = flowc("lock", "packages.py", "--check")
    assert result.code == 3
    assert "error[FC854]" in result.err


def test_what_is_wrong(project: Path, flowc: Flowc) -> None:
    assert flowc("lock", "bad.py").code == 1
    (project / "packages.py").write_text(TWO.replace("1.16.0", "99"))
    result = flowc("lock", "packages.py")
    assert result.code == 1
    assert "error[FC855]" in result.err
    (project / "packages.py").write_text(TWO.replace("1.16.0", "1 6"))
    for more in ((), ("--check",)):
        result = flowc("lock", "packages.py", *more)
        assert (result.code, result.out) == (1, "")
        assert "error[FC851]" in result.err
    locked(project).write_bytes(SIX_LOCK + b"--pre\n")
    (project / "packages.py").write_text(TWO)
    result = flowc("lock", "packages.py")
    assert result.code == 1
    assert "error[FC854]" in result.err
    result = flowc("lock", "packages.py", "--check", "--upgrade")
    assert result.code == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ('{"six": "git+https://host.invalid/six"}', "FC850"),
        ('{"six": "1 6"}', "FC851"),
        ('{"six": "1.16.0"}, python="3.99"', "FC852"),
        ('{"six": "1.16.0"}, python="3.8"', "FC852"),
    ],
)
def test_what_nobody_could_resolve_is_wrong_for_every_cluster(
    project: Path, flowc: Flowc, wrong: str, code: str
) -> None:
    (project / "packages.py").write_text(PACKAGES.replace('{"six": "1.16.0"}', wrong))
    for command in (("check",), ("check", "--target", "argo"), ("lock",)):
        result = flowc(*command, "packages.py")
        assert result.code == 1
        assert f"error[{code}]" in result.out + result.err
    assert not (project / "locks").exists()


def test_a_plain_check_needs_no_lock_and_reads_the_one_that_is_there(
    project: Path, flowc: Flowc
) -> None:
    assert flowc("check", "packages.py").code == 0
    locked(project).write_bytes(SIX_LOCK + b"--pre\n")
    result = flowc("check", "packages.py")
    assert result.code == 1
    assert "`flowc lock packages.py --upgrade`" in result.out


def test_what_is_not_looked_up_is_not_told(
    project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "packages.py").write_text(
        PACKAGES.replace('packages={"six": "1.16.0"}', 'python="3.12"')
    )
    result = flowc("lock", "packages.py")
    assert (result.code, result.err) == (0, "")
    (project / "packages.py").write_text(PACKAGES.replace("pypi", "conda"))
    monkeypatch.setenv("PATH", str(project))
    result = flowc("lock", "packages.py")
    assert result.code == 1
    assert "looking up" not in result.err
    assert "error[FC856]" in result.err


def test_a_flow_without_packages(project: Path, flowc: Flowc) -> None:
    result = flowc("lock", "good.py")
    assert (result.code, result.out, result.err) == (0, "", "no step asks for packages\n")
    assert flowc("lock", "good.py", "--format", "json").out == "[]\n"


def compile_argo(flowc: Flowc, *more: str) -> tuple[int, str]:
    named = ("--image", "own:1", "--datastore", "s3://bucket/flows")
    result = flowc("compile", "packages.py", "--target", "argo", *named, *more)
    return result.code, result.err


def test_a_compilation_reads_the_lock_and_writes_it_beside_the_spec(
    project: Path, flowc: Flowc
) -> None:
    locked(project)
    code, err = compile_argo(flowc)
    assert code == 0
    assert "looking up" not in err
    assert (project / f"build/argo/environments/{SIX.id}.txt").read_bytes() == SIX_LOCK
    assert SIX.id in (project / "build/argo/train.yaml").read_text()
    assert compile_argo(flowc, "--check")[0] == 0
    files = json.loads(flowc("package", "packages.py", "--format", "json").out)["files"]
    assert f".flowc/environments/{SIX.id}.txt" in [file["name"] for file in files]


def test_a_compilation_makes_a_missing_lock_but_no_check_does(project: Path, flowc: Flowc) -> None:
    assert flowc("check", "packages.py", "--target", "argo").code == 0
    code, err = compile_argo(flowc, "--check")
    assert code == 1
    assert "error[FC853]" in err
    assert "`flowc lock packages.py` makes it" in err
    assert not (project / "locks").exists()
    code, err = compile_argo(flowc)
    assert code == 0
    assert err.startswith(f"looking up six==1.16.0\nwrote {LOCK}\nwrote build/argo/")
    assert (project / LOCK).exists()


def test_nothing_is_looked_up_for_a_flow_with_errors(project: Path, flowc: Flowc) -> None:
    (project / "packages.py").write_text(TWO.replace("self.next(self.join)", "self.next(self.no)"))
    code, err = compile_argo(flowc)
    assert code == 1
    assert "looking up" not in err
    assert not (project / "locks").exists()


def test_a_change_of_the_lock_changes_one_line_of_the_spec(project: Path, flowc: Flowc) -> None:
    file = locked(project)
    compile_argo(flowc)
    spec = project / "build/argo/train.yaml"
    before = spec.read_text().splitlines()
    file.write_bytes(SIX_LOCK.replace(b"0" * 64, b"1" * 64))
    assert compile_argo(flowc, "--check")[0] == 3
    compile_argo(flowc)
    after = spec.read_text().splitlines()
    changed = [line for line, old in zip(after, before, strict=True) if line != old]
    assert [line.split(":")[0].strip() for line in changed] == ["flowc/package"]


def test_flows_with_the_same_packages_share_a_folder(project: Path, flowc: Flowc) -> None:
    file = locked(project)
    (project / "other.py").write_text(TWO.replace("Train", "Other"))
    assert compile_argo(flowc)[0] == 0
    assert flowc("compile", "other.py", "--target", "argo").code == 0
    file.write_bytes(SIX_LOCK.replace(b"0" * 64, b"1" * 64))
    assert compile_argo(flowc)[0] == 0
    result = flowc("compile", "other.py", "--target", "argo", "--check")
    assert result.code == 3
    (project / "other.py").write_text(GOOD.replace("Train", "Other"))
    assert flowc("compile", "other.py", "--target", "argo").code == 0
    assert (project / f"build/argo/environments/{SIX.id}.txt").exists()
