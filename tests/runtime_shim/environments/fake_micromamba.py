"""A fake of micromamba: no channel of conda can be reached where the tests run.

It takes the command line that the runtime gives the real one, and makes an environment
without packages; what it was given is left in it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import venv
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("verb", choices=["create"])
parser.add_argument("--yes", action="store_true", required=True)
parser.add_argument("--quiet", action="store_true")
parser.add_argument("--prefix", required=True)
parser.add_argument("--relocate-prefix", required=True)
parser.add_argument("--file", type=Path, required=True)
given = parser.parse_args()
if "broken" in given.file.read_text():
    sys.exit("critical libmamba: download failed")
venv.create(given.prefix, symlinks=True)
facts = {"final": given.relocate_prefix, "root": os.environ["MAMBA_ROOT_PREFIX"]}
(Path(given.prefix) / "given.json").write_text(json.dumps(facts))
