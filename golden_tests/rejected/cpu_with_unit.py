"""A number of cores carries a unit."""

from metaflow import FlowSpec, resources, step


class ChurnFlow(FlowSpec):
    @resources(cpu="4 cores")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
