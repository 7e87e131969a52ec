"""What is run with each kind of datastore."""

from __future__ import annotations

import re

import pytest

from tests.conformance import behaviours
from tests.conformance.behaviours import Behaviour
from tests.conformance.datastores import CHOSEN, FOLDER, cases_by_datastore
from tests.conformance.shapes import SHAPES
from tests.conformance.test_conformance import CASES
from tests.servers.place import PLACES

NAMES = {case.name for case in CASES}


@pytest.mark.parametrize("place", PLACES)
def test_what_was_chosen_is_there(place: str) -> None:
    assert set(CHOSEN[place]) <= NAMES
    assert len(set(CHOSEN[place])) == len(CHOSEN[place])


def test_every_shape_and_every_behaviour_runs_on_s3() -> None:
    generated = [re.fullmatch("(.*)-(.*)-(.*)", name) for name in CHOSEN["s3"]]
    covered = {word for match in generated if match for word in match.groups()[:2]}
    every = {value.name for value in vars(behaviours).values() if isinstance(value, Behaviour)}
    assert len(every) == 7
    assert {shape.name for shape in SHAPES} | every <= covered


def test_the_option_asks_for_all_cases_of_some_datastores_and_of_no_other() -> None:
    pairs = [(case.name, name) for case, name in cases_by_datastore(CASES, ["gcs", FOLDER])]
    assert sorted(pairs) == sorted((case, name) for case in NAMES for name in (FOLDER, "gcs"))


def test_without_it_all_run_on_folders_and_the_chosen_elsewhere() -> None:
    pairs = [(case.name, name) for case, name in cases_by_datastore(CASES, [])]
    for place in PLACES:
        assert {case for case, name in pairs if name == place} == set(CHOSEN[place])
    assert {case for case, name in pairs if name == FOLDER} == NAMES
