"""A merge of what one branch changed and the other left alone."""
# $ run

from metaflow import FlowSpec, step


class MergeChangedInOneBranchFlow(FlowSpec):
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
        self.merge_artifacts(inputs, exclude=["differs", "numbers"])
        self.next(self.end)

    @step
    def end(self):
        print(sorted(name for name in ("common", "changed", "both", "only_left", "only_right", "differs") if hasattr(self, name)))


if __name__ == "__main__":
    MergeChangedInOneBranchFlow()
