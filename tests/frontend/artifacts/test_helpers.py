"""Reads and writes through the methods that a step calls."""

from __future__ import annotations

from tests.frontend.artifacts.flows import use_of


def reads(body: str, rest: str) -> dict[str, bool]:
    return {read.name: read.certain for read in use_of(body, rest).reads}


def writes(body: str, rest: str) -> dict[str, bool]:
    return {write.name: write.certain for write in use_of(body, rest).writes}


LOAD = """
def load(self, path):
    self.data = read(path, self.options)
"""


def test_a_helper_reads_and_writes_for_the_step() -> None:
    assert reads("self.load(self.path)\nself.data", LOAD) == {"path": True, "options": True}
    assert writes("self.load(1)", LOAD) == {"data": True}
    assert writes("if c:\n    self.load(1)", LOAD) == {"data": False}


def test_what_the_step_wrote_before_the_call_is_there_for_the_helper() -> None:
    assert reads("self.options = 1\nself.load(2)", LOAD) == {}
    assert reads("if c:\n    self.options = 1\nself.load(2)", LOAD) == {"options": False}


def test_the_read_points_into_the_helper() -> None:
    (read,) = use_of("self.load(1)", LOAD).reads
    assert (read.name, read.span.line) == ("options", 6)


def test_other_ways_of_calling() -> None:
    for call in ("super().load(1)", "F.load(self, 1)", "x = [self.load(1)]"):
        assert reads(call, LOAD) == {"options": True}, call
        assert use_of(call, LOAD).opaque == (), call


def test_a_helper_that_calls_its_own_base_has_code_out_of_sight() -> None:
    use = use_of("self.load()", "def load(self):\n    super().load()\n    self.data = 1")
    assert use.opaque == ("escape",)
    assert [write.name for write in use.writes] == ["data"]


def test_a_callback_may_run_or_not() -> None:
    assert reads("map(self.load, paths)\nself.data", LOAD) == {"options": False, "data": False}
    assert writes("map(self.load, paths)", LOAD) == {"data": False}


def test_properties() -> None:
    rest = """
@property
def size(self):
    return len(self.rows)
"""
    assert reads("self.size\nself.size()", rest) == {"rows": True}
    assert use_of("self.size = 1", rest).opaque == ("escape",)
    assert writes("self.size = 1", rest) == {}


def test_static_and_class_methods_have_no_artifacts_of_their_own() -> None:
    rest = """
@staticmethod
def parse(text):
    return text.x
@staticmethod
def inspect(flow):
    return flow.y
@classmethod
def make(cls):
    return cls.z
"""
    assert reads("self.parse(self.a)\nself.make()\nself.inspect(self)", rest) == {
        "a": True,
        "y": True,
    }
    assert use_of("self.parse(self.a)\nself.make()\nself.inspect(self)", rest).opaque == ()


def test_self_for_a_parameter_that_is_not_named() -> None:
    assert use_of("self.log(self)", "def log(self, *args):\n    pass").opaque == ("escape",)
    assert use_of("self.log(it=self)", "def log(self, **args):\n    pass").opaque == ("escape",)


def test_recursion_ends() -> None:
    rest = """
def walk(self, depth):
    if depth:
        self.walk(depth - 1)
    else:
        self.leaf = self.seed
        return
    self.leaf
"""
    assert reads("self.walk(3)", rest) == {"seed": True, "leaf": False}


def test_mutual_recursion_ends() -> None:
    rest = """
def even(self, n):
    return n == 0 or self.odd(n - 1)
def odd(self, n):
    self.seen = self.limit
    return n != 0 and self.even(n - 1)
"""
    assert reads("self.even(2)\nself.seen", rest) == {"limit": True, "seen": False}


def test_a_helper_that_never_returns_ends_the_path() -> None:
    rest = "def fail(self):\n    raise ValueError(self.why)"
    assert reads("if c:\n    self.fail()\nelse:\n    self.x = 1\nself.x", rest) == {"why": True}


def test_a_generator_runs_when_somebody_iterates() -> None:
    rest = """
def timed(self):
    self.started = self.clock
    yield
"""
    body = "with self.timed():\n    self.started"
    assert reads(body, rest) == {"clock": True, "started": False}
    assert writes(body, rest) == {"started": False}


def test_a_helper_may_fail_half_way() -> None:
    body = "try:\n    self.load(1)\nexcept E:\n    pass\nself.data"
    assert reads(body, LOAD) == {"options": True, "data": False}


def test_a_helper_that_needs_what_it_sets_itself() -> None:
    rest = "def bump(self):\n    self.count += 1"
    assert reads("for i in y:\n    self.bump()", rest) == {"count": True}
    assert reads("self.count = 0\nfor i in y:\n    self.bump()", rest) == {}


def test_a_helper_that_deletes() -> None:
    rest = "def clean(self):\n    del self.data"
    assert reads("self.data = 1\nself.clean()\nself.data", rest) == {"data": False}
    assert writes("self.data = 1\nself.clean()", rest) == {"data": False}


def test_one_path_without_doubts_is_enough() -> None:
    rest = "def show(self):\n    self.x"
    assert reads("self.show()\nif c:\n    self.x = 1\nself.show()", rest) == {"x": True}


def test_an_unknown_method_is_an_artifact_that_is_called() -> None:
    assert reads("self.model(1)\nself.load", "") == {"model": True, "load": True}
