from __future__ import annotations

import pickle

import pytest

from runtime_shim import exceptions
from runtime_shim.errors import FlowcError
from runtime_shim.exceptions import (
    FailureHandledByCatch,
    MetaflowException,
    MetaflowExceptionWrapper,
    MetaflowNamespaceMismatch,
    MetaflowUnknownUser,
    UnhandledInMergeArtifactsException,
)


def test_a_message_may_have_a_place() -> None:
    assert str(MetaflowException("it broke")) == "it broke"
    assert str(MetaflowException("it broke", lineno=3)) == "line 3: it broke"
    assert str(MetaflowException("it broke", source_file="f.py")) == "f.py: it broke"
    assert MetaflowException("it broke").message == "it broke"
    assert MetaflowException().headline == "Flow failed"


def test_users_may_derive_from_it() -> None:
    class Own(MetaflowException):
        headline = "Own"

    with pytest.raises(FlowcError, match="it broke"):
        raise Own("it broke")


def test_all_of_them_have_a_headline() -> None:
    found = [
        value
        for value in vars(exceptions).values()
        if isinstance(value, type) and issubclass(value, MetaflowException)
    ]
    assert len(found) > 20
    assert len({cls.headline for cls in found}) >= len(found) - 4


def test_what_catch_leaves_is_text_that_can_be_stored() -> None:
    try:
        raise ValueError("bad")
    except ValueError as error:
        kept = MetaflowExceptionWrapper(error)
    for same in (kept, pickle.loads(pickle.dumps(kept))):
        assert (same.type, same.exception) == ("builtins.ValueError", "bad")
        assert "test_exceptions.py" in str(same)
        assert str(same).endswith("ValueError: bad\n")
        assert repr(same) == str(same)


def test_what_was_not_being_handled_has_no_traceback() -> None:
    kept = MetaflowExceptionWrapper(ValueError("bad"))
    assert kept.stacktrace is None
    assert str(kept) == "[no stacktrace]\nbuiltins.ValueError: bad"


def test_what_some_of_them_say() -> None:
    assert "all 2 attempts ended" in str(FailureHandledByCatch(2))
    assert str(MetaflowNamespaceMismatch("user:x")) == "Object not in namespace 'user:x'"
    assert "METAFLOW_USER" in str(MetaflowUnknownUser())
    assert UnhandledInMergeArtifactsException("x", ["a"]).artifact_names == ["a"]
