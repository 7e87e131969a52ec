"""The locks of a flow's package environments: read, or made where they are missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from compiler.diagnostics.catalogue.environments import (
    LockDamaged,
    LockInaccessible,
    LockMissing,
    LookupFailed,
    NoResolver,
    PackagesUnresolvable,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.environments.lock_folder import LockFolder
from compiler.environments.lock_text import Damaged
from compiler.environments.locking import Environments, Locking, Policy
from compiler.environments.request import Request, requests_of
from compiler.environments.resolvers import TOOLS, find_resolver
from compiler.environments.tools import LookupBroken, Unresolvable
from compiler.ir.flow import Flow
from compiler.settings import Settings

_HOW = {
    "pypi": "`pip install 'flowc[pypi]'` brings uv, which makes it; or put a lock there",
    "conda": "install micromamba, which makes it, or put a file there as `conda list --explicit` "
    "writes it, with `#sha256:` and the digest after each URL",
}


def locks_of(
    flow: Flow, settings: Settings, root: Path, report: Report, locking: Locking
) -> Environments:
    """The environments of a flow, with the locks that are in the project in the folder `root`.

    What is wrong is in the report, at the decorator that the packages come from.
    """
    requests = requests_of(flow, settings, report)
    folder = LockFolder(root, settings.locks)
    places = {
        requests[step.name].id: (requests[step.name], step.packages.span)
        for step in reversed(flow.steps)
        if step.name in requests and step.packages is not None
    }
    locks = {}
    for name in dict.fromkeys(request.id for request in requests.values()):
        request, span = places[name]
        found = _lock(request, folder, locking)
        if isinstance(found, bytes):
            locks[name] = found
        elif found is not None:
            report.add(found(span))
    return Environments({step: request.id for step, request in requests.items()}, locks)


def _lock(
    request: Request, folder: LockFolder, locking: Locking
) -> bytes | Callable[[Span], Diagnostic] | None:
    """The lock; or what is wrong; or None where it is missing and that is all right."""
    file, tool = folder.name(request), TOOLS[request.manager]
    packages = ", ".join(request.packages) or f"Python {request.python}"
    try:
        found = None if locking.policy is Policy.RENEW else folder.read(request)
        if found is not None or locking.policy is Policy.CHECK:
            return found
        if locking.policy is Policy.READ:
            return lambda span: LockMissing(span=span, file=file, command=locking.command)
        resolve = find_resolver(request.manager)
        if resolve is None:
            how = _HOW[request.manager]
            return lambda span: NoResolver(span=span, file=file, tool=tool, how=how)
        if locking.asked is not None:
            locking.asked(request)
        found = folder.make(request, resolve)
        if locking.made is not None:
            locking.made(folder.file(request))
        return found
    except Damaged as damaged:
        problem, renewing = str(damaged), f"{locking.command} --upgrade"
        return lambda span: LockDamaged(span=span, file=file, problem=problem, command=renewing)
    except Unresolvable as unresolvable:
        problem = str(unresolvable)
        return lambda span: PackagesUnresolvable(span=span, packages=packages, problem=problem)
    except LookupBroken as broken:
        reason = str(broken)
        return lambda span: LookupFailed(span=span, tool=tool, packages=packages, problem=reason)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        return lambda span: LockInaccessible(span=span, file=file, problem=reason)
