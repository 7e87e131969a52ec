"""A parameter lacks its name."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    days = Parameter(default=30, help="days of history")

    @step
    def start(self):
        print(self.days)
        self.next(self.end)

    @step
    def end(self):
        pass
