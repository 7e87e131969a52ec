"""The argument `gpu` of `@resources` is misspelt."""

from metaflow import FlowSpec, resources, step


class ChurnFlow(FlowSpec):
    @resources(gpus=1, memory=16000)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
