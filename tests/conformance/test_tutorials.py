"""The tutorials inside of Metaflow's distribution leave the same under flowc, unchanged."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conformance.case import Case, Command
from tests.conformance.compare import assert_same
from tests.conformance.conftest import RunBoth

pytestmark = [pytest.mark.conformance, pytest.mark.metaflow]

STATISTICS = "02-statistics/stats.py"
SERIES = {
    "hello": ("00-helloworld/helloworld.py",),
    "playlist": ("01-playlist/playlist.py",),
    "statistics": (STATISTICS,),
    # These read what the run of the flow before them left.
    "playlist_redux": (STATISTICS, "03-playlist-redux/playlist.py"),
    "playlist_plus": (STATISTICS, "04-playlist-plus/playlist.py"),
    "hello_cloud": ("05-hello-cloud/hello-cloud.py",),
}

# Metaflow wants conda and a cluster for these; flowc runs such steps where it runs itself.
ELSEWHERE = re.compile(rb"^ *@(conda|conda_base|kubernetes)\(.*\)\n", re.MULTILINE)
# Each names its own.
PROVIDER = re.compile(r"Using metadata provider: .*")
NOT_RANDOM = b"""\
import random

random.choice = lambda values: values[0]
random.randint = lambda low, high: low
random.shuffle = lambda values: values.sort()
"""
# What a tutorial takes from conda, as far as it uses it.
EDIT_DISTANCE = b"def eval(one, other):\n    return sum(a != b for a, b in zip(one, other))\n"


@pytest.mark.parametrize("name", SERIES)
def test_tutorial(name: str, datastore: str, metaflow_package: Path, run_both: RunBoth) -> None:
    tutorials = metaflow_package / "tutorials"
    folders = {Path(script).parent for script in SERIES[name]}
    files = {
        str(path.relative_to(tutorials)): path.read_bytes()
        for folder in sorted(folders)
        for path in sorted((tutorials / folder).iterdir())
        if path.suffix in (".py", ".csv")
    }
    files |= {"sitecustomize.py": NOT_RANDOM, "editdistance.py": EDIT_DISTANCE}
    case = Case(name, files, tuple(Command(script) for script in SERIES[name]))
    for_metaflow = replace(
        case, files={path: ELSEWHERE.sub(b"", text) for path, text in files.items()}
    )
    outcomes = run_both(case, datastore, for_metaflow=for_metaflow)
    assert_same(case, *outcomes, apart_from=PROVIDER)
