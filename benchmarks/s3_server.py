"""moto's server, in which of several writers of a new object at the same time one wins, as in S3.

moto itself looks whether there is one, and then writes it; another may have done so in between.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from moto.s3.responses import S3Response
from moto.server import main

_ALONE = Lock()
_put_object = S3Response.put_object


def put_object(self: S3Response) -> tuple[int, dict[str, Any], str | bytes]:
    """One request, alone if it asks for a new object."""
    if self.headers.get("If-None-Match") != "*":
        return _put_object(self)
    with _ALONE:
        return _put_object(self)


if __name__ == "__main__":
    S3Response.put_object = put_object  # type: ignore[method-assign]
    main()
