"""The name of an environment variable has a space."""

from metaflow import FlowSpec, environment, step


class ChurnFlow(FlowSpec):
    @environment(vars={"TABLE NAME": "customers"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
