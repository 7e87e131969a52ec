"""The step where the cases of a switch meet takes inputs."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.size = "small"
        self.next({"small": self.forest, "large": self.linear}, condition="size")

    @step
    def forest(self):
        self.next(self.report)

    @step
    def linear(self):
        self.next(self.report)

    @step
    def report(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
