"""Compresses a pickle where that is worth the time it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runtime_shim.store import Buffer

COMPRESS_FROM = 16 << 10
"""Bytes below which a file is hardly smaller for being compressed."""
WORTH = 0.75
"""What a sample has to shrink to."""
_LEVEL = 1
_SAMPLES = 16
_SAMPLE_BYTES = 4 << 10


def pays(pieces: Sequence[Buffer]) -> bool:
    """Whether compressing is worth it, going by samples from all over the pieces.

    Each counts by itself: what two of them share, the compressor would long have forgotten.
    """
    size = sum(map(len, pieces))
    if size < COMPRESS_FROM:
        return False
    import zlib

    before = after = 0
    for sample in _samples(pieces, max(size // _SAMPLES, _SAMPLE_BYTES)):
        before += len(sample)
        after += len(zlib.compress(sample, _LEVEL))
    return after < WORTH * before


def compressed(pieces: list[Buffer]) -> list[Buffer]:
    """The pieces as one zlib stream. They are taken from the list, so that memory gets free."""
    import zlib

    compressor = zlib.compressobj(_LEVEL)
    pieces.reverse()
    found: list[Buffer] = []
    while pieces:
        found.append(compressor.compress(pieces.pop()))
    found.append(compressor.flush())
    return found


def decompressed(content: Buffer, size: int) -> bytes:
    """What `compressed` was given; `size` is the number of its bytes."""
    import zlib

    return zlib.decompress(content, bufsize=size)


def _samples(pieces: Sequence[Buffer], step: int) -> Iterator[memoryview]:
    """A short stretch every `step` bytes of the pieces."""
    start = wanted = 0
    for piece in pieces:
        while wanted < start + len(piece):
            yield memoryview(piece)[wanted - start :][:_SAMPLE_BYTES]
            wanted += step
        start += len(piece)
