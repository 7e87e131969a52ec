"""The cases of a switch stand there, but not what decides."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.size = "small"
        self.next({"small": self.train_small, "large": self.train_large})

    @step
    def train_small(self):
        self.next(self.end)

    @step
    def train_large(self):
        self.next(self.end)

    @step
    def end(self):
        pass
