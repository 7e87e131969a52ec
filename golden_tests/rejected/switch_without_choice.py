"""All cases of a switch lead to the same step."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.size = "small"
        self.next({"small": self.train, "large": self.train}, condition="size")

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
