"""uv resolves from PyPI here; of micromamba and its channels there is a fake, for neither is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compiler.environments.lock_text import lock_text, verify_lock
from compiler.environments.request import Request
from compiler.environments.resolvers import find_resolver
from compiler.environments.tools import LookupBroken, Unresolvable
from runtime_shim.environments import uv
from tests.package_environments.making import CONDA, DIGEST, fake_program

LINK = [
    {
        "name": "numpy",
        "url": "https://conda.invalid/linux-64/numpy-1.26.4-py312.conda",
        "sha256": DIGEST,
        "md5": DIGEST[:32],
    },
    {
        "name": "python",
        "url": "https://conda.invalid/linux-64/python-3.12.4-0.tar.bz2",
        "sha256": DIGEST,
        "md5": DIGEST[:32],
    },
]


def resolve(request: Request, folder: Path) -> str:
    resolver = find_resolver(request.manager)
    assert resolver is not None
    return resolver(request, folder)


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_uv_resolves(tmp_path: Path) -> None:
    request = Request("pypi", "3.12", ("iniconfig==2.0.0", "six", "tomli<3,>=2"))
    pinned = resolve(request, tmp_path)
    verify_lock(request, lock_text(request, pinned))
    lines = [line for line in pinned.splitlines() if "==" in line]
    assert [line.partition("==")[0] for line in lines] == ["iniconfig", "six", "tomli"]
    assert lines[0].startswith("iniconfig==2.0.0 ")


def test_uv_explains_what_cannot_be_resolved(tmp_path: Path) -> None:
    with pytest.raises(Unresolvable, match=r"no version of six==99\b") as caught:
        resolve(Request("pypi", "3.12", ("six==99",)), tmp_path)
    assert "\n" not in str(caught.value)


def test_uv_needs_no_python_on_the_path(tmp_path: Path, bin_folder: Path) -> None:
    assert resolve(Request("pypi", "3.9", ("six==1.16.0",)), tmp_path).startswith("six==1.16.0 ")


def test_an_index_that_does_not_answer_says_nothing_of_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    with pytest.raises(LookupBroken, match="Connection refused"):
        resolve(Request("pypi", "3.12", ("six",)), tmp_path)


def test_no_packages_are_resolved_too(tmp_path: Path) -> None:
    assert resolve(Request("pypi", "3.12", ()), tmp_path) == ""


def test_uv_may_be_on_the_path(
    tmp_path: Path, bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uv, "find_spec", lambda name: None)
    assert find_resolver("pypi") is None
    fake_program(bin_folder, "uv", "six==1.0")
    assert resolve(Request("pypi", "3.12", ("six",)), tmp_path) == "six==1.0\n"
    asked = json.loads((bin_folder / "asked.json").read_text())
    assert asked["arguments"][:2] == ["pip", "compile"]
    assert {"--generate-hashes", "--no-build", "--universal"} <= set(asked["arguments"])
    assert asked["arguments"][-3:] == ["--python-version", "3.12", "-"]
    assert asked["input"] == "six\n"


def test_micromamba_resolves(tmp_path: Path, bin_folder: Path) -> None:
    fake_program(bin_folder, "micromamba", {"success": True, "actions": {"LINK": LINK}})
    pinned = resolve(CONDA, tmp_path)
    verify_lock(CONDA, lock_text(CONDA, pinned))
    assert pinned.splitlines() == [
        "@EXPLICIT",
        f"https://conda.invalid/linux-64/numpy-1.26.4-py312.conda#sha256:{DIGEST}",
        f"https://conda.invalid/linux-64/python-3.12.4-0.tar.bz2#sha256:{DIGEST}",
    ]
    asked = json.loads((bin_folder / "asked.json").read_text())
    assert asked["arguments"][0] == "create"
    assert {"--dry-run", "--json", "--platform=linux-64"} <= set(asked["arguments"])
    assert asked["arguments"][-2:] == ["python=3.12", "numpy==1.26.4"]
    assert asked["glibc"] == "2.28"


@pytest.mark.parametrize(
    ("answer", "code", "kind", "problem"),
    [
        ({"solver_problems": ["nothing provides numpy"]}, 1, Unresolvable, "nothing provides"),
        ({"success": False}, 0, LookupBroken, "micromamba ended with 0"),
        ("no JSON", 1, LookupBroken, "micromamba ended with 1"),
        ({"actions": {"LINK": [{"name": "numpy", "url": "u"}]}}, 0, LookupBroken, "no sha256 of n"),
    ],
)
def test_micromamba_fails(
    tmp_path: Path,
    bin_folder: Path,
    answer: object,
    code: int,
    kind: type[Exception],
    problem: str,
) -> None:
    fake_program(bin_folder, "micromamba", answer, code)
    with pytest.raises(kind, match=problem):
        resolve(CONDA, tmp_path)


def test_there_is_no_micromamba(bin_folder: Path) -> None:
    assert find_resolver("conda") is None


def test_a_program_that_cannot_be_started(tmp_path: Path, bin_folder: Path) -> None:
    program = bin_folder / "micromamba"
    program.write_text("#!/no/such/interpreter\n")
    program.chmod(0o755)
    with pytest.raises(LookupBroken, match="cannot be started"):
        resolve(CONDA, tmp_path)
