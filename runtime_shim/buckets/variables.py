"""Checks what variables and options say of an object store: obstore takes it at its word.

What cannot be part of a request ends there in a panic of Rust, which no `except Exception`
catches. A value that may be a secret is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Optional

from runtime_shim.buckets.errors import NoConnection

_HOST = re.compile(r"[A-Za-z0-9._-]+")
_ADDRESS = re.compile(r".*:.*|(.*\.)?[0-9]+")
"""What must be an IP address: no domain ends with a number."""
_WORD = re.compile(r"[!-~]+")
"""What can stand in a header of a request."""


def checked_endpoint(name: str, url: str) -> str:
    """The URL of a server, which the variable or option `name` has; raises `NoConnection`."""
    form = "write it as https://HOST, http://HOST:PORT or the like"
    if re.search("[@?#]", url):
        raise NoConnection(
            f"{name} has more in it than a server and a path: {form}, without credentials."
        )
    if not _is_url(url):
        raise NoConnection(f"{name} is `{url}`, which is no URL of a server: {form}.")
    return url


def first_endpoint(names: Iterable[str], environment: Mapping[str, str]) -> Optional[str]:
    """The URL of the first of some variables that is set; raises `NoConnection`."""
    for name in names:
        if environment.get(name):
            return checked_endpoint(name, environment[name])
    return None


def check_word(name: str, value: object) -> None:
    """Raises `NoConnection` for a key, a token or a region that none can be."""
    if not (isinstance(value, str) and _WORD.fullmatch(value)):
        raise NoConnection(
            f"{name} has a character that it cannot have, such as a space or a line break at its "
            "end: set it anew."
        )


def count_of(name: str, environment: Mapping[str, str]) -> Optional[int]:
    """The whole number that a variable has, if it is set; raises `NoConnection`."""
    text = environment.get(name)
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,9}", text):
        raise NoConnection(f"{name} is `{text}`: write a whole number from 0 on, such as 7.")
    return int(text)


def _is_url(url: str) -> bool:
    if not (url.startswith(("http://", "https://")) and _WORD.fullmatch(url)):
        return False
    from urllib.parse import urlsplit  # few name a server

    try:
        parts = urlsplit(url)
        return parts.port != 0 and _is_host(parts.hostname or "")
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    if not _ADDRESS.fullmatch(host):
        return _HOST.fullmatch(host) is not None
    from ipaddress import ip_address

    return bool(ip_address(host))
