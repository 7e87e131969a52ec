"""A parameter was copied, and the copy kept its name."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    train_days = Parameter("days", default=30)
    test_days = Parameter("days", default=7)

    @step
    def start(self):
        print(self.train_days, self.test_days)
        self.next(self.end)

    @step
    def end(self):
        pass
