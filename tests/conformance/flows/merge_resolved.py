"""Values that differ are set before the merge; what came before the split and changed in one branch conflicts."""
# $ run

from metaflow import FlowSpec, step


class MergeResolvedFlow(FlowSpec):
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
        self.differs = "join"
        self.numbers = inputs.left.numbers
        self.changed = sorted(task.changed for task in inputs)
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(sorted(name for name in ("common", "changed", "both", "only_left", "only_right", "differs") if hasattr(self, name)))


if __name__ == "__main__":
    MergeResolvedFlow()
