"""The exceptions that user code meets, under the names of Metaflow's `metaflow.exception`."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import Any

from runtime_shim.errors import FlowcError, type_name


class MetaflowException(FlowcError):
    """The base of all of them, which user code may raise, catch and derive from, too."""

    headline = "Flow failed"

    def __init__(
        self, msg: object = "", lineno: int | None = None, source_file: str | None = None
    ) -> None:
        super().__init__(msg)
        self.message = msg
        self.line_no = lineno
        self.source_file = source_file

    def __str__(self) -> str:
        if self.line_no:
            return f"line {self.line_no}: {self.message}"
        return f"{self.source_file}: {self.message}" if self.source_file else str(self.message)


class MetaflowExceptionWrapper(Exception):
    """What `@catch(var=...)` leaves in its artifact: an exception, kept as text.

    `exception` is its message, `type` its `module.Class`, `stacktrace` the traceback, or
    None where it was not being handled.
    """

    def __init__(self, exc: BaseException | None = None) -> None:
        super().__init__()
        if exc is not None:
            self.exception = str(exc)
            self.type = type_name(type(exc))
            handled = sys.exc_info()[0] is not None
            self.stacktrace = traceback.format_exc() if handled else None

    def __reduce__(self) -> tuple[Any, ...]:
        return MetaflowExceptionWrapper, (None,), self.__dict__

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return self.stacktrace or f"[no stacktrace]\n{self.type}: {self.exception}"


class FailureHandledByCatch(MetaflowException):
    """Stands for a failure that was no `Exception` of the step's own code.

    `retry_count` is the number of the attempt that records it, so also that of the failed ones.
    `reason` is what the last of those left, if it left anything.
    """

    headline = "The task failed, and @catch handled it"

    def __init__(self, retry_count: int, reason: str = "") -> None:
        super().__init__(
            f"the last attempt failed: {reason}"
            if reason
            else f"all {retry_count} attempts ended without an exception of the step's own code: "
            "its process was killed, or could not start."
        )


class TimeoutException(MetaflowException):
    """A step took longer than its `@timeout` allows."""

    headline = "@timeout"


class ParameterFieldFailed(MetaflowException):
    """The function that computes a field of a parameter failed; call it while handling that."""

    headline = "Parameter field failed"

    def __init__(self, name: str, field: str) -> None:
        super().__init__(
            f"the function in the field `{field}` of the parameter `{name}` failed:\n\n"
            f"{traceback.format_exc()}"
        )


class ParameterFieldTypeMismatch(MetaflowException):
    """A computed field of a parameter has another type than the parameter."""

    headline = "Parameter field with a mismatching type"


class ExternalCommandFailed(MetaflowException):
    """A program that was started did not succeed."""

    headline = "External command failed"


class MetaflowNotFound(MetaflowException):
    """There is no such flow, run, step, task or artifact."""

    headline = "Object not found"


class MetaflowNamespaceMismatch(MetaflowException):
    """The object exists, but outside of the namespace that the client looks in."""

    headline = "Object not in the current namespace"

    def __init__(self, namespace: str | None) -> None:
        super().__init__(f"Object not in namespace '{namespace}'")


class MetaflowInvalidPathspec(MetaflowException):
    """A path such as `Flow/run/step/task` has the wrong number of parts."""

    headline = "Invalid pathspec"


class MetaflowInternalError(MetaflowException):
    headline = "Internal error"


class MetaflowTaggingError(MetaflowException):
    headline = "Tagging error"


class MetaflowUnknownUser(MetaflowException):
    """No environment variable says who the user is."""

    headline = "Unknown user"

    def __init__(self) -> None:
        super().__init__("no environment variable names the user: set METAFLOW_USER or USER.")


class InvalidDecoratorAttribute(MetaflowException):
    """A decorator was given an argument that it does not have."""

    headline = "Unknown decorator attribute"

    def __init__(self, deconame: str, attr: str, defaults: Iterable[str]) -> None:
        known = ", ".join(f"`{name}`" for name in defaults) or "none"
        super().__init__(f"@{deconame} has no argument `{attr}`. Its arguments are: {known}.")


class CommandException(MetaflowException):
    headline = "Invalid command"


class MetaflowDataMissing(MetaflowException):
    headline = "Data missing"


class UnhandledInMergeArtifactsException(MetaflowException):
    """The inputs of a join disagree on artifacts that the join did not set itself."""

    headline = "Unhandled artifacts in merge"

    def __init__(self, msg: str, unhandled: Sequence[str]) -> None:
        super().__init__(msg)
        self.artifact_names = unhandled


class MissingInMergeArtifactsException(MetaflowException):
    """`merge_artifacts(include=...)` names artifacts that no input has."""

    headline = "Missing artifacts in merge"

    def __init__(self, msg: str, unhandled: Sequence[str]) -> None:
        super().__init__(msg)
        self.artifact_names = unhandled


class InvalidNextException(MetaflowException):
    """`self.next(...)` was called in a way that makes no transition."""

    headline = "Invalid self.next() transition detected"


class BadStepDecoratorException(MetaflowException):
    """A step's decorator stands on something that is not a step."""

    headline = "Syntax error"

    def __init__(self, deco: str, func: object) -> None:
        name = getattr(func, "__name__", str(func))
        super().__init__(
            f"@{deco} stands on `{name}`, which is not a step. Put @step right above the "
            f"function and @{deco} above @step."
        )


class BadFlowDecoratorException(MetaflowException):
    """A flow's decorator stands on something that is not a flow."""

    headline = "Syntax error"

    def __init__(self, deconame: str) -> None:
        super().__init__(f"@{deconame} belongs above a class that derives from FlowSpec.")


class DuplicateStepDecoratorException(MetaflowException):
    """A step has the same decorator twice."""

    headline = "Duplicate decorators"

    def __init__(self, deco: str, func: object) -> None:
        name = getattr(func, "__name__", str(func))
        super().__init__(f"the step `{name}` has @{deco} twice; it may have it once.")


class DuplicateFlowDecoratorException(MetaflowException):
    """A flow has the same decorator twice."""

    headline = "Duplicate decorators"

    def __init__(self, deco: str) -> None:
        super().__init__(f"the flow has @{deco} twice; it may have it once.")


class UnknownStepDecoratorException(MetaflowException):
    """A mutator names a decorator that does not exist."""

    headline = "Unknown step decorator"

    def __init__(self, deconame: str) -> None:
        super().__init__(f"there is no decorator `{deconame}` for steps.")


class UnknownFlowDecoratorException(MetaflowException):
    """A mutator names a flow's decorator that does not exist."""

    headline = "Unknown flow decorator"

    def __init__(self, deconame: str) -> None:
        super().__init__(f"there is no decorator `{deconame}` for flows.")
