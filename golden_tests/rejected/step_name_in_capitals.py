"""A step's name is in camel case."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.trainModel)

    @step
    def trainModel(self):
        self.model = "forest"
        self.next(self.end)

    @step
    def end(self):
        print(self.model)
