from __future__ import annotations

import re

from compiler.backends.short_names import shortened


def test_shortening_keeps_what_fits() -> None:
    assert shortened("abc", 3) == "abc"
    assert re.fullmatch(r"a{11}-[0-9a-f]{8}", shortened("a" * 30, 20))
