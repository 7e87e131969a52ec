"""Whether a run can be started with what somebody gives it.

The first task gets all parameters in one variable, by an intrinsic function that takes only so
much, and as a job in a request that has room for less. A run that is given more fails in AWS,
where the reason is hard to find.
"""

from __future__ import annotations

from compiler.backends.deployer import DeployError
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.limits import MAX_ENCODED_CHARACTERS, MAX_OVERRIDE_CHARACTERS
from compiler.backends.stepfunctions.overrides import first_length
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.settings import Settings

_INSTEAD = "Give the place of what is large, or make it an `IncludeFile`."


def check_input(given: str, flow: Flow, settings: Settings, identity: Identity) -> None:
    """Raises `DeployError` where this text is too long."""
    if isinstance(flow.by_name[flow.start].compute, Kubernetes):
        if len(given) > MAX_ENCODED_CHARACTERS:
            raise DeployError(
                f"The parameters take {len(given):,} characters as JSON, of which Step Functions "
                f"can give {MAX_ENCODED_CHARACTERS:,} to the first task. {_INSTEAD}"
            )
        return
    length = first_length(flow, settings, identity, given)
    if length > MAX_OVERRIDE_CHARACTERS:
        empty = first_length(flow, settings, identity, "")
        room = (MAX_OVERRIDE_CHARACTERS - empty) // 4 * 3
        raise DeployError(
            f"The parameters take {len(given.encode()):,} bytes as JSON, and the request for the "
            f"first task has room for {room:,}: ECS takes {MAX_OVERRIDE_CHARACTERS:,} characters "
            f"with all that it says besides, and Base64 makes four of three bytes. {_INSTEAD}"
        )
