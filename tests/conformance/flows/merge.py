"""Merges that take some artifacts, leave some out, and fail."""
# case include
# $ MERGE=include run
# case exclude
# $ MERGE=exclude run
# case changed_in_one_branch
# $ MERGE=changed_in_one_branch run
# case equal_but_stored_apart
# $ MERGE=equal_but_stored_apart run
# case conflict
# $ MERGE=conflict run
# case include_and_exclude
# $ MERGE=include_and_exclude run
# case missing
# $ MERGE=missing run

import os

from metaflow import FlowSpec, step

MERGES = {
    "include": {"include": ["both", "only_left"]},
    "exclude": {"exclude": ["differs", "numbers", "changed", "no such"]},
    "changed_in_one_branch": {"exclude": ["differs", "numbers"]},
    "equal_but_stored_apart": {"exclude": ["differs", "changed"]},
    "conflict": {"exclude": ["numbers"]},
    "include_and_exclude": {"include": ["both"], "exclude": ["differs"]},
    "missing": {"include": ["no_such_artifact"]},
}


class MergeFlow(FlowSpec):
    @step
    def start(self):
        self.common = "before the split"
        self.changed = "before the split"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.only_left = 1
        self.both = [1, 2]
        self.differs = "left"
        self.numbers = {"a": 1, "b": 2}
        self.next(self.join)

    @step
    def right(self):
        self.changed = "on the right"
        self.only_right = 2
        self.both = [1, 2]
        self.differs = "right"
        self.numbers = {"b": 2, "a": 1}
        self.next(self.join)

    @step
    def join(self, inputs):
        self.before = 1
        self.merge_artifacts(inputs, **MERGES[os.environ["MERGE"]])
        self.next(self.end)

    @step
    def end(self):
        print(sorted(name for name in ("common", "changed", "both", "only_left", "only_right", "differs") if hasattr(self, name)))


if __name__ == "__main__":
    MergeFlow()
