"""The parts of the Amazon States Language that flowc writes.

Field names are those of the language (https://states-language.net/spec.html) and of Step
Functions' own additions to it. In a payload, a field whose name ends in `.$` has a JSONPath or
an intrinsic function as its value; every other value is passed on as it stands.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from typing_extensions import NotRequired

Payload = dict[str, object]
"""JSON, some of it by reference."""


class Retrier(TypedDict):
    ErrorEquals: list[str]
    IntervalSeconds: NotRequired[int]
    MaxAttempts: int
    BackoffRate: NotRequired[int]
    MaxDelaySeconds: NotRequired[int]
    JitterStrategy: NotRequired[Literal["FULL", "NONE"]]


class Catcher(TypedDict):
    ErrorEquals: list[str]
    ResultPath: NotRequired[str | None]
    Next: str


class Rule(TypedDict):
    """One comparison of a `Choice`."""

    Variable: str
    StringEquals: NotRequired[str]
    NumericEquals: NotRequired[int]
    Next: str


class ProcessorConfig(TypedDict):
    Mode: Literal["DISTRIBUTED"]
    ExecutionType: Literal["STANDARD"]


class Machine(TypedDict):
    """A state machine, a branch of a `Parallel`, or what a `Map` does with an item."""

    Comment: NotRequired[str]
    ProcessorConfig: NotRequired[ProcessorConfig]
    StartAt: str
    States: dict[str, State]


class ReaderConfig(TypedDict):
    InputType: Literal["JSON"]


class ItemReader(TypedDict):
    Resource: str
    ReaderConfig: ReaderConfig
    Parameters: Payload


class State(TypedDict):
    """Any state; which fields it has depends on its type."""

    Type: Literal["Pass", "Task", "Choice", "Wait", "Parallel", "Map", "Succeed", "Fail"]
    Comment: NotRequired[str]
    InputPath: NotRequired[str]
    Resource: NotRequired[str]
    Parameters: NotRequired[Payload]
    Seconds: NotRequired[int]
    Label: NotRequired[str]
    MaxConcurrency: NotRequired[int]
    ItemReader: NotRequired[ItemReader]
    ItemSelector: NotRequired[Payload]
    ItemProcessor: NotRequired[Machine]
    Branches: NotRequired[list[Machine]]
    Choices: NotRequired[list[Rule]]
    Default: NotRequired[str]
    ResultSelector: NotRequired[Payload]
    ResultPath: NotRequired[str | None]
    OutputPath: NotRequired[str | None]
    Retry: NotRequired[list[Retrier]]
    Catch: NotRequired[list[Catcher]]
    Error: NotRequired[str]
    Cause: NotRequired[str]
    ErrorPath: NotRequired[str]
    CausePath: NotRequired[str]
    Next: NotRequired[str]
    End: NotRequired[bool]


States = dict[str, State]
