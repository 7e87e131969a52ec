"""The help of a parameter is no text."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    days = Parameter("days", default=30, help=("days of history", "at most 90"))

    @step
    def start(self):
        print(self.days)
        self.next(self.end)

    @step
    def end(self):
        pass
