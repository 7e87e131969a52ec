"""An argument stands in the shared mapping and beside it."""

from metaflow import FlowSpec, resources, step

GPU = {"gpu": 1, "memory": 32000}


class ChurnFlow(FlowSpec):
    @resources(memory=64000, **GPU)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
