"""The type of a parameter is the name of a type."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    days = Parameter("days", type="int", default=30)

    @step
    def start(self):
        print(self.days)
        self.next(self.end)

    @step
    def end(self):
        pass
