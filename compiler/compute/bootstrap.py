"""What `runtime = "pip"` starts a container with: a Python program in one argument.

It is the same text for every flow and setting. What it installs comes in a variable, so that
nothing that anybody chose ever becomes code.
"""

from __future__ import annotations

from runtime_shim.contract import ENTRY_MODULE, ENV_RUNTIME

_PIP = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
    "--no-cache-dir",
    # Nothing but what is listed, and of that nothing but what has one of the digests.
    "--require-hashes",
    "--no-deps",
    # A source distribution would run code of its own, and need a compiler.
    "--only-binary=:all:",
]

_PROGRAM = f"""\
import sys
sys.path[:] = filter(None, sys.path)
import os, subprocess, tempfile
folder = tempfile.mkdtemp(prefix="flowc-")
lock = os.path.join(folder, "requirements.txt")
with open(lock, "w") as file:
    file.write(os.environ["{ENV_RUNTIME}"])
pip = [sys.executable, *{_PIP}, "--target", folder, "-r", lock]
quiet = dict(os.environ, PIP_ROOT_USER_ACTION="ignore")
if subprocess.call(pip, cwd=folder, env=quiet):
    sys.exit("pip could not install the runtime of flowc.")
os.execv(sys.executable, [sys.executable, os.path.join(folder, "{ENTRY_MODULE}"), *sys.argv[1:]])
"""
# Modules of the working folder are out of reach from the second line on: one may be named like
# a module of the standard library.

BOOTSTRAP_LAUNCH = ("-c", _PROGRAM)
"""Python's arguments for a container that installs the runtime when it starts."""
