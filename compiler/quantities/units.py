"""The suffixes of Kubernetes quantities."""

from __future__ import annotations

from fractions import Fraction

DECIMAL = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}
BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50, "Ei": 2**60}
SMALL = {"m": Fraction(1, 10**3), "u": Fraction(1, 10**6), "n": Fraction(1, 10**9)}


def format_whole(number: int) -> str:
    """The shortest text for a whole number that says it exactly; a plain number if none is shorter.

    >>> format_whole(16 * 2**30), format_whole(4096 * 10**6), format_whole(1001)
    ('16Gi', '4096M', '1001')
    """
    if number == 0:
        return "0"
    texts = [str(number)]
    for suffix, factor in {**DECIMAL, **BINARY}.items():
        if number % factor == 0:
            texts.append(f"{number // factor}{suffix}")
    return min(texts, key=len)
