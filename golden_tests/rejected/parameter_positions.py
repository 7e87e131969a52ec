"""The arguments of a parameter stand without their names."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    regions = Parameter("regions", "eu,us", str, "regions to train", False, True, ",")

    @step
    def start(self):
        print(self.regions)
        self.next(self.end)

    @step
    def end(self):
        pass
