"""The name of a compute pool is no value of a label."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(compute_pool="large gpus")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
