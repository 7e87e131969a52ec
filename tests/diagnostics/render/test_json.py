from __future__ import annotations

import json

from compiler.diagnostics.render.json import render_json
from tests.diagnostics.render.samples import GPUS, NEXT, REMARK


def test_the_whole_document() -> None:
    assert json.loads(render_json([NEXT], locate=lambda file: f"a/{file}")) == {
        "version": 1,
        "diagnostics": [
            {
                "code": "FC902",
                "severity": "warning",
                "title": "loose end",
                "message": "100% of `a`, here: lost",
                "help": None,
                "location": {
                    "file": "a/flows/train.py",
                    "line": 4,
                    "column": 9,
                    "end_line": 7,
                    "end_column": 10,
                },
                "related": [
                    {
                        "message": "it is defined here",
                        "location": {
                            "file": "a/flows/train.py",
                            "line": 10,
                            "column": 9,
                            "end_line": 10,
                            "end_column": 10,
                        },
                    }
                ],
            }
        ],
        "summary": {"errors": 0, "warnings": 1, "notes": 0},
    }


def test_help_and_counts() -> None:
    document = json.loads(render_json([REMARK, GPUS, GPUS]))
    assert [found["help"] for found in document["diagnostics"]] == [
        None,
        "did you mean `gpu`?",
        "did you mean `gpu`?",
    ]
    assert document["summary"] == {"errors": 2, "warnings": 0, "notes": 1}
