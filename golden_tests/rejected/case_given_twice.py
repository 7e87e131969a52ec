"""One case of a switch stands there twice."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.size = "small"
        self.next(
            {"small": self.train_small, "large": self.train_large, "small": self.end},
            condition="size",
        )

    @step
    def train_small(self):
        self.next(self.end)

    @step
    def train_large(self):
        self.next(self.end)

    @step
    def end(self):
        pass
