"""What several operators of a file have in common, which the file says once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from compiler.backends.airflow.python import Expression, Spread, printed

Arguments = dict[str, Expression]
_CONSTANT = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The arguments of operators, each kind of them once."""

    constants: Arguments
    """By the name of a constant: that of the most frequent kind, then each other one as what it
    has besides that or in its place."""
    of: Mapping[str, str]
    """From an operator to the constant with its arguments."""


def kinds(operators: Mapping[str, Arguments], name: str) -> Kinds:
    """The kinds of operators that go by any text; the most frequent one gets the name."""
    texts = {operator: printed(arguments) for operator, arguments in operators.items()}
    (main, _), *_ = Counter(texts.values()).most_common(1)
    base = next(one for operator, one in operators.items() if texts[operator] == main)
    names, constants = {main: name}, Arguments({name: base})
    for operator, arguments in operators.items():
        if texts[operator] not in names:
            kind = _free(f"{_CONSTANT.sub('_', operator.upper())}_{name}", constants)
            names[texts[operator]] = kind
            constants[kind] = Spread(name, _changes(base, arguments))
    return Kinds(constants, {operator: names[text] for operator, text in texts.items()})


def _changes(base: Arguments, arguments: Arguments) -> Arguments:
    # What an operator is given None for is as if it were not given.
    gone: Arguments = {name: None for name in base if name not in arguments}
    differing = {
        name: value
        for name, value in arguments.items()
        if name not in base or printed(base[name]) != printed(value)
    }
    return {**differing, **gone}


def _free(wanted: str, taken: Mapping[str, object]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
