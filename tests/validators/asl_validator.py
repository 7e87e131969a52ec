"""What `asl-validator` says of state machines: the schemas of the language, and its paths."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.environments import ROOT, node_environment

_PROJECT = ROOT / "tests" / "validators" / "asl"
# By the package's own function: its command stops at the first file that is wrong.
_SCRIPT = """
const validate = require("asl-validator").default || require("asl-validator");
const fs = require("fs");
const found = {};
for (const path of process.argv.slice(1)) {
  const result = validate(JSON.parse(fs.readFileSync(path)), { checkArn: true, checkPaths: true });
  if (!result.isValid) found[path] = result.errorsText();
}
console.log(JSON.stringify(found));
"""


class NoValidator(Exception):
    """This machine lacks what the validator needs; the message says what."""


def problems_of_machines(files: Iterable[Path]) -> dict[Path, str]:
    """What is wrong, by file. Raises `NoValidator`.

    `${...}` of CloudFormation is for the validator a value like any other.
    """
    folder = node_environment("asl-validator", _PROJECT)
    node = shutil.which("node")
    if folder is None or node is None:
        raise NoValidator("this machine has no npm")
    command = [node, "-e", _SCRIPT, *(str(file.resolve()) for file in files)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return {Path(file): said for file, said in json.loads(done.stdout).items()}
