"""A gang has more tasks than the settings allow pods."""

from metaflow import FlowSpec, parallel, step


class PretrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=16)

    @parallel
    @step
    def train(self):
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
