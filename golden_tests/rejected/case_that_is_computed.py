"""A case of a switch is an artifact."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.best = "forest"
        self.model = "linear"
        self.next({self.best: self.publish, "linear": self.end}, condition="model")

    @step
    def publish(self):
        self.next(self.end)

    @step
    def end(self):
        pass
