"""What several operators of a file have in common, which the file says once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from compiler.backends.airflow.python import Code, Expression, printed

Arguments = dict[str, Expression]

_SHORT = 30
"""The columns of a value that may as well stand wherever it is needed."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The arguments of several operators."""

    common: Arguments
    """What all of them have."""
    constants: Arguments
    """By a name in upper case, long values that some of them have."""
    own: Mapping[str, Arguments]
    """By operator what remains; none of it is in `common`."""


def shared(operators: Mapping[str, Arguments]) -> Shared:
    """Tells the arguments that all operators have from those that differ."""
    uses = Counter(
        (name, printed(value)) for one in operators.values() for name, value in one.items()
    )
    common: Arguments = {}
    constants: Arguments = {}
    named: dict[tuple[str, str], str] = {}
    own: dict[str, Arguments] = {operator: {} for operator in operators}
    for operator, arguments in operators.items():
        for name, value in arguments.items():
            use = (name, printed(value))
            if uses[use] == len(operators):
                common[name] = value
            elif uses[use] == 1 or len(use[1]) <= _SHORT:
                own[operator][name] = value
            else:
                if use not in named:
                    named[use] = _free(name.upper(), constants)
                    constants[named[use]] = value
                own[operator][name] = Code(named[use])
    return Shared(common, constants, own)


def _free(wanted: str, taken: Mapping[str, object]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
