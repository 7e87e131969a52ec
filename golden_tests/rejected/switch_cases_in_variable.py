"""The cases of a switch are in a variable."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.size = "small"
        cases = {"small": self.train_small, "large": self.train_large}
        self.next(cases, condition="size")

    @step
    def train_small(self):
        self.next(self.end)

    @step
    def train_large(self):
        self.next(self.end)

    @step
    def end(self):
        pass
