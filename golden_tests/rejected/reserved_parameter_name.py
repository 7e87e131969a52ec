"""A parameter is called `tag`, which every run has."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    tag = Parameter("tag", default="latest")

    @step
    def start(self):
        print(self.tag)
        self.next(self.end)

    @step
    def end(self):
        pass
