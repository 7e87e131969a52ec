from __future__ import annotations

import re

import pytest

from compiler.environments.lock_text import Damaged, lock_text, verify_lock
from compiler.environments.request import Request
from tests.package_environments.making import CONDA, CONDA_FILE, CONDA_LOCK, DIGEST, SIX, SIX_LOCK

HASH = f"--hash=sha256:{DIGEST}"


def test_a_lock_says_what_it_is_for() -> None:
    head = SIX_LOCK.decode().splitlines()[:4]
    assert head[1:] == ["# manager: pypi", "# python: 3.12", "# package: six==1.16.0"]
    verify_lock(SIX, SIX_LOCK)
    verify_lock(CONDA, CONDA_LOCK)


@pytest.mark.parametrize(
    "pinned",
    [
        f"six==1.16.0 {HASH}",
        f"six==1.16.0 \\\n  {HASH} \\\n  {HASH}\n\n# a comment\ntomli==2.0.1 {HASH}",
        f"six==1.16.0 ; python_full_version < '3.13' and sys_platform == 'linux' \\\n    {HASH}",
        f"Six[extra]==1.16.0 {HASH}",
        f"torch==2.3.0+cpu {HASH}\nsix==1!1.16 {HASH}",
    ],
)
def test_pinned_packages(pinned: str) -> None:
    verify_lock(SIX, lock_text(SIX, pinned))


@pytest.mark.parametrize(
    ("pinned", "problem"),
    [
        ("", "lacks the package six"),
        (f"tomli==2.0.1 {HASH}", "lacks the package six"),
        ("six==1.16.0", "pins no package"),
        ("six==1.16.0 \\\n", "pins no package"),
        (f"six>=1.16.0 {HASH}", "pins no package"),
        (f"six==1.* {HASH}", "pins no package"),
        (f"six {HASH}", "pins no package"),
        ("six==1.16.0 --hash=sha256:0000", "pins no package"),
        (f"six==1.16.0 --hash=md5:{DIGEST[:32]}", "pins no package"),
        (f"six @ https://host.invalid/six.whl {HASH}", "pins no package"),
        (f"--index-url https://host.invalid/\nsix==1.16.0 {HASH}", "pins no package"),
        (f"six==1.16.0 ; --index-url x {HASH}", "pins no package"),
        (f"six==1.16.0 {HASH} --pre", "pins no package"),
        (f"six==1.16.0 {HASH}\n-r other.txt", "pins no package"),
        (f"<<<<<<< ours\nsix==1.16.0 {HASH}", "pins no package"),
    ],
)
def test_what_is_pinned_badly(pinned: str, problem: str) -> None:
    with pytest.raises(Damaged, match=problem):
        verify_lock(SIX, lock_text(SIX, pinned))


def test_a_lock_for_something_else() -> None:
    other = Request("pypi", "3.12", ("six==1.17.0",))
    for content in (SIX_LOCK, f"six==1.17.0 {HASH}".encode()):
        with pytest.raises(Damaged, match="for other packages"):
            verify_lock(other, content)
    with pytest.raises(Damaged, match="for other packages"):
        verify_lock(Request("conda", "3.12", ("numpy==2",)), CONDA_LOCK)
    with pytest.raises(Damaged, match="UTF-8"):
        verify_lock(SIX, b"\xff")


def test_a_lock_that_was_made_with_conda_itself() -> None:
    verify_lock(CONDA, f"# platform: linux-64\n@EXPLICIT\n{CONDA_FILE}\n".encode())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "does not begin with the line @EXPLICIT"),
        (CONDA_FILE, "does not begin with the line @EXPLICIT"),
        (f"@EXPLICIT\n{CONDA_FILE.partition('#')[0]}", "is no URL with #sha256:"),
        (f"@EXPLICIT\n{CONDA_FILE.replace('sha256:', '')}", "is no URL with #sha256:"),
        ("@EXPLICIT\nnumpy=1.26", "is no URL with #sha256:"),
    ],
)
def test_what_is_no_lock_of_conda(text: str, problem: str) -> None:
    with pytest.raises(Damaged, match=re.escape(problem)):
        verify_lock(CONDA, text.encode())
