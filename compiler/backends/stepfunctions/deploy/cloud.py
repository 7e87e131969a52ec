"""An account of AWS, by boto3, with its refusals as sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import Any

from compiler.backends.deployer import DeployError

_ATTEMPTS = 10
"""Of a request, the first included, with pauses of up to 20 s between them."""
_CONNECT_SECONDS = 10
_DENIED = frozenset(
    ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"]
)
_BAD_CREDENTIALS = frozenset(
    [
        *("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"),
        *("UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch"),
    ]
)
_BUSY = frozenset(
    [
        *("Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException"),
        *("RequestLimitExceeded", "SlowDown", "RequestThrottled"),
    ]
)


class Cloud:
    """Where the environment leads: its credentials, its region."""

    def __init__(self) -> None:
        try:
            self._boto3: Any = import_module("boto3")
        except ImportError:
            raise DeployError(
                "Deploying to AWS takes boto3, which is not installed: pip install 'flowc[aws]'."
            ) from None
        self._clients: dict[str, Any] = {}

    @cached_property
    def _session(self) -> Any:
        with _explained():
            return self._boto3.Session()

    @cached_property
    def _identity(self) -> list[str]:
        arn: str = self.call("sts", "get_caller_identity")["Arn"]
        return arn.split(":")

    @property
    def partition(self) -> str:
        """`aws` in most regions."""
        return self._identity[1]

    def arn(self, service: str, resource: str) -> str:
        """Of a resource of the account in its region."""
        account = self._identity[4]
        region = self._client(service).meta.region_name
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"

    def call(self, service: str, operation: str, **arguments: Any) -> dict[str, Any]:
        """Makes a request of boto3's name for it. Raises `DeployError`."""
        with _explained():
            answer: dict[str, Any] = getattr(self._client(service), operation)(**arguments)
            return answer

    def find(
        self, service: str, operation: str, absent: Collection[str], **arguments: Any
    ) -> dict[str, Any] | None:
        """The same; None where the answer is one of these errors, which say that nothing is."""
        try:
            return self.call(service, operation, **arguments)
        except Refused as error:
            if error.code in absent:
                return None
            raise

    def pages(
        self, service: str, operation: str, result: str, limit: int | None = None, **arguments: Any
    ) -> Iterator[Any]:
        """All entries of a list that comes in pages, or the first few. Raises `DeployError`."""
        paginator = self._client(service).get_paginator(operation)
        with _explained():
            paging = {"MaxItems": limit} if limit is not None else {}
            for page in paginator.paginate(**arguments, PaginationConfig=paging):
                yield from page[result]

    def listed(
        self, service: str, operation: str, result: str, *, token: str, **arguments: Any
    ) -> Iterator[Any]:
        """The same, of an operation whose pages boto3 does not know. Raises `DeployError`."""
        answer = self.call(service, operation, **arguments)
        yield from answer[result]
        while answer.get(token):
            answer = self.call(service, operation, **{**arguments, token: answer[token]})
            yield from answer[result]

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            config = import_module("botocore.config").Config(
                retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
                connect_timeout=_CONNECT_SECONDS,
            )
            # The interfaces and IAM call one service by two names.
            name = "stepfunctions" if service == "states" else service
            with _explained():
                self._clients[service] = self._session.client(name, config=config)
        return self._clients[service]


class Refused(DeployError):
    """AWS has answered a request with an error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def _explained() -> Iterator[None]:
    errors = import_module("botocore.exceptions")
    try:
        yield
    except errors.ClientError as error:
        raise Refused(error.response["Error"]["Code"], _answer(error)) from None
    except errors.NoRegionError:
        raise DeployError(
            "Nothing says which region of AWS to deploy to: set AWS_DEFAULT_REGION, or `region` "
            "in the AWS profile."
        ) from None
    except (errors.NoCredentialsError, errors.PartialCredentialsError):
        raise DeployError(
            "There are no credentials of AWS here, or only a part of them: set AWS_PROFILE, or "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        ) from None
    except errors.BotoCoreError as error:
        raise DeployError(f"AWS cannot be asked: {str(error).rstrip('.')}.") from None


def _answer(error: Any) -> str:
    operation = error.operation_name
    code, said = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    said = " ".join(said.split()).rstrip(".")
    if code in _DENIED:
        return f"AWS denies {operation}: {said or 'no reason given'}."
    if code in _BAD_CREDENTIALS:
        return f"AWS does not accept the credentials here: {said or code}."
    if code in _BUSY:
        return (
            f"AWS has answered {operation} with {code} in {_ATTEMPTS} attempts. Wait a while and "
            "repeat the command, which goes on where it was."
        )
    return f"AWS refuses {operation} with {code}: {said}."
