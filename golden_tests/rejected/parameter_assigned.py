"""A step sets a parameter to another value."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    learning_rate = Parameter("learning_rate", default=0.1)

    @step
    def start(self):
        self.learning_rate = self.learning_rate / 10
        self.next(self.end)

    @step
    def end(self):
        print(self.learning_rate)
