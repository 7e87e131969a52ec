"""A step has `@parallel`, but is started like any other."""

from metaflow import FlowSpec, parallel, step


class PretrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @parallel
    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
