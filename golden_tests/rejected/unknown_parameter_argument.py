"""The argument `default` of a parameter is misspelt."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    days = Parameter("days", defualt=30)

    @step
    def start(self):
        print(self.days)
        self.next(self.end)

    @step
    def end(self):
        pass
