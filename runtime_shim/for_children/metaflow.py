"""What `import metaflow` finds in a Python process that a task starts.

The finder of `alias` is in the task's process alone. A worker of multiprocessing or joblib
looks along `PYTHONPATH`, finds this file, and has the finder put in its place.
"""

import sys
from importlib import import_module
from pathlib import Path

# The runtime need not be installed, and a process finds it last of all, as the task does.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from runtime_shim.authoring.alias import install

del sys.modules[__name__]
install("metaflow")
# Whoever imports this file gets what is found now.
import_module("metaflow")
