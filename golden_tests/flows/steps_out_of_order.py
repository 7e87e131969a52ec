"""Covers: steps that stand in the source in another order than they run in."""

from metaflow import FlowSpec, step


class ReversedFlow(FlowSpec):
    @step
    def end(self):
        print(self.total)

    @step
    def join(self, branches):
        self.total = branches.left.value + branches.right.value
        self.next(self.end)

    @step
    def right(self):
        self.value = self.base + 1
        self.next(self.join)

    @step
    def left(self):
        self.value = self.base - 1
        self.next(self.join)

    @step
    def start(self):
        self.base = 10
        self.next(self.left, self.right)


if __name__ == "__main__":
    ReversedFlow()
