"""Gets the user's class ready: imported, with the values of its configs, and mutated."""

from __future__ import annotations

import sys
from pathlib import Path

from runtime_shim.authoring.alias import install_alias
from runtime_shim.authoring.config_values import set_plan
from runtime_shim.authoring.inputs import read_configs
from runtime_shim.authoring.mutators import apply_mutators
from runtime_shim.flow.context import TaskContext, flow_of
from runtime_shim.task.module import load_flow_class


def load_user_code(context: TaskContext) -> type:
    """The class that `FLOWC_FLOW` names; raises `FlowcError`, and what its module raises."""
    file, name = flow_of(context.environment)
    # What a script finds there: some libraries take the name of the program from it.
    sys.argv[:1] = [file]
    install_alias(context.environment)
    set_plan(context.plan)
    cls = load_flow_class(Path(file), name)
    read_configs(cls, context.plan)
    apply_mutators(cls)
    return cls
