"""What object stores and the way to them say, turned into what a user can act on.

Of an answer only its code and its message are told: the rest of it, and of the request, may
hold what signs requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from runtime_shim.store import Missing
from runtime_shim.store.errors import AccessDenied, StoreFailed

_NO_BUCKET = re.compile("NoSuchBucket|ContainerNotFound|The specified bucket does not exist")
_REGION = re.compile(
    "PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|redirect without"
)
_REFUSED = re.compile(
    "InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|AuthenticationFailed"
    "|InvalidAuthenticationInfo|401 Unauthorized|performing token request: .*status code: 4"
)
_DENIED = re.compile("403 Forbidden|AccessDenied|AuthorizationFailure|lacks the required perm")
_NO_CREDENTIALS = re.compile(
    r"performing [A-Z]+ http://(169\.254\.\d+\.\d+|metadata\.google\.internal|\[fd00:ec2::\w+\])[:/]"
    r"|External \w+ credential provider: (?P<told>.*)"
)
"""The last that are asked: the machine, at an address that only it has; what we gave obstore."""
_UNREACHABLE = re.compile(
    "error sending request|dns error|tcp connect|timed out|Connection refused"
)
_CUT_OFF = re.compile("response body|message length|connection closed|Got invalid .* response")
_UNKNOWN_UPLOAD = re.compile("<Code>(NoSuchUpload|InvalidBlockList)</Code>")
"""S3's and Google's word for it, and Azure's."""
_EXHAUSTED = re.compile(r"after (\d+) retries, max_retries: \1,")
_OVERLOADED = re.compile("SlowDown|ServerBusy|rateLimitExceeded|429 |503 ")

_CODE = re.compile("<Code>([^<]*)</Code>")
_MESSAGE = re.compile('<Message>([^<]*)</Message>|"message": *"([^"]*)"')
_EXPECTED_REGION = re.compile("<Region>([^<]*)</Region>|expecting '([^']*)'")
_QUERY = re.compile(r"[?]\S*")
_SERVER = re.compile(r"https?://[^/\s?]+")

_LOGIN = {
    "s3": "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role "
    "gives them.",
    "gs": "Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or "
    "run where a service account gives them.",
    "az": "Set AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN or the AZURE_CLIENT_ID, "
    "AZURE_CLIENT_SECRET and AZURE_TENANT_ID of a service principal, or run where an identity "
    "gives them.",
}


@contextmanager
def explained(bucket: str, deed: str, key: str) -> Iterator[None]:
    """Raises `StoreFailed` in place of what obstore raises, or `Missing` for what is to be read.

    `bucket` is its URL; `deed` is what cannot be done to the key, or the folder: `read`, ...
    """
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:
        if deed != "read" or _NO_BUCKET.search(str(error)):
            raise _failed(bucket, deed, key, str(error)) from None
        raise Missing(key) from None
    except (BaseError, PermissionError) as error:
        raise _failed(bucket, deed, key, str(error)) from None


def is_passing(error: Exception) -> bool:
    """Whether it may be over the next time, and obstore has not tried that as often as it may.

    Only a part of an answer came; or none to a request that obstore does not repeat then, for
    it may have had its effect, which is to happen once; or the store has lost parts of an object.
    """
    said = str(error)
    if isinstance(error, FileNotFoundError):
        # It begins with the name of what is not there, which may look like any other reason.
        return _UNKNOWN_UPLOAD.search(said) is not None
    if may_be_written(error):
        return True
    return _UNREACHABLE.search(said) is not None and not _EXHAUSTED.search(said)


def may_be_written(error: Exception) -> bool:
    """Whether an upload that ended so may have been put together all the same.

    The store does not know the parts, as it does not once they are; or its answer broke off.
    """
    said = str(error)
    return any(reason.search(said) for reason in (_UNKNOWN_UPLOAD, _CUT_OFF))


def is_answer(error: Exception) -> bool:
    """Whether it is the store that says so, and not the way to it."""
    return _UNREACHABLE.search(str(error)) is None


def _failed(bucket: str, deed: str, key: str, said: str) -> StoreFailed:
    what = f"`{key}` of the datastore in {bucket}" if key else f"The datastore in {bucket}"
    said = said.partition("\n\nDebug source")[0]
    reason, advice = _reason(bucket, deed, said)
    kind = AccessDenied if _is_denied(said) else StoreFailed
    return kind(f"{what} cannot be {deed}: {reason}. {advice}")


def _is_denied(said: str) -> bool:
    """Whether it is all that is wrong: what is refused for another reason is forbidden, too."""
    others = (_NO_BUCKET, _REGION, _REFUSED, _NO_CREDENTIALS)
    return bool(_DENIED.search(said)) and not any(other.search(said) for other in others)


def _reason(bucket: str, deed: str, said: str) -> tuple[str, str]:
    """Why, as half a sentence, and what to do about it."""
    scheme = bucket.partition("://")[0][:2]
    if _NO_BUCKET.search(said):
        return "there is no such bucket", "Make it, or name another datastore."
    if _REGION.search(said):
        found = _EXPECTED_REGION.search(said)
        region = f", {found[1] or found[2]}" if found else ""
        return "the bucket is in another region", f"Set AWS_REGION to that of the bucket{region}."
    nobody = _NO_CREDENTIALS.search(said)
    if nobody:
        told = f" ({nobody['told'].rstrip('.')})" if nobody["told"] else ""
        return f"there are no credentials for it{told}", _LOGIN[scheme]
    if _REFUSED.search(said):
        return f"the credentials are refused{_told(said)}", "Renew or correct them."
    if _is_denied(said):
        verb = {"read": "read", "written": "write", "listed": "list", "deleted": "delete"}[deed]
        return (
            f"access is denied{_told(said)}",
            f"Allow the user of these credentials to {verb} objects in {bucket}.",
        )
    server = _SERVER.search(said)
    if _UNREACHABLE.search(said):
        return (
            f"{server[0] if server else 'the server'} does not answer",
            "Check the network, and the variable that names the endpoint, if one is set.",
        )
    if _CUT_OFF.search(said):
        return "the connection breaks off again and again", "Check the network."
    if _OVERLOADED.search(said):
        return f"the store is overloaded{_told(said)}", "Try again later, with fewer tasks at once."
    return (
        f"the store gives an error{_told(said) or _last(said)}",
        "Look it up, or try again later.",
    )


def _told(said: str) -> str:
    """The code and the message of an answer, in parentheses; nothing where there is none."""
    code, message = _CODE.search(said), _MESSAGE.search(said)
    words = [found[found.lastindex or 0] for found in (code, message) if found]
    return f" ({': '.join(words).rstrip('.')})" if words else ""


def _last(said: str) -> str:
    """The end of what obstore says, without the request."""
    line = said.partition("\n")[0].rpartition(" - ")[2]
    return f" ({_QUERY.sub('', line).rstrip('.')})"
