from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.package.select import select_files
from compiler.package.wanted import PackedFile, Reason, Wanted
from compiler.settings import Settings

FLOW = Span("flow.py", 1, 1, 1, 2)
IMPORT = Span("flow.py", 2, 1, 2, 2)


Texts = tuple[str, ...]


class Project:
    """A folder with files, and what is selected of it for a flow that imports the package `p`."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.report = Report()
        self.add("flow.py", "p/__init__.py")

    def add(self, *names: str, text: str = "") -> None:
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def link(self, name: str, target: str | Path) -> None:
        (self.root / name).symlink_to(target)

    def select(self, *more: Wanted, include: Texts = (), exclude: Texts = ()) -> list[str]:
        return [file.name for file in self.files(*more, include=include, exclude=exclude)]

    def files(
        self, *more: Wanted, include: Texts = (), exclude: Texts = ()
    ) -> tuple[PackedFile, ...]:
        self.report = Report()
        wanted = [
            Wanted(self.root / "flow.py", Reason.FLOW, FLOW),
            self.module("p/__init__.py", package="p"),
            *more,
        ]
        settings = Settings(include=include, exclude=exclude)
        return select_files(self.root, wanted, settings, FLOW, self.report)

    def module(self, name: str, package: str | None = None) -> Wanted:
        folder = self.root / package if package else None
        return Wanted(self.root / name, Reason.MODULE, IMPORT, folder)

    def input(self, name: str) -> Wanted:
        return Wanted(self.root / name, Reason.INPUT, IMPORT)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The codes, and the file or the pattern that each names."""
        return [
            (found.code, found.by_field().get("file") or found.by_field()["pattern"])
            for found in self.report.diagnostics
        ]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


BASE = ["flow.py", "p/__init__.py"]


def test_a_package_is_packed_whole(project: Project) -> None:
    project.add("p/data/x.csv", "p/q/r/deep.txt", "p/native.so", "p/.hidden", "other.py", "q/a.py")
    files = project.files()
    assert [file.name for file in files] == [
        "flow.py", "p/.hidden", "p/__init__.py", "p/data/x.csv", "p/native.so", "p/q/r/deep.txt",
    ]  # fmt: skip
    assert [file.reason for file in files][:3] == [Reason.FLOW, Reason.PACKAGE, Reason.MODULE]


def test_modes_and_sizes(project: Project) -> None:
    project.add("p/run.sh", text="#!/bin/sh")
    (project.root / "p/run.sh").chmod(0o700)
    run = project.files()[-1]
    assert (run.name, run.size, run.executable) == ("p/run.sh", 9, True)


def test_what_is_never_packed(project: Project) -> None:
    project.add(
        "p/__pycache__/a.pyc", "p/old.pyc", "p/.git/config", "p/.flowc/plan.json", "p/.DS_Store",
        "p/env/pyvenv.cfg", "p/env/lib/x.py", "p/.venv/x.py", "p/.mypy_cache/x",
    )  # fmt: skip
    project.link("p/.#lock", "user@host")
    assert project.select(include=("p/",)) == BASE
    assert project.problems == []


@pytest.mark.parametrize(
    "pattern", [".git/**", "/.git/config", "p/.git/*", ".flowc/**", ".flowc/*/blobs/*", "env/lib/*"]
)
def test_what_is_never_packed_whatever_is_included(project: Project, pattern: str) -> None:
    project.add(
        ".git/config", "p/.git/config", ".flowc/F.plan.json", ".flowc/F/blobs/a",
        "env/pyvenv.cfg", "env/lib/x.py",
    )  # fmt: skip
    assert project.select(include=(pattern,)) == BASE
    assert project.problems == [("FC808", pattern)]


def test_an_input_in_the_place_of_flowcs_own_files(project: Project) -> None:
    project.add(".flowc/notes.txt")
    assert project.select(project.input(".flowc/notes.txt")) == BASE
    assert project.problems == [("FC804", ".flowc/notes.txt")]


def test_what_flowc_compiled(project: Project) -> None:
    project.add("p/built/flow.yaml", "p/built/notes.txt", "p/built/environments/a.txt")
    files: dict[str, object] = {"flow.yaml": {}, "environments/a.txt": {}}
    listing = {"target": "argo", "flow": "F", "source": "f.py", "files": files}
    project.add("p/built/manifests/F.json", text=json.dumps(listing))
    project.add("p/mine/manifests/F.json", "p/mine/flow.yaml", text="{}")
    kept = ["p/built/notes.txt", "p/mine/flow.yaml", "p/mine/manifests/F.json"]
    assert project.select() == [*BASE, *kept]


def test_ignored_files(project: Project) -> None:
    project.add("p/a.log", "p/keep.log", "p/data/b.csv", "p/q/c.tmp", "p/q/d.tmp", "p/r/d.tmp")
    project.add(".gitignore", text="*.log\n!keep.log\ndata/\n")
    project.add("p/q/.gitignore", text="*.tmp\n!/d.tmp\n")
    assert project.select() == [
        *BASE, "p/keep.log", "p/q/.gitignore", "p/q/d.tmp", "p/r/d.tmp",
    ]  # fmt: skip


def test_a_file_in_an_ignored_folder_stays_ignored(project: Project) -> None:
    project.add("p/data/b.csv")
    project.add(".gitignore", text="data\n!b.csv\n")
    assert project.select() == BASE


def test_what_the_repository_around_ignores(project: Project, tmp_path: Path) -> None:
    project.add("p/a.log", "p/b.txt")
    (tmp_path / ".gitignore").write_text("*.log\n/project/p/b.txt\n")
    assert project.select() == [*BASE, "p/a.log", "p/b.txt"]
    (tmp_path / ".git").mkdir()
    assert project.select() == BASE


@pytest.mark.parametrize("place", [".gitignore", "p/.gitignore", "../.gitignore"])
def test_a_gitignore_that_cannot_be_read(project: Project, place: str) -> None:
    (project.root.parent / ".git").mkdir()
    project.link(place, ".gitignore")  # to itself
    project.select(exclude=(".gitignore",))
    assert project.problems == [("FC812", place)]
    assert project.report.failed


def test_a_folder_in_the_place_of_a_gitignore(project: Project) -> None:
    (project.root / ".gitignore").mkdir()
    assert project.select() == BASE
    assert project.problems == []


def test_lines_that_are_no_patterns(project: Project) -> None:
    project.add("p/a.log", "p/b.txt")
    (project.root / ".gitignore").write_bytes(b"\xef\xbb\xbf*.log\r\n!\n\\\n# b.txt\n\xff\n")
    assert project.select() == [*BASE, "p/b.txt"]


def test_included_files(project: Project) -> None:
    project.add("sql/a.sql", "sql/b.sql", "sql/c.txt", "x/sql/d.sql", "p/e.sql", "big.bin")
    project.add(".gitignore", text="big.bin\nx\n")
    assert project.select(include=("/sql/*.sql", "big.bin", "!b.sql")) == [
        "big.bin", "flow.py", "p/__init__.py", "p/e.sql", "sql/a.sql",
    ]  # fmt: skip
    assert project.select(include=("d.sql",))[-1] == "x/sql/d.sql"
    assert project.problems == []


def test_an_included_pattern_that_matches_nothing(project: Project) -> None:
    project.add("sql/a.sql")
    project.select(include=("sql/*.sql", "sqll/", "none", "!x"))
    assert project.problems == [("FC808", "sqll/"), ("FC808", "none")]
    assert not project.report.failed


@pytest.mark.parametrize("pattern", ["../x.sql", "/../*", "p/../../**", ".."])
def test_an_included_pattern_that_leaves_the_project(
    project: Project, tmp_path: Path, pattern: str
) -> None:
    (tmp_path / "x.sql").write_text("")
    assert project.select(include=(pattern,)) == BASE
    assert project.problems == [("FC809", pattern)]
    assert project.report.failed


def test_an_excluded_input(project: Project) -> None:
    project.add("q.sql", "q.json")
    config = Wanted(project.root / "q.json", Reason.CONFIG, IMPORT)
    assert project.select(project.input("q.sql"), config, exclude=("q.*",)) == BASE
    assert project.problems == [("FC810", "q.sql")]
    assert project.report.failed


def test_the_flow_is_packed_though_it_is_excluded(project: Project) -> None:
    assert project.select(exclude=("*.py", "!p/")) == ["flow.py"]
    assert project.problems == [("FC811", "flow.py")]
    assert not project.report.failed


def test_excluded_files(project: Project) -> None:
    project.add("p/a.py", "p/data/b.csv", "sql/a.sql")
    assert project.select(include=("sql/",), exclude=("data/", "/sql/*.sql", "p/a.py")) == BASE
    assert project.select(project.module("p/a.py"), exclude=("p/",)) == ["flow.py"]
    assert project.problems == []


def test_an_import_that_is_ignored(project: Project) -> None:
    project.add("p/made.py", "p/other.py", "flow.py")
    project.add(".gitignore", text="made.py\nflow.py\n")
    made = project.module("p/made.py", package="p")
    assert project.select(made) == [*BASE, "p/other.py"]
    assert project.problems == [("FC802", "p/made.py")]
    assert "p/made.py" in project.select(made, include=("p/made.py",))
    assert project.problems == []
    assert "p/made.py" not in project.select(made, exclude=("p/made.py",))
    assert project.problems == []


def test_an_input_that_is_ignored_is_named_by_the_flow(project: Project) -> None:
    project.add("data.csv")
    project.add(".gitignore", text="data.csv\n")
    assert project.select(project.input("data.csv")) == ["data.csv", *BASE]


@pytest.mark.parametrize(
    "name",
    [
        ".env", ".env.production", "prod.env", "server.pem", "tls.KEY", "id_rsa", "id_ed25519",
        "store.p12", "store.pfx", ".netrc", ".pypirc", ".npmrc", "credentials.json", "credentials",
        "service-account-7.json", "vault.kdbx", "secrets.toml", "kubeconfig", ".htpasswd",
    ],
)  # fmt: skip
def test_secrets(project: Project, name: str) -> None:
    project.add(f"p/{name}")
    project.add(f"q/{name}")
    assert project.select(include=("q/",)) == BASE
    assert sorted(project.problems) == [("FC801", f"p/{name}"), ("FC801", f"q/{name}")]
    kept = project.select(exclude=(f"p/{name}", "q/"))
    assert (kept, project.problems) == (BASE, [])
    assert set(project.select(include=(f"/p/{name}",))) == {*BASE, f"p/{name}"}
    assert project.problems == []


def test_secrets_by_a_pattern_that_means_them(project: Project) -> None:
    project.add("p/keys/a.pem", "p/keys/b.pem")
    assert len(project.select(include=("p/keys/*.pem",))) == 4
    project.select(include=("p/keys/*",))
    assert [code for code, _ in project.problems] == ["FC801", "FC801"]


@pytest.mark.parametrize(
    "name", [".env.example", "id_rsa.pub", "environment.py", "secrets.py", "credentials.py"]
)
def test_what_is_no_secret(project: Project, name: str) -> None:
    project.add(f"p/{name}")
    assert f"p/{name}" in project.select()
    assert project.problems == []


def test_an_ignored_secret_is_no_concern(project: Project) -> None:
    project.add("p/.env")
    project.add(".gitignore", text=".env\n")
    assert project.select() == BASE
    assert project.problems == []


def test_links_in_the_project(project: Project) -> None:
    project.add("data/x.csv", "p/a.txt", text="12345")
    project.link("p/file", "a.txt")
    project.link("p/folder", "../data")
    project.link("p/self", ".")
    project.link("p/up", "..")
    names = project.select()
    assert names == [
        *BASE,
        "p/a.txt",
        "p/file",
        "p/folder/x.csv",
        "p/up/data/x.csv",
        "p/up/flow.py",
    ]
    assert project.problems == []
    assert next(file.size for file in project.files() if file.name == "p/file") == 5


def test_links_out_of_the_project(project: Project, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.txt").write_text("")
    project.link("p/folder", tmp_path / "outside")
    project.link("p/file", "../../outside/x.txt")
    project.link("p/nowhere", "nothing")
    project.link("p/itself", "itself")
    project.link("module.py", tmp_path / "outside/x.txt")
    assert project.select(project.module("module.py")) == BASE
    assert sorted(project.problems) == [
        ("FC803", name) for name in ("module.py", "p/file", "p/folder", "p/itself", "p/nowhere")
    ]
    project.select(
        project.module("module.py"), exclude=("/p/f*", "p/nowhere", "p/itself", "module.py")
    )
    assert project.problems == []


def test_a_project_behind_a_link(project: Project, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(project.root)
    project.root = tmp_path / "alias"
    assert project.select() == BASE
    assert project.problems == []


def test_files_that_cannot_be_packed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("p/a\\b", "p/new\nline", "p/fine")
    (project.root / os.fsdecode(b"p/\xff")).write_text("")
    monkeypatch.chdir(project.root)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("p/socket")
        assert project.select() == [*BASE, "p/fine"]
    assert sorted(project.problems) == [
        ("FC804", name) for name in ("p/\\udcff", "p/a\\b", "p/new\nline", "p/socket")
    ]


def test_a_file_that_may_not_be_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("p/closed")
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("closed"))
    assert project.select() == BASE
    assert project.problems == [("FC804", "p/closed")]


def test_a_folder_that_may_not_be_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("p/closed/x")
    scan = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert project.select() == BASE
    assert project.problems == [("FC804", "p/closed/")]
