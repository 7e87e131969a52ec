"""A step was copied, and the copy kept its name."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @step
    def train(self):
        self.model = "forest"
        self.next(self.end)

    @step
    def train(self):
        self.model = "linear"
        self.next(self.end)

    @step
    def end(self):
        print(self.model)
