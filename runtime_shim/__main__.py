"""`python -m runtime_shim`, and `python FOLDER/runtime_shim`: the command lines of `contract`."""

import sys
from pathlib import Path

# The runtime must find the standard library, also where a module of the user's has a name of
# its; the user's code gets its own folder later.
if __package__ == "":
    # Run by its folder, which then is first, and whose modules are no modules by themselves.
    # The package is this one, whichever else is installed. What lies beside it comes last: a
    # package of the user's goes before one that the runtime brings.
    _AROUND = Path(__file__).resolve().parent.parent
    sys.path[0] = str(_AROUND)
    from runtime_shim.libraries import libraries_of

    sys.path.append(sys.path.pop(0))
    _LIBRARIES = libraries_of(path.name for path in _AROUND.iterdir())
    if _LIBRARIES is not None:
        sys.path.append(str(_AROUND / _LIBRARIES))
elif sys.path and sys.path[0] in ("", str(Path.cwd())):
    # Run by `-m`, which puts the working folder first.
    sys.path.append(sys.path.pop(0))

from runtime_shim.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
