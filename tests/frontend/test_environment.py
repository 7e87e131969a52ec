from __future__ import annotations

import pytest

from compiler.frontend.environment import EnvironmentPolicy
from compiler.settings import Settings


def test_nothing_is_readable_unless_it_is_named() -> None:
    policy = EnvironmentPolicy.of(Settings(), {"HOME": "/root"})
    assert policy == EnvironmentPolicy(frozenset(), {})


def test_a_name_takes_the_value_of_the_environment() -> None:
    policy = EnvironmentPolicy.of(Settings(env=("STAGE", "REGION")), {"STAGE": "dev", "X": "y"})
    assert policy.allowed == {"STAGE", "REGION"}
    assert policy.values == {"STAGE": "dev"}


def test_a_name_with_a_value_needs_no_environment() -> None:
    policy = EnvironmentPolicy.of(Settings(env=("A=b=c", "EMPTY=")), {"A": "other"})
    assert policy.values == {"A": "b=c", "EMPTY": ""}


def test_the_environment_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWC_TEST_STAGE", "dev")
    policy = EnvironmentPolicy.of(Settings(env=("FLOWC_TEST_STAGE",)))
    assert policy.values == {"FLOWC_TEST_STAGE": "dev"}


def test_values_do_not_show_in_the_representation() -> None:
    assert "hunter2" not in repr(EnvironmentPolicy.of(Settings(env=("PASSWORD=hunter2",)), {}))
