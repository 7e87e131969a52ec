"""By what a state machine's steps are run, and the conformance cases that are run so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from compiler.settings import Settings, StepFunctionsSettings
from tests.conformance.case import Case

_IMPORT = re.compile(rb"^from metaflow import", re.MULTILINE)
_STEP = re.compile(rb"^    @step\b", re.MULTILINE)


@dataclass(frozen=True)
class Variant:
    """One of them."""

    name: str
    sign: str
    """What a state machine has where some of its steps are run so."""
    settings: StepFunctionsSettings = field(default_factory=StepFunctionsSettings)
    decorator: str = ""
    """Is put onto every step."""
    cases: tuple[str, ...] = ()
    """None for all."""

    def of(self, case: Case) -> Case:
        """The case as the state machine runs it, and not Metaflow."""
        files = {path: self._decorated(content) for path, content in case.files.items()}
        return replace(case, name=f"{case.name}-{self.name}", files=files)

    def settings_from(self, settings: Settings) -> Settings:
        """With its own."""
        return replace(settings, stepfunctions=self.settings)

    def chosen(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Its cases."""
        return (case for case in cases if not self.cases or case.name in self.cases)

    def _decorated(self, content: bytes) -> bytes:
        name = self.decorator.encode()
        if not name:
            return content
        imported = _IMPORT.sub(rb"from metaflow import %b\n\g<0>" % name, content, count=1)
        return _STEP.sub(rb"    @%b\n\g<0>" % name, imported)


_JOBS = Variant("jobs", "arn:aws:states:::batch:submitJob.sync")
"""As flowc does unless it is told otherwise: gangs are multi-node jobs, all else is plain jobs."""

_ARRAYS = Variant(
    "arrays",
    "ArrayProperties",
    settings=StepFunctionsSettings(foreach="array"),
    cases=(
        "foreach-catch_retry-work",
        "foreach-resume-work",
        "foreach-retry-work",
        "foreach-environment-work",
        "foreach-catch-work",
        "foreach-timeout-work",
        "foreach-fail-work",
        "foreach-resume-join",
        "foreach_of_foreach_of_foreach-catch_retry-cell",
        "foreach_of_foreach_of_foreach-retry-cell",
        "foreach_in_branch-catch_retry-work",
        "foreach_in_switch-resume-work",
        "current_values",
        "foreach_over_empty",
        "foreach_over_mixed",
        "foreach_over_names",
        "step_decorators",
        "wide",
    ),
)
"""One of them has a single item, and one none."""

_EKS = Variant(
    "eks",
    "arn:aws:states:::eks:runJob.sync",
    decorator="kubernetes",
    cases=(
        "linear-timeout-work",
        "branch-fail-right",
        "foreach-catch_retry-work",
        "foreach-retry-work",
        "foreach-environment-work",
        "foreach-timeout-work",
        "foreach-fail-work",
        "foreach_of_steps-resume-second",
        "foreach_of_foreach_of_foreach-retry-cell",
        "branch_in_foreach-catch_retry-right",
        "foreach_in_branch-catch_retry-work",
        "switch-catch_retry-high",
        "switch_in_foreach-catch-odd",
        "foreach_in_switch-catch_retry-work",
        "loop_in_foreach-retry-leave",
        "exit_hooks",
        "gang_from_artifact",
        "gang_in_foreach",
        "gang_retry",
        "killed_caught",
        "parameters",
        "wide",
    ),
)

VARIANTS = (_JOBS, _ARRAYS, _EKS)
