"""`current`: what a step is told about the run, the task and the flow that it is part of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Optional

from runtime_shim import contract
from runtime_shim.authoring.marks import decorations_of, flow_decorations_of
from runtime_shim.flow.context import TaskContext
from runtime_shim.flow.state import state_of
from runtime_shim.identity import own_namespace, user_name
from runtime_shim.manifest import Frame
from runtime_shim.project import ProjectContext


class Parallel(NamedTuple):
    """The gang of a task, as `current.parallel`."""

    main_ip: str
    """The address of member 0."""
    num_nodes: int
    node_index: int
    control_task_id: Optional[str]
    """The task id of member 0."""


class Current:
    """Outside of a run its properties are None, and those of decorators do not exist."""

    def __init__(self) -> None:
        self._context: Optional[TaskContext] = None
        self._flow: Any = None
        self._given: dict[str, Callable[[], Any]] = {}

    def __getattr__(self, name: str) -> Any:
        # Only what decorators bring comes here: properties are found before.
        given = self.__dict__.get("_given", {})
        if name in given:
            return given[name]()
        raise AttributeError(f"'Current' object has no attribute '{name}'")

    def __contains__(self, key: str) -> bool:
        return getattr(self, key, None) is not None

    def get(self, key: str, default: Any = None) -> Any:
        """The property of that name, or the default where there is none."""
        return getattr(self, key, default)

    @property
    def is_running_flow(self) -> bool:
        """Whether this process runs a task."""
        return self._context is not None

    @property
    def flow_name(self) -> Optional[str]:
        return self._context.plan.flow if self._context else None

    @property
    def run_id(self) -> Optional[str]:
        return self._context.run if self._context else None

    @property
    def step_name(self) -> Optional[str]:
        return self._context.task.step if self._context else None

    @property
    def task_id(self) -> Optional[str]:
        """The path of the task, such as `3.0`, or `-` in no foreach and no loop."""
        return self._context.task.name if self._context else None

    @property
    def retry_count(self) -> Optional[int]:
        """The number of the attempt, from 0; so again where somebody had the task run anew."""
        return self._context.retry if self._context else None

    @property
    def origin_run_id(self) -> Optional[str]:
        """The run that this one resumes; None for a fresh one."""
        record = self._context.record if self._context else None
        return record.origin if record else None

    @property
    def pathspec(self) -> Optional[str]:
        """`flow/run/step/task`, by which the client finds the task."""
        return self._context.history.pathspec(self._context.task) if self._context else None

    @property
    def task(self) -> Any:
        """The task, as the client gives it."""
        from runtime_shim.client import Task

        return Task(str(self.pathspec), _namespace_check=False) if self._context else None

    @property
    def run(self) -> Any:
        """The run, as the client gives it."""
        from runtime_shim.client import Run

        path = f"{self.flow_name}/{self.run_id}"
        return Run(path, _namespace_check=False) if self._context else None

    @property
    def namespace(self) -> Optional[str]:
        if self._context is None:
            return None
        record = self._context.record
        return record.namespace if record else own_namespace(self._context.environment)

    @property
    def username(self) -> Optional[str]:
        """Who started the run."""
        if self._context is None:
            return None
        record = self._context.record
        return record.user if record else user_name(self._context.environment)

    @property
    def tags(self) -> Optional[set[str]]:
        """The tags that the run was started with."""
        if self._context is None:
            return None
        record = self._context.record
        return set(record.tags) if record else set()

    @property
    def tempdir(self) -> str:
        """The memory-backed folder where the step asks for one, else the working directory."""
        folder = self._context.environment.get(contract.ENV_TEMPDIR) if self._context else None
        return folder if folder and self._wants_memory() else "."

    @property
    def graph(self) -> dict[str, Any]:
        """The steps of the flow and how they hang together; raises `RuntimeError` elsewhere."""
        if self._context is None:
            raise RuntimeError("Graph is not available")
        from runtime_shim.authoring.graph_info import graph_info

        return graph_info(self._context.plan, type(self._flow))

    def _wants_memory(self) -> bool:
        assert self._context is not None
        step = getattr(type(self._flow), self._context.task.step)
        return any(
            (attributes.get("use_tmpfs") or attributes.get("tmpfs_size"))
            and attributes.get("tmpfs_tempdir")
            for attributes in (decoration.attributes for decoration in decorations_of(step))
        )


current = Current()


def bind_current(context: TaskContext, flow_object: Any) -> None:
    """Makes `current` speak of one task, whose flow object is given."""
    current._context = context
    current._flow = flow_object
    current._given = {}
    state = state_of(flow_object)
    if state is not None:
        add_to_current("parameter_names", sorted(state.parameters))
    if context.step.gang:
        current._given.update(_gang(context, state.frames if state is not None else ()))
    decorations = {one.name: one.attributes for one in flow_decorations_of(type(flow_object))}
    project = context.project or _declared_project(decorations.get("project"))
    if project is not None:
        current._given.update(_project(project, context))
    if decorations.keys() & {"trigger", "trigger_on_finish"}:
        # No scheduler hands the runtime the event that started a run.
        add_to_current("trigger", None)


def add_to_current(name: str, value: Any) -> None:
    """Gives `current` one more property, until it is bound to another task."""
    current._given[name] = lambda: value


def bound_context() -> Optional[TaskContext]:
    """The task that `current` speaks of."""
    return current._context


def _gang(context: TaskContext, frames: tuple[Frame, ...]) -> dict[str, Callable[[], Any]]:
    from runtime_shim.authoring import gang

    gang.announce(context)
    found: list[Parallel] = []

    def parallel() -> Parallel:
        # Only who asks waits for member 0, and once.
        if not found:
            found.append(
                Parallel(
                    main_ip=gang.main_address(context),
                    num_nodes=gang.size(context, frames),
                    node_index=gang.member(context),
                    control_task_id=gang.first_path(context),
                )
            )
        return found[0]

    return {"parallel": parallel, "is_parallel": lambda: True}


def _declared_project(attributes: Optional[Mapping[str, Any]]) -> Optional[ProjectContext]:
    """What `@project` itself says, where the scheduler says nothing of it."""
    if attributes is None or not attributes["name"]:
        return None
    return ProjectContext(attributes["name"], attributes["branch"], bool(attributes["production"]))


def _project(project: ProjectContext, context: TaskContext) -> dict[str, Callable[[], Any]]:
    def branch() -> str:
        owner = context.environment.get("METAFLOW_OWNER")
        return project.branch_name(owner or str(current.username))

    return {
        "project_name": lambda: project.name,
        "branch_name": branch,
        "project_flow_name": lambda: f"{project.name}.{branch()}.{context.plan.flow}",
        "is_user_branch": lambda: project.branch is None and not project.production,
        "is_production": lambda: project.production,
    }
