import json
from pathlib import Path


def read_weights():
    return json.loads((Path(__file__).parent / "weights.json").read_text())
