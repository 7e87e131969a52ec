"""The attributes that every flow has by itself, which are no artifacts."""

from __future__ import annotations

FLOWSPEC_NAMES = frozenset(
    {
        "cmd",
        "foreach_stack",
        "index",
        "input",
        "merge_artifacts",
        "name",
        "next",
        "script_name",
    }
)
"""What `FlowSpec` documents."""

INTERNAL_NAMES = frozenset(
    {
        "_cached_input",
        "_catch_exception",
        "_control_mapper_tasks",
        "_control_task_is_mapper_zero",
        "_current_step",
        "_datastore",
        "_exception",
        "_find_input",
        "_flow_decorators",
        "_flow_mutators",
        "_flow_state",
        "_foreach_num_splits",
        "_foreach_stack",
        "_foreach_values",
        "_foreach_var",
        "_get_parameters",
        "_graph",
        "_graph_info",
        "_iteration_stack",
        "_parallel_ubf_iter",
        "_set_constants",
        "_set_datastore",
        "_steps",
        "_success",
        "_task_ok",
        "_transition",
        "_unbounded_foreach",
    }
)
"""What Metaflow's runtime keeps on a flow. Any other name with one underscore is an
artifact like the rest: it is stored and passed on."""


def is_artifact_name(name: str) -> bool:
    """Whether `self.<name>` can be an artifact.

    Names with two leading underscores are never stored.
    """
    return name not in FLOWSPEC_NAMES and name not in INTERNAL_NAMES and not name.startswith("__")
