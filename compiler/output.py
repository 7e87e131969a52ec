"""Puts a bundle into a folder, all of it or nothing, and compares one with a folder."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath

from compiler.backends.bundle import MANIFESTS, Bundle


class OutputError(Exception):
    """The folder cannot take the bundle; the message says why."""


@dataclass(frozen=True)
class Written:
    """What `write_bundle` did, by paths relative to the folder."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write_bundle(bundle: Bundle, folder: Path) -> Written:
    """Makes the folder hold the bundle; raises `OutputError` and then has changed nothing.

    A file whose content stays the same is not written again. What the manifest of an
    earlier compilation of the same flow lists, and this bundle no longer has, is removed.
    No other file is touched; what belongs to another flow is not overwritten.
    """
    _refuse_foreign_files(bundle, folder)
    old = {path: _read(folder / path) for path in bundle.files}
    changed = {path: content for path, content in bundle.files.items() if old[path] != content}
    stale = _stale(bundle, folder)
    temporary = {path: _sibling(folder / path) for path in changed}
    made: list[Path] = []
    replaced: list[str] = []
    try:
        for path, content in changed.items():
            made += _missing_folders((folder / path).parent)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            temporary[path].write_bytes(content)
        for path in changed:
            temporary[path].replace(folder / path)
            replaced.append(path)
    except BaseException as error:
        _undo(folder, {path: old[path] for path in replaced}, temporary.values(), made)
        if isinstance(error, OSError):
            raise OutputError(f"cannot write to {folder}: {_reason(error)}") from None
        raise
    _remove(folder, stale)
    unchanged = tuple(path for path in bundle.files if path not in changed)
    return Written(tuple(changed), unchanged, stale)


def drift(bundle: Bundle, folder: Path, shown: str) -> str:
    """A unified diff from what the folder holds to the bundle; empty where they are the same.

    `shown` is what the diff calls the folder. A file that the bundle no longer has is in
    it where the flow's manifest in the folder lists it.
    """
    there: dict[str, bytes | None] = {
        path: _read(folder / path) for path in (*_stale(bundle, folder), *bundle.files)
    }
    return "".join(
        _difference(f"{shown}/{path}", there[path], bundle.files.get(path)) for path in there
    )


def _difference(name: str, old: bytes | None, new: bytes | None) -> str:
    if old == new:
        return ""
    before = "/dev/null" if old is None else name
    after = "/dev/null" if new is None else name
    try:
        old_lines, new_lines = _lines(old), _lines(new)
    except UnicodeDecodeError:
        return f"Binary files {before} and {after} differ\n"
    diff = list(difflib.unified_diff(old_lines, new_lines, before, after))
    if not diff:  # one of the two is an empty file
        diff = [f"--- {before}\n", f"+++ {after}\n"]
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in diff
    )


def _lines(content: bytes | None) -> list[str]:
    # Only a newline ends a line here, as in every other tool that reads a diff.
    return list(StringIO((content or b"").decode()))


def _stale(bundle: Bundle, folder: Path) -> tuple[str, ...]:
    """Files that an earlier compilation of the same flow wrote and this one does not."""
    manifest = _manifest(folder / bundle.manifest)
    if not _is_of(bundle, manifest):
        return ()
    others = {path for _, other in _other_manifests(bundle, folder) for path in _listed(other)}
    return tuple(
        path
        for path in _listed(manifest)
        if path not in bundle.files
        and path not in others
        and _inside(path)
        and (folder / path).is_file()
    )


def _refuse_foreign_files(bundle: Bundle, folder: Path) -> None:
    """Raises where writing the bundle would take a file from somebody else."""
    own = folder / bundle.manifest
    if _read(own) is not None:
        manifest = _manifest(own)
        if not manifest:
            raise OutputError(
                f"{own} was not written by flowc and would be overwritten: choose another folder"
            )
        if not _is_of(bundle, manifest):
            raise _taken(own, own, manifest)
    for path, manifest in _other_manifests(bundle, folder):
        for document in _listed(manifest):
            # Flows with the same packages share the lock.
            if document in bundle.files and document not in bundle.locks:
                raise _taken(folder / document, path, manifest)


def _taken(file: Path, listing: Path, manifest: Mapping[str, object]) -> OutputError:
    """Says whose the file is, and the ways out."""
    gone = "it" if listing == file else str(listing)
    return OutputError(
        f"{file} belongs to the flow `{manifest['flow']}` of {manifest['source']}, "
        f"compiled for `{manifest['target']}`: choose another folder or another name for one "
        f"of them, or delete {gone} where that flow is no more"
    )


def _is_of(bundle: Bundle, manifest: Mapping[str, object]) -> bool:
    whose = (manifest.get("target"), manifest.get("flow"), manifest.get("source"))
    return whose == (bundle.target, bundle.flow, bundle.source)


def _other_manifests(bundle: Bundle, folder: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """The manifests of all the other flows that were compiled into the folder."""
    for path in sorted((folder / MANIFESTS).glob("*.json")):
        if path != folder / bundle.manifest and path.is_file():
            yield path, _manifest(path)


def _manifest(path: Path) -> Mapping[str, object]:
    """What a manifest says; empty where there is none of flowc's."""
    try:
        manifest = json.loads(_read(path) or b"{}")
    except ValueError:
        return {}
    ours = isinstance(manifest, dict) and {"target", "flow", "source", "files"} <= manifest.keys()
    return manifest if ours else {}


def _listed(manifest: Mapping[str, object]) -> tuple[str, ...]:
    files = manifest.get("files")
    return tuple(files) if isinstance(files, dict) else ()


def _inside(path: str) -> bool:
    """Whether a path of a manifest, which anyone may have edited, stays in its folder."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot read {path}: {_reason(error)}") from None


def _sibling(path: Path) -> Path:
    """Where a file is written before it takes its place; in the same folder, so on one disk."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _missing_folders(folder: Path) -> list[Path]:
    """The folder and those above it that are not there, outermost first."""
    return [path for path in (*reversed(folder.parents), folder) if not path.exists()]


def _undo(
    folder: Path,
    replaced: Mapping[str, bytes | None],
    temporary: Iterable[Path],
    made: Sequence[Path],
) -> None:
    """Puts back what was there, as far as the disk still lets it."""
    for path, content in replaced.items():
        with suppress(OSError):
            if content is None:
                (folder / path).unlink()
            else:
                (folder / path).write_bytes(content)
    for file in temporary:
        with suppress(OSError):
            file.unlink()
    for made_folder in reversed(made):
        with suppress(OSError):
            made_folder.rmdir()


def _remove(folder: Path, stale: tuple[str, ...]) -> None:
    """Removes files, and the folders inside of `folder` that are empty then."""
    for path in stale:
        with suppress(OSError):
            (folder / path).unlink()
            for above in PurePosixPath(path).parents[:-1]:
                (folder / above).rmdir()


def _reason(error: OSError) -> str:
    return f"{error.strerror}: {error.filename}" if error.filename else str(error)
