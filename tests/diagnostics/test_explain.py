from __future__ import annotations

import re
from collections import Counter

from compiler.diagnostics.explain import explanation, find, kinds


def test_no_code_is_used_twice() -> None:
    codes = Counter(kind.code for kind in kinds())
    assert [code for code, count in codes.items() if count > 1] == []


def test_codes_are_in_order_and_of_one_form() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) > 20
    assert codes == sorted(codes)
    assert [code for code in codes if not re.fullmatch(r"FC\d{3}", code)] == []


def test_every_kind_is_explained_in_its_own_words() -> None:
    for kind in kinds():
        # `dataclass` writes the signature where a class has no docstring.
        assert kind.__doc__, kind.code
        assert not kind.__doc__.startswith(f"{kind.__name__}("), kind.code
        assert explanation(kind).count("\n") < 60, kind.code


def test_titles_and_labels_are_there_and_titles_are_short() -> None:
    for kind in kinds():
        assert 0 < len(kind.title) <= 60, kind.code
        assert not kind.title.endswith("."), kind.code
        assert kind.label, kind.code


def test_find_takes_either_case() -> None:
    first = kinds()[0]
    assert find(first.code.lower()) is first
    assert find("FC000x") is None
