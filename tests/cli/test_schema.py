from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.conftest import Flowc


def test_it_describes_what_the_target_ir_writes(project: Path, flowc: Flowc) -> None:
    result = flowc("schema")
    schema = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(flowc("compile", "good.py", "--target", "ir", "-o", "-").out)
    jsonschema.validate(document, schema)
    del document["steps"]
    assert not jsonschema.Draft202012Validator(schema).is_valid(document)
