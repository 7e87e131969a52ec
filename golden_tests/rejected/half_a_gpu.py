"""A step asks for half a GPU."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(gpu=0.5)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
