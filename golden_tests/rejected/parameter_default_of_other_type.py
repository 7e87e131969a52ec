"""The default of a whole number is a fraction."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    days = Parameter("days", type=int, default=7.5)

    @step
    def start(self):
        print(self.days)
        self.next(self.end)

    @step
    def end(self):
        pass
