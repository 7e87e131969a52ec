"""What a join reads from its inputs, and what it merges."""

from __future__ import annotations

import pytest

from tests.frontend.artifacts.flows import use_of

Input = tuple[str | None, str]


def input_reads(body: str, rest: str = "", inputs: str = "inputs") -> list[Input]:
    use = use_of(body, rest, inputs=inputs)
    assert use.opaque == ()
    return [(read.step, read.name) for read in use.input_reads]


FORMS: dict[str, list[Input]] = {
    "inputs.a.x": [("a", "x")],
    "inputs.a.x.y.z()": [("a", "x")],
    "inputs[0].x": [(None, "x")],
    "inputs[-1].x + inputs[i].y": [(None, "x"), (None, "y")],
    "for inp in inputs:\n    inp.x": [(None, "x")],
    "[i.x for i in inputs if i.y]": [(None, "y"), (None, "x")],
    "{i.k: i.v for i in inputs}": [(None, "k"), (None, "v")],
    "sum(i.x for i in inputs)": [(None, "x")],
    "max(inputs, key=lambda i: i.score).model": [(None, "score"), (None, "model")],
    "sorted(inputs, key=lambda i: i.score)[0].model": [(None, "score"), (None, "model")],
    "list(map(lambda i: i.x, inputs))": [(None, "x")],
    "for i in filter(lambda i: i.ok, inputs):\n    i.x": [(None, "ok"), (None, "x")],
    "next(iter(inputs)).x": [(None, "x")],
    "next(i for i in inputs if i.ok).x": [(None, "ok"), (None, "x")],
    "for n, i in enumerate(inputs):\n    i.x": [(None, "x")],
    "for n, i in zip(names, inputs):\n    i.x\n    n.y": [(None, "x")],
    "for i in [inputs.a, inputs.b]:\n    i.x": [(None, "x")],
    "for n, i in [('a', inputs.a), ('b', inputs.b)]:\n    i.x\n    n.y": [(None, "x")],
    "a, b = inputs\na.x, b.y": [(None, "x"), (None, "y")],
    "a, *rest = inputs\nrest[0].x": [(None, "x")],
    "a, b = inputs.a, inputs.b\na.x, b.y": [("a", "x"), ("b", "y")],
    "m = inputs.a\nm.x": [("a", "x")],
    "m = inputs.a if c else inputs.b\nm.x": [(None, "x")],
    "if c:\n    m = inputs.a\nelse:\n    m = inputs.b\nm.x": [(None, "x")],
    "m = inputs.a\nif c:\n    m = other\nm.x": [],
    "(inputs.a, 1)[0].x": [("a", "x")],
    "first = inputs[0]\nfirst.x": [(None, "x")],
    "inputs[1:][0].x": [(None, "x")],
    "[i for i in inputs if i.ok][0].x": [(None, "ok"), (None, "x")],
    "(best := inputs[0]).x": [(None, "x")],
    "random.choice(inputs).x": [(None, "x")],
    "for i in inputs.flows:\n    i.x": [(None, "x")],
    "getattr(inputs, 'a').x": [("a", "x")],
    "getattr(inputs, name).x": [(None, "x")],
    "getattr(inputs.a, 'x')": [("a", "x")],
    "getattr(inputs.a, 'x', None)": [],
    "[i.x for i in inputs if hasattr(i, 'x')]": [],
    "try:\n    inputs.a.x\nexcept AttributeError:\n    pass": [],
    "inputs.a.index, inputs.a.input, inputs.a.name": [],
    "concat(inputs)": [],
    "inputs[0].x = 1\ninputs[0].x": [],
    "rows = list(inputs)\nrows.sort(key=lambda i: i.x)\nrows.count": [],
    "max(inputs.a, inputs.b, key=f).x": [],
    "def f(inp):\n    return inp.x": [],
    "match inputs[0]:\n    case inp:\n        inp.x": [],
}


@pytest.mark.parametrize("body", FORMS)
def test_forms_of_reading(body: str) -> None:
    assert input_reads(body) == FORMS[body]


def test_the_argument_may_have_any_name() -> None:
    assert input_reads("branches.a.x\ninputs.b", inputs="branches") == [("a", "x")]


def test_inputs_go_into_helpers() -> None:
    rest = """
def collect(self, branches, *, one=None):
    one.y
    return [b.x for b in branches]
"""
    assert input_reads("self.collect(inputs, one=inputs.a)", rest) == [("a", "y"), (None, "x")]


def test_methods_of_an_input_are_no_artifacts() -> None:
    assert input_reads("inputs.a.size", "@property\ndef size(self):\n    return 1") == []


def test_without_an_inputs_argument_the_name_means_nothing() -> None:
    assert use_of("inputs.a.x").input_reads == ()


MERGES = {
    "self.merge_artifacts(inputs)": (None, None, True),
    "self.merge_artifacts(inputs, include=['a', 'b'])": (("a", "b"), None, True),
    "self.merge_artifacts(inputs, exclude=('a',))": (None, ("a",), True),
    "self.merge_artifacts(inputs, ['a'])": (None, ("a",), True),
    "self.merge_artifacts(inputs, None, ['a'])": (("a",), None, True),
    "self.merge_artifacts(inputs, include=['a'], exclude=['b'])": (("a",), ("b",), True),
    "self.merge_artifacts(inputs, include=names)": (None, None, False),
    "self.merge_artifacts(inputs, include=['a', b])": (None, None, False),
    "self.merge_artifacts(inputs, **options)": (None, None, False),
    "self.merge_artifacts(*args)": (None, None, False),
}


@pytest.mark.parametrize("body", MERGES)
def test_merges(body: str) -> None:
    (merge,) = use_of(body, inputs="inputs").merges
    assert (merge.include, merge.exclude, merge.known) == MERGES[body]


def test_a_merge_in_a_helper() -> None:
    rest = "def gather(self, inputs):\n    self.merge_artifacts(inputs, include=['a'])"
    (merge,) = use_of("self.gather(inputs)", rest, inputs="inputs").merges
    assert merge.include == ("a",)


def test_names_to_merge_may_be_artifacts_themselves() -> None:
    use = use_of("self.merge_artifacts(inputs, include=self.kept)", inputs="inputs")
    assert [read.name for read in use.reads] == ["kept"]
    assert not use.merges[0].known
