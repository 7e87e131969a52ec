"""A code package: what is in it, and its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compiler.backends.backend import Program
from compiler.diagnostics.catalogue.packages import LargePackage, PackageTooLarge, UnpackableFile
from compiler.diagnostics.report import Report
from compiler.package.archive import Changed, Entry, archive
from compiler.package.plan import make_plan
from compiler.package.walk import reason
from compiler.package.wanted import PackedFile
from runtime_shim import contract

LARGE_BYTES = 100_000_000
"""From here on the user is warned: some seconds for each task to fetch it."""


@dataclass(frozen=True)
class CodePackage:
    """The files of one flow's tasks."""

    flow: str
    files: tuple[PackedFile, ...]
    own: Mapping[str, bytes]
    """What the compiler adds, by its path in the package."""
    sha256: str = ""
    """The digest of the zip, which names the package."""

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the zip; raises as `archive` does."""
        entries = [Entry(file.name, file.path, file.executable) for file in self.files]
        entries += [Entry(name, content) for name, content in self.own.items()]
        return archive(sorted(entries, key=lambda entry: entry.name))

    @property
    def size(self) -> int:
        """Bytes of the files together."""
        return sum(file.size for file in self.files) + sum(map(len, self.own.values()))

    @property
    def count(self) -> int:
        return len(self.files) + len(self.own)


def make_package(
    program: Program, files: tuple[PackedFile, ...], locks: Mapping[str, bytes], report: Report
) -> CodePackage | None:
    """The package of a flow that every check has passed; `locks` go by their environment's id.

    Reports one that is too large to be one, or to be good, and files that change meanwhile.
    """
    flow = program.flow
    own = {contract.packaged_plan(flow.name): make_plan(program).to_json().encode()}
    own |= {contract.packaged_lock(name): lock for name, lock in locks.items()}
    package = CodePackage(flow.name, files, own)
    if package.count > contract.PACKAGE_ENTRIES:
        what, limit = f"{package.count:,} files", f"{contract.PACKAGE_ENTRIES:,}"
        report.add(PackageTooLarge(span=flow.span, what=what, limit=limit))
        return None
    if package.size > contract.PACKAGE_BYTES:
        limit = _megabytes(contract.PACKAGE_BYTES)
        report.add(PackageTooLarge(span=flow.span, what=_megabytes(package.size), limit=limit))
        return None
    if package.size > LARGE_BYTES:
        report.add(LargePackage(span=flow.span, size=_megabytes(package.size)))
    try:
        return replace(package, sha256=_digest(package.pieces()))
    except Changed as changed:
        problem = "it was changed while it was read"
        report.add(UnpackableFile(span=flow.span, file=str(changed), problem=problem))
    except OSError as error:
        report.add(UnpackableFile(span=flow.span, file=str(error.filename), problem=reason(error)))
    return None


def _digest(pieces: Iterator[bytes]) -> str:
    import hashlib  # loads OpenSSL

    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"
