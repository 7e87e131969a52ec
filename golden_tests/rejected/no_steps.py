"""The methods lack their `@step`."""

from metaflow import FlowSpec, Parameter


class ChurnFlow(FlowSpec):
    days = Parameter("days", default=30)

    def start(self):
        self.next(self.end)

    def end(self):
        print(self.days)
