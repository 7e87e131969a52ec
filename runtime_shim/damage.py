"""Tells records of the store that are what was written from those that are not.

A file may be cut short, edited, copied under another name, or written by a version of flowc
that is not there yet. Whoever reads one gets what it says, or `DamagedRecord`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from runtime_shim.contract import CONTRACT_VERSION
from runtime_shim.errors import FlowcError
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.run_record import RunEnd, RunRecord

NOT_UNDERSTOOD = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading such a record raises."""

_DIGEST = re.compile("[0-9a-f]{64}")
_LATEST = 1e11
"""Seconds since the epoch, in the year 5138: what `datetime` can show is not much later."""


class DamagedRecord(FlowcError):
    """A record in the store does not have the form that it was written in."""

    def __init__(self, key: str, root: str, error: Exception) -> None:
        super().__init__(
            f"`{key}` of the datastore {root} is damaged, or of another version of flowc "
            f"({type(error).__name__}: {error}). Remove it, or use that version."
        )


def checked_record(record: RunRecord, flow: str, run: str) -> RunRecord:
    """The record of that run; raises one of `NOT_UNDERSTOOD` where it is none."""
    _demand((record.flow, record.run) == (flow, run), "it is the record of another run")
    _demand(_is_time(record.created), "`created` is no time")
    texts = (record.user, record.namespace, record.scheduler, *record.tags, *record.system_tags)
    parameters = record.parameters
    _demand(_are_texts((*texts, *parameters.keys(), *parameters.values())), "a text is none")
    optional = (record.origin, record.host, record.file, record.root)
    _demand(_are_texts(text for text in optional if text is not None), "a text is none")
    process = record.process
    is_process = isinstance(process, int) and 0 < process < 1 << 31
    _demand(process is None or is_process, "`process` is no process")
    _demand(isinstance(record.configs, Mapping), "`configs` is no table")
    return record


def checked_end(end: RunEnd) -> RunEnd:
    """The end of a run; raises one of `NOT_UNDERSTOOD` where it is none."""
    _demand(_are_texts([end.status]), "`status` is no text")
    _demand(_is_time(end.finished), "`finished` is no time")
    _demand(end.reason is None or _are_texts([end.reason]), "`reason` is no text")
    return end


def checked_arrival(task: TaskId) -> TaskId:
    """The task of an arrival record; raises one of `NOT_UNDERSTOOD` where it is none."""
    _demand(_are_texts((task.step, task.path)), "it names no task")
    return task


def checked_manifest(
    manifest: Manifest, flow: str, run: str, task: TaskId, attempt: int
) -> Manifest:
    """The manifest of that attempt; raises one of `NOT_UNDERSTOOD` where it is none."""
    _demand(manifest.contract <= CONTRACT_VERSION, f"its version is {manifest.contract}")
    found = (manifest.flow, manifest.run, manifest.task, manifest.attempt)
    _demand(found == (flow, run, task, attempt), "it is the record of another attempt")
    _demand(_is_time(manifest.started) and _is_time(manifest.finished), "it has no times")
    _demand(manifest.origin is None or manifest.origin != run, "it was reused from its own run")
    near = (*manifest.inputs, *(frame.split for frame in manifest.frames))
    texts = [text for one in near for text in (one.step, one.path)]
    texts += (manifest.origin or "", *manifest.next.targets, *manifest.cards)
    digests = [manifest.system["package"]] if "package" in manifest.system else []
    for artifact in manifest.artifacts.values():
        texts += (artifact.type, artifact.encoding)
        digests += [blob.sha256 for blob in (artifact.blob, *artifact.buffers)]
        _demand(artifact.size >= 0, "an artifact has no size")
    if manifest.error is not None:
        texts += (manifest.error.type, manifest.error.message, manifest.error.traceback)
    _demand(_are_texts(texts), "a text is none")
    _demand(_are_texts(manifest.system.values()), "`system` has something that is no text")
    _demand(all(map(_DIGEST.fullmatch, digests)), "a digest is none")
    _demand(manifest.next.width is None or manifest.next.width > 0, "`width` is no number")
    return manifest


def _demand(fact: bool, otherwise: str) -> None:
    if not fact:
        raise ValueError(otherwise)


def _is_time(value: Any) -> bool:
    return isinstance(value, (int, float)) and 0 <= value < _LATEST


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
