"""`python -m runtime_shim`: the command lines of `contract`."""

import sys
from pathlib import Path

# `-m` puts the working folder first. The runtime must find the standard library all the same
# where a module of the user's has a name of its; the user's code gets its own folder later.
if sys.path and sys.path[0] in ("", str(Path.cwd())):
    sys.path.append(sys.path.pop(0))

from runtime_shim.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
