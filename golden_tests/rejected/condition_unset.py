"""`condition` names an artifact that nothing sets."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        size = "small"
        print(size)
        self.next({"small": self.train, "large": self.end}, condition="size")

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
