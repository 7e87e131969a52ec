"""The type of a parameter is a list."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    regions = Parameter("regions", type=list, default=["eu", "us"])

    @step
    def start(self):
        print(self.regions)
        self.next(self.end)

    @step
    def end(self):
        pass
