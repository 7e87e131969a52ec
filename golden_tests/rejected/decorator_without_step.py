"""A step has `@resources` but lacks its `@step`."""

from metaflow import FlowSpec, resources, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @resources(memory=16000)
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
