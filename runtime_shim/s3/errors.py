"""What can go wrong with S3, under the names of Metaflow, and how obstore says so."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from runtime_shim.exceptions import MetaflowException


class MetaflowS3InvalidObject(MetaflowException):
    """What was to be stored is no bytes, no text and no file."""

    headline = "Not a string-like object"


class MetaflowS3URLException(MetaflowException):
    """An address is none, or none that this `S3` can have."""

    headline = "Invalid address"


class MetaflowS3Exception(MetaflowException):
    """S3 did not do what was asked, after all retries."""

    headline = "S3 access failed"


class MetaflowS3NotFound(MetaflowException):
    """There is no such object or bucket."""

    headline = "S3 object not found"


class MetaflowS3AccessDenied(MetaflowException):
    """The credentials do not allow it, or there are none."""

    headline = "S3 access denied"


class MetaflowS3InvalidRange(MetaflowException):
    """The object has no such bytes."""

    headline = "S3 invalid range"


class MetaflowS3InsufficientDiskSpace(MetaflowException):
    """The disk has no room for what was to be downloaded."""

    headline = "Insufficient disk space"


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Raises what is wrong with an object in place of the error that obstore raises."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except FileNotFoundError:
        raise MetaflowS3NotFound(url) from None
    except (PermissionDeniedError, UnauthenticatedError, PermissionError):
        raise MetaflowS3AccessDenied(url) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise MetaflowS3InsufficientDiskSpace(str(error)) from None
        raise
    except ValueError as error:
        raise MetaflowS3URLException(f"{url} is no address of an object: {error}") from None
    except BaseError as error:
        raise _failure(url, str(error).partition("\n\nDebug source")[0]) from None


def _failure(url: str, message: str) -> MetaflowException:
    """obstore has one class for all errors of the server that are not in the list above."""
    if "<Code>InvalidRange</Code>" in message or " 416 " in message:
        return MetaflowS3InvalidRange(f"{url}: {message}")
    if "<Code>NoSuchBucket</Code>" in message:
        return MetaflowS3NotFound(url)
    if "<Code>AccessDenied</Code>" in message or " 403 " in message:
        return MetaflowS3AccessDenied(url)
    return MetaflowS3Exception(f"S3 operation failed.\nKey requested: {url}\nError: {message}")
