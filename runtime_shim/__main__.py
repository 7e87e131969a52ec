"""`python -m runtime_shim`, and `python FOLDER/runtime_shim`: the command lines of `contract`."""

import sys
from pathlib import Path

# The runtime must find the standard library, also where a module of the user's has a name of
# its; the user's code gets its own folder later.
if __package__ == "":
    # Run by its folder, which then is first, and whose modules are no modules by themselves.
    # The package is this one, whichever else is installed.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from runtime_shim.libraries import lead_to_libraries

    del sys.path[0]
    lead_to_libraries()
elif sys.path and sys.path[0] in ("", str(Path.cwd())):
    # Run by `-m`, which puts the working folder first.
    sys.path.append(sys.path.pop(0))

from runtime_shim.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
