"""Which names a step needs from before, along every path through its code."""

from __future__ import annotations

import ast

import pytest

from compiler.frontend.artifacts import ArtifactReader
from tests.frontend.artifacts.flows import methods_of, use_of


def reads(body: str, rest: str = "") -> dict[str, bool]:
    """From the names that are read to whether they are surely needed."""
    return {read.name: read.certain for read in use_of(body, rest).reads}


def writes(body: str, rest: str = "") -> dict[str, bool]:
    """From the names that are written to whether they surely are."""
    return {write.name: write.certain for write in use_of(body, rest).writes}


STRAIGHT = {
    "print(self.x)": {"x": True},
    "self.x = 1\nprint(self.x)": {},
    "self.x = lambda: 1\nprint(self.x())": {},
    "self.x = self.x + 1": {"x": True},
    "self.x += 1": {"x": True},
    "self.x = 1\nself.x += 1": {},
    "self.x: int = 1\nself.x": {},
    "self.x: int\nself.x": {"x": True},
    "self.x.append(1)": {"x": True},
    "self.x[0] = 1": {"x": True},
    "self.x.y = 1": {"x": True},
    "self.x[self.y] += self.z": {"x": True, "y": True, "z": True},
    "self.a, (self.b, *self.c) = f()\nself.a, self.b, self.c": {},
    "self.a = self.b = self.c\nself.a, self.b": {"c": True},
    "a = [self.x for self.x in y]": {},
    "del self.x": {"x": True},
    "self.x = 1\ndel self.x\nself.x": {"x": False},
    "with open(self.p) as self.f:\n    self.f": {"p": True},
    "print(f'{self.x:>{self.width}}')": {"x": True, "width": True},
    "(y := self.x)": {"x": True},
    "self.next(self.other, foreach='x')": {},
    "self.next(self.other, num_parallel=self.n)": {},
    "self.next(self.other, num_parallel=len(self.n))": {"n": True},
    "self.next({self.k: self.a}, condition='c')": {"k": True},
    "assert self.x, self.y": {"x": True, "y": True},
    "self.input, self.index, self.name, self.foreach_stack(), self._datastore": {},
    "self.__secret": {},
    "self._private": {"_private": True},
    "await_ = lambda: self.x": {"x": True},
}


@pytest.mark.parametrize("body", STRAIGHT)
def test_straight_code(body: str) -> None:
    assert reads(body) == STRAIGHT[body]


BRANCHES = {
    "if c:\n    self.x = 1\nself.x": {"x": False},
    "if c:\n    self.x = 1\nelse:\n    self.x = 2\nself.x": {},
    "if c:\n    self.x = 1\nelse:\n    return\nself.x": {},
    "if c:\n    raise E\nelse:\n    self.x = 1\nself.x": {},
    "if True:\n    self.x = 1\nself.x": {},
    "if c:\n    self.x\nself.x = 1": {"x": True},
    "self.x if c else self.y": {"x": True, "y": True},
    "a = (self.m() if c else self.m2())": {"m": True, "m2": True},
    "c and self.x": {"x": True},
    "match c:\n    case 1:\n        self.x = 1\n    case _:\n        self.x = 2\nself.x": {},
    "match c:\n    case 1:\n        self.x = 1\n    case 2:\n        self.x = 2\nself.x": {
        "x": False
    },
    "match self.c:\n    case self.k:\n        pass\n    case n if self.g:\n        pass": {
        "c": True,
        "k": True,
        "g": True,
    },
}


@pytest.mark.parametrize("body", BRANCHES)
def test_branches(body: str) -> None:
    assert reads(body) == BRANCHES[body]


LOOPS = {
    "for i in y:\n    self.x = i\nself.x": {"x": False},
    "for i in (1, 2):\n    self.x = i\nself.x": {},
    "for i in range(3):\n    self.x = i\nself.x": {},
    "for i in range(0):\n    self.x = i\nself.x": {"x": False},
    "for i in y:\n    self.x = i\nelse:\n    self.x = 0\nself.x": {},
    "for i in y:\n    self.x = i\n    break\nelse:\n    self.x = 0\nself.x": {},
    "for i in (1, 2):\n    if i: break\n    self.x = i\nself.x": {"x": False},
    "for i in (1, 2):\n    if i: continue\n    self.x = i\nself.x": {"x": False},
    "for self.i in y:\n    self.i\nself.i": {"i": False},
    "while True:\n    self.x = 1\n    if c: break\nself.x": {},
    "while True:\n    if c: break\n    self.x = 1\nself.x": {"x": False},
    "while c:\n    self.x = 1\nself.x": {"x": False},
    "while False:\n    self.x\n": {},
    "for i in y:\n    self.total += i": {"total": True},
    "for i in y:\n    if i:\n        self.prev\n    self.prev = i": {"prev": False},
    "for i in y:\n    if i:\n        self.prev\n    self.prev = 1\n    del self.prev": {
        "prev": False
    },
    "for i in y:\n    for j in y:\n        self.x = j\n    self.x": {"x": False},
}


@pytest.mark.parametrize("body", LOOPS)
def test_loops(body: str) -> None:
    assert reads(body) == LOOPS[body]


EXCEPTIONS = {
    "try:\n    self.x = f()\nexcept E:\n    pass\nself.x": {"x": False},
    "try:\n    self.x = f()\nexcept E:\n    raise\nself.x": {},
    "try:\n    self.x = f()\nexcept E:\n    self.x = 1\nself.x": {},
    "try:\n    f()\nexcept E:\n    self.x = 1\nelse:\n    self.x = 2\nself.x": {},
    "try:\n    self.x = 1\nfinally:\n    self.x": {"x": False},
    "try:\n    f()\nfinally:\n    self.x = 1\nself.x": {},
    "try:\n    return\nfinally:\n    self.y": {"y": True},
    "try:\n    self.x\nexcept AttributeError:\n    self.x = 1": {"x": False},
    "try:\n    self.x\nexcept (KeyError, AttributeError):\n    pass": {"x": False},
    "try:\n    self.x\nexcept Exception:\n    pass": {"x": False},
    "try:\n    self.x\nexcept:\n    pass": {"x": False},
    "try:\n    self.x\nexcept KeyError:\n    pass": {"x": True},
    "try:\n    pass\nexcept Exception:\n    self.x": {"x": True},
    "with suppress(KeyError):\n    self.x = f()\nself.x": {"x": False},
    "with contextlib.suppress(AttributeError):\n    self.x": {"x": False},
    "with lock:\n    self.x = f()\nself.x": {},
    "for i in (1, 2):\n    try:\n        break\n    finally:\n        self.x = 1\nself.x": {},
    "for i in (1, 2):\n    try: f()\n    except E: continue\n    self.x = 1\nself.x": {"x": False},
}


@pytest.mark.parametrize("body", EXCEPTIONS)
def test_exceptions(body: str) -> None:
    assert reads(body) == EXCEPTIONS[body]


BY_NAME = {
    "hasattr(self, 'x')": {"x": False},
    "if hasattr(self, 'x'):\n    self.x": {"x": False},
    "if not hasattr(self, 'x'):\n    return\nself.x": {"x": False},
    "getattr(self, 'x')": {"x": True},
    "getattr(self, 'x', 0)": {"x": False},
    "getattr(self, name)": {},
    "setattr(self, 'x', self.y)\nself.x": {"y": True},
    "if 'x' in self.__dict__:\n    self.x": {"x": False},
    "if 'x' not in dir(self):\n    return\nself.x": {"x": False},
    "delattr(self, 'x')": {"x": True},
}


@pytest.mark.parametrize("body", BY_NAME)
def test_access_by_name(body: str) -> None:
    assert reads(body) == BY_NAME[body]


FUNCTIONS = {
    "sorted(rows, key=lambda r: self.weights[r])": {"weights": True},
    "def f():\n    return self.x\nself.x = 1\nf()": {"x": False},
    "self.x = 1\ndef f():\n    return self.x": {},
    "def f():\n    self.x = 1\nf()\nself.x": {"x": False},
    "def f(self):\n    return self.x": {},
    "def f(a=self.x):\n    pass": {"x": True},
    "class A:\n    y = self.x": {"x": True},
    "[self.x for i in self.y if self.z]": {"y": True, "z": True, "x": True},
    "{self.k: self.v for i in y}": {"k": True, "v": True},
    "a = [self for self in y]\nself.x": {"x": True},
}


@pytest.mark.parametrize("body", FUNCTIONS)
def test_functions_inside(body: str) -> None:
    assert reads(body) == FUNCTIONS[body]


def test_the_flow_may_have_any_name() -> None:
    methods = methods_of("class F:\n    def entry(this):\n        this.x = this.y")
    use = ArtifactReader(methods).read(methods["entry"], None, False)
    assert [read.name for read in use.reads] == ["y"]
    assert [write.name for write in use.writes] == ["x"]


def test_reads_point_at_the_first_sure_one() -> None:
    use = use_of("if hasattr(self, 'y'):\n    pass\nself.x\nself.x\n")
    assert [(read.name, read.span.line, read.span.column) for read in use.reads] == [
        ("y", 3, 12),
        ("x", 5, 9),
    ]


WRITES = {
    "self.x = 1": {"x": True},
    "if c:\n    self.x = 1": {"x": False},
    "if c:\n    return\nself.x = 1": {"x": False},
    "if c:\n    raise E\nself.x = 1": {"x": True},
    "def f():\n    self.x = 1": {"x": False},
    "self.x = 1\ndel self.x": {"x": False},
    "setattr(self, 'x', 1)": {"x": True},
    "self.index = 1\nself._transition = 2\nself.__x = 3": {},
    "self.x[0] = 1": {},
    "self.x += 1": {"x": True},
    "self.x = lambda: 1": {},
    "self.x = lambda: 1\nif y:\n    self.x = 2": {"x": True},
    "self.x = [lambda: 1]": {"x": True},
    "for self.i in y:\n    self.j = 1": {"i": False, "j": False},
    "with f() as (self.a, self.b):\n    pass": {"a": True, "b": True},
}


@pytest.mark.parametrize("body", WRITES)
def test_writes(body: str) -> None:
    assert writes(body) == WRITES[body]


OPAQUE: dict[str, tuple[str, ...]] = {
    "f(self)": ("escape",),
    "me = self": ("escape",),
    "return self": ("escape",),
    "x = [self]": ("escape",),
    "self.__dict__.update(a=1)": ("escape",),
    "vars(self)['x'] = 1": ("escape",),
    "self.__class__.x = 1": ("escape",),
    "type(self).x = 1": ("escape",),
    "self.__class__.cache.x = 1": ("escape",),
    "print(self.__class__.__name__, type(self).__name__)": (),
    "print(self, str(self), isinstance(self, F))": (),
    "setattr(self, name, 1)": ("setattr",),
    "for k in d:\n    setattr(self, k, d[k])\nf(self)": ("setattr", "escape"),
    "super().anything()": ("escape",),
    "super().next(self.a)": (),
    "self.x.run(self)": ("escape",),
}


@pytest.mark.parametrize("body", OPAQUE)
def test_what_cannot_be_seen(body: str) -> None:
    assert use_of(body).opaque == OPAQUE[body]


def test_wrapped_steps_say_so() -> None:
    assert use_of("f(self)", wrapped=True).opaque == ("escape", "wrapper")


def test_an_expression_deeper_than_the_stack_gives_up_quietly() -> None:
    # Built as a tree, since the parsers of some Python versions have a limit of their own.
    methods = methods_of("class F:\n    def entry(self):\n        self.x")
    statement = methods["entry"].node.body[0]
    assert isinstance(statement, ast.Expr)
    for _ in range(20_000):
        statement.value = ast.copy_location(
            ast.UnaryOp(op=ast.Not(), operand=statement.value), statement.value
        )
    use = ArtifactReader(methods).read(methods["entry"], None, False)
    assert use.opaque == ("escape",)
