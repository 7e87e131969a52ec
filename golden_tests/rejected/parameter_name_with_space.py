"""The name of a parameter has a space."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    learning_rate = Parameter("learning rate", default=0.1)

    @step
    def start(self):
        print(self.learning_rate)
        self.next(self.end)

    @step
    def end(self):
        pass
