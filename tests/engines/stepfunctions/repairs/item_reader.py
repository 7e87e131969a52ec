"""An ItemReader reads from the bench's S3, and what is wrong with it has a name of its own.

Stock: it asks moto; a missing object and a file that is no list are `States.Runtime`. In Step
Functions both are `States.ItemReaderFailed`, which can be caught.
"""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import (
    resource_eval_s3,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval.resource_output_transformer import (  # noqa: E501
    transformer_json,
)

from tests.engines.stepfunctions.details import details_of
from tests.engines.stepfunctions.errors import failure
from tests.engines.stepfunctions.repairs.patches import Patch, Repair

FAILED = "States.ItemReaderFailed"


def _get_object(env: Any, resource_runtime_part: Any, state_credentials: Any) -> None:
    parameters = env.stack.pop()
    try:
        answer = details_of(env).services.s3.get_object(**parameters)
    except ClientError as error:
        raise failure(env, FAILED, str(error)) from error
    env.stack.append(answer["Body"].read().decode())


def _items(self: Any, env: Any) -> None:
    most = env.stack.pop()["MaxItemsValue"]
    try:
        items = json.loads(env.stack.pop())
    except ValueError as error:
        raise failure(env, FAILED, f"the file is no JSON: {error}") from error
    if not isinstance(items, list):
        raise failure(env, FAILED, "Attempting to map over non-iterable node.")
    env.stack.append(items[:most])


ITEM_READER = Repair(
    "item reader",
    [
        Patch(resource_eval_s3.ResourceEvalS3, "_handle_get_object", staticmethod(_get_object)),
        Patch(transformer_json.ResourceOutputTransformerJson, "_eval_body", _items),
    ],
)
