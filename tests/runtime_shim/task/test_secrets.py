from __future__ import annotations

import os
import traceback

import pytest

from runtime_shim.authoring.decorators import Decoration
from runtime_shim.contract import SECRET_TYPES
from runtime_shim.exceptions import MetaflowException
from runtime_shim.task.secrets import inject_secrets


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("METAFLOW_")}
    monkeypatch.setattr(os, "environ", own)


def inject(*sources: object, **more: object) -> None:
    inject_secrets(Decoration("secrets", {"sources": list(sources), **more}))


def inline(name: str = "some", **variables: object) -> dict[str, object]:
    return {"type": "inline", "id": name, "options": {"env_vars": variables}}


def test_variables_of_all_sources() -> None:
    os.environ["GIVEN"] = "token"
    renamed = {"type": "environment", "id": "GIVEN", "options": {"env_var_name": "TOKEN"}}
    inject(inline(DB_USER="ann"), inline(DB_PASSWORD="x"), renamed, "environment.GIVEN")
    names = ("DB_USER", "DB_PASSWORD", "TOKEN", "GIVEN")
    assert [os.environ[name] for name in names] == ["ann", "x", "token", "token"]


def test_none_where_one_cannot_be() -> None:
    with pytest.raises(MetaflowException, match="has no ABSENT"):
        inject(inline(DB_USER="ann"), "environment.ABSENT")
    assert "DB_USER" not in os.environ


def test_what_is_there_is_only_replaced_when_that_is_said() -> None:
    os.environ["DB_USER"] = "bob"
    with pytest.raises(MetaflowException, match="sets the variable DB_USER, which") as caught:
        inject(inline(DB_USER="ann"))
    assert "ann" not in str(caught.value)
    inject(inline(DB_USER="ann"), allow_override=True)
    assert os.environ["DB_USER"] == "ann"


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["db"], "does not say where it is"),
        ([{"id": "db"}], "does not say where it is"),
        ([3], "texts and dicts"),
        ([{"type": "inline"}], "has no `id`"),
        ([{"type": "inline", "id": 3}], "`id` of a source of @secrets is to be a str"),
        ([{"type": "inline", "id": "a", "options": []}], "`options` .* a dict"),
        ([inline(**{"not-a-name": "x"})], "'not-a-name', which names no variable"),
        ([inline(PORT=5432)], "value of PORT in the secret .* is no text"),
        ([inline(METAFLOW_USER="x")], "sets METAFLOW_USER; that name belongs"),
        ([inline(FLOWC_RUN="x")], "sets FLOWC_RUN; that name belongs"),
        ([inline("a", X="1"), inline("b", X="2")], r"a \(inline\) and b \(inline\) both set"),
    ],
)
def test_what_is_wrong(sources: list[object], message: str) -> None:
    with pytest.raises(MetaflowException, match=message):
        inject(*sources)


def test_the_types_that_the_compiler_knows_are_those_that_there_are() -> None:
    with pytest.raises(MetaflowException, match=rf"there is {', '.join(SECRET_TYPES)}\.$"):
        inject("vault.db")


def test_what_a_client_says_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may quote what it cannot read."""

    def access(*_: object) -> dict[str, str]:
        raise ValueError("cannot read `hunter2`")

    monkeypatch.setattr("runtime_shim.task.gcp_secrets.read_secret", access)
    with pytest.raises(MetaflowException, match=r"\(gcp-secret-manager\).*ValueError") as caught:
        inject("gcp-secret-manager.db")
    shown = "".join(traceback.format_exception(None, caught.value, caught.value.__traceback__))
    assert "cannot read `" not in shown
