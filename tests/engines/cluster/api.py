"""The API of the cluster, as JSON over HTTPS."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_MANAGER = "flowc-tests"
_APPLY = "application/apply-patch+yaml"
_TIMEOUT = 30
_NOT_FOUND = 404
Object = dict[str, Any]


class ApiError(Exception):
    """The API refuses something."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Api:
    """Whoever a token belongs to, at an API server."""

    url: str
    token: str
    authority: Path
    """The certificate that vouches for the server's."""

    def ready(self) -> bool:
        """Whether the server is there, and finds itself ready."""
        try:
            return self._request("GET", "/readyz") == b"ok"
        except (OSError, ApiError):
            return False

    def get(self, path: str, **query: str) -> Object:
        """An object, or a list of them. Raises `ApiError`, as all do that follow."""
        return self._json("GET", path, query=query)

    def find(self, path: str) -> Object | None:
        """An object, if there is one."""
        try:
            return self.get(path)
        except ApiError as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    def create(self, path: str, body: Object, **query: str) -> Object:
        """Makes an object in the list that the path is of."""
        return self._json("POST", path, body, query=query)

    def apply(self, path: str, body: Object, **query: str) -> Object:
        """Makes an object as it is given, or changes it into that (server-side apply)."""
        query = {"fieldManager": _MANAGER, "force": "true", **query}
        return self._json("PATCH", path, body, _APPLY, query)

    def delete(self, path: str, grace: int | None = None) -> None:
        """Deletes what is there, all of it where the path is of a list; `grace` is in seconds."""
        query = {} if grace is None else {"gracePeriodSeconds": str(grace)}
        self._json("DELETE", path, query=query)

    def text(self, path: str, **query: str) -> str:
        """What is no JSON: logs."""
        return self._request("GET", path, query=query).decode(errors="replace")

    def _json(
        self,
        method: str,
        path: str,
        body: Object | None = None,
        content_type: str = "application/json",
        query: Mapping[str, str] | None = None,
    ) -> Object:
        # Text as it is: YAML, which an applied object is read as, knows no surrogate pairs.
        sent = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        found: Object = json.loads(self._request(method, path, sent, content_type, query))
        return found

    def _request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = "application/json",
        query: Mapping[str, str] | None = None,
    ) -> bytes:
        url = f"{self.url}{path}?{urllib.parse.urlencode(query or {})}"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": content_type}
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            with error:
                raise ApiError(error.code, _message(error.read())) from None

    @cached_property
    def _opener(self) -> urllib.request.OpenerDirector:
        """Past any proxy: the server is on this machine."""
        context = ssl.create_default_context(cafile=str(self.authority))
        return urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return body.decode(errors="replace")
