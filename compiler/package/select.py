"""Chooses the files of a code package, and reports what must not or cannot be in it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from compiler.diagnostics.catalogue.packages import (
    ExcludedFlow,
    ExcludedInput,
    HiddenImport,
    LinkOutOfProject,
    PatternOutOfProject,
    PatternWithoutFile,
    SecretInPackage,
    UnpackableFile,
    UnreadableIgnore,
)
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.package.ignored import Ignored
from compiler.package.never import lies_in_never_packed
from compiler.package.patterns import Patterns, leaves_root
from compiler.package.secret_names import looks_secret, names_secrets
from compiler.package.walk import Found, Problem, Walk, link_problem, reason
from compiler.package.wanted import PackedFile, Reason, Wanted
from compiler.settings import Settings
from runtime_shim.contract import PACKAGE_OWN

_UNFIT = re.compile(r"[\\\x00-\x1f\x7f]|^[A-Za-z]:")
"""What the runtime refuses in a name (`runtime_shim.unpack`)."""


def select_files(
    root: Path, wanted: Iterable[Wanted], settings: Settings, flow: Span, report: Report
) -> tuple[PackedFile, ...]:
    """The files of the package, by name. Reports at the places where they are wanted.

    What the settings include is wanted by the flow as a whole, which `flow` is the place of.
    """
    selection = _Selection(root, settings, report)
    packages: dict[Path, Span] = {}
    for one in wanted:
        selection.add_wanted(one)
        if one.package is not None:
            packages.setdefault(one.package, one.span)
    for folder in sorted(packages, key=lambda folder: len(folder.parts)):
        selection.add_package(folder, packages[folder])
    selection.add_included(flow)
    selection.report_unreadable(flow)
    return tuple(selection.files[name] for name in sorted(selection.files))


class _Selection:
    """The files chosen so far."""

    def __init__(self, root: Path, settings: Settings, report: Report) -> None:
        self.files: dict[str, PackedFile] = {}
        self._root = root
        self._outside = [*filter(leaves_root, settings.include)]
        self._include = Patterns.of(text for text in settings.include if not leaves_root(text))
        self._exclude = Patterns.of(settings.exclude)
        self._secrets = Patterns.of(filter(names_secrets, settings.include))
        self._ignored = Ignored(root)
        self._report = report
        self._refused: set[str] = set()
        self._walked: list[Path] = []

    def add_wanted(self, wanted: Wanted) -> None:
        """Adds a file that the flow asks for: it goes before what git ignores, but a module."""
        name = wanted.path.relative_to(self._root).as_posix()
        if self._excludes(name):
            if wanted.reason is Reason.INPUT:
                self._report.add(ExcludedInput(span=wanted.span, file=name))
            if wanted.reason is not Reason.FLOW:
                return
            self._report.add(ExcludedFlow(span=wanted.span, file=name))
        if wanted.reason is Reason.MODULE and self._hides(name):
            self._report.add(HiddenImport(span=wanted.span, file=name))
            return
        self._add(Found(name, link_problem(self._root, wanted.path)), wanted.reason, wanted.span)

    def add_package(self, folder: Path, span: Span) -> None:
        """Adds the folder of a package, but for what git ignores."""
        if any(folder.is_relative_to(walked) for walked in self._walked):
            return
        self._walked.append(folder)
        name = folder.relative_to(self._root).as_posix()
        problem = link_problem(self._root, folder)
        if self._excludes(f"{name}/") or self._ignored.has(f"{name}/"):
            return
        if problem is not None:
            self._refuse(Found(name, problem), span)
            return
        walk = Walk(self._root, lambda one: self._ignored.matches(one) or self._excludes(one))
        for found in walk.files(name):
            self._add(found, Reason.PACKAGE, span)

    def add_included(self, span: Span) -> None:
        """Adds what the settings name, also of what git ignores."""
        matched: list[str] = []
        for text in self._outside:
            self._report.add(PatternOutOfProject(span=span, pattern=text))
        for folder in self._include.folders:
            if not (self._root / folder).is_dir() or lies_in_never_packed(self._root, folder):
                continue
            for found in Walk(self._root, self._excludes).files(folder):
                if self._include.match(found.name):
                    matched.append(found.name)
                    self._add(found, Reason.SETTING, span)
        for text in self._include.texts:
            pattern = Patterns.of([text])
            if not text.startswith(("!", "#")) and not any(map(pattern.match, matched)):
                self._report.add(PatternWithoutFile(span=span, pattern=text))

    def report_unreadable(self, span: Span) -> None:
        """Reports the `.gitignore` files that could not be read so far."""
        for path, error in self._ignored.unreadable.items():
            file = Path(os.path.relpath(path, self._root)).as_posix()
            self._report.add(UnreadableIgnore(span=span, file=file, problem=reason(error)))

    def _excludes(self, name: str) -> bool:
        return self._exclude.match(name)

    def _hides(self, name: str) -> bool:
        return not self._include.match(name) and self._ignored.has(name)

    def _is_refused_secret(self, name: str) -> bool:
        return looks_secret(name.rpartition("/")[2]) and not self._secrets.match(name)

    def _add(self, found: Found, why: Reason, span: Span) -> None:
        name = found.name
        if name in self.files or name in self._refused:
            return
        if found.problem is None and self._is_refused_secret(name):
            self._refused.add(name)
            self._report.add(SecretInPackage(span=span, file=name))
            return
        path = self._root / name
        facts = found.problem or _name_problem(name) or _facts(path)
        if isinstance(facts, Problem):
            self._refuse(Found(name, facts), span)
        else:
            executable = bool(facts.st_mode & stat.S_IXUSR)
            self.files[name] = PackedFile(name, path, why, facts.st_size, executable)

    def _refuse(self, found: Found, span: Span) -> None:
        self._refused.add(found.name)
        assert found.problem is not None
        file = found.name.encode(errors="backslashreplace").decode()
        if found.problem.is_link:
            self._report.add(LinkOutOfProject(span=span, file=file, where=found.problem.text))
        else:
            self._report.add(UnpackableFile(span=span, file=file, problem=found.problem.text))


def _name_problem(name: str) -> Problem | None:
    if name.startswith(f"{PACKAGE_OWN}/"):
        return Problem("flowc's own files have that place in the package")
    if _UNFIT.search(name):
        return Problem("other systems cannot have a file of that name")
    try:
        name.encode()
    except UnicodeEncodeError:
        return Problem("its name is not UTF-8")
    return None


def _facts(path: Path) -> os.stat_result | Problem:
    try:
        facts = path.stat()
    except OSError as error:
        return Problem(reason(error))
    if not stat.S_ISREG(facts.st_mode):
        return Problem("it is no regular file")
    return facts if os.access(path, os.R_OK) else Problem("permission denied")
