from __future__ import annotations

import json
from typing import Any

from compiler.diagnostics.render.sarif import render_sarif
from tests.diagnostics.render.samples import GPUS, NEXT, REMARK, Remark, at


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_each_kind_is_a_rule_once_with_what_explain_says() -> None:
    run = run_of(render_sarif([REMARK, GPUS, GPUS], version="1.2.3"))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("flowc", "1.2.3")
    assert driver["rules"] == [
        {
            "id": "FC901",
            "name": "UnknownArgument",
            "shortDescription": {"text": "unknown argument"},
            "help": {"text": "A decorator has no such argument.\n\nWrite `@resources(gpu=1)`."},
            "defaultConfiguration": {"level": "error"},
        },
        {
            "id": "FC903",
            "name": "Remark",
            "shortDescription": {"text": "remark"},
            "help": {"text": "Worth knowing."},
            "defaultConfiguration": {"level": "note"},
        },
    ]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 0]
    assert [result["level"] for result in run["results"]] == ["note", "error", "error"]


def test_a_result_has_its_place_in_characters_and_what_helps() -> None:
    run = run_of(render_sarif([GPUS, NEXT], version="1"))
    assert run["columnKind"] == "unicodeCodePoints"
    gpus, loose = run["results"]
    assert gpus["message"]["text"] == "`resources` has no argument `gpus`\ndid you mean `gpu`?"
    assert "relatedLocations" not in gpus
    assert loose["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "flows/train.py"},
                "region": {"startLine": 4, "startColumn": 9, "endLine": 7, "endColumn": 10},
            }
        }
    ]
    assert loose["relatedLocations"][0]["message"] == {"text": "it is defined here"}
    assert loose["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 10


def test_paths_are_uris() -> None:
    found = Remark(span=at(1, 1, 1, 2))

    def uri(path: str) -> str:
        run = run_of(render_sarif([found], version="1", locate=lambda _: path))
        location = run["results"][0]["locations"][0]["physicalLocation"]
        return str(location["artifactLocation"]["uri"])

    assert uri("my flows/ü#1.py") == "my%20flows/%C3%BC%231.py"
    assert uri("/tmp/a b.py") == "file:///tmp/a%20b.py"


def test_nothing_found_is_still_a_run() -> None:
    assert run_of(render_sarif([], version="1"))["results"] == []
