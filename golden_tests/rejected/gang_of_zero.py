"""The size of a gang is zero."""

from metaflow import FlowSpec, parallel, step

WORKERS = 0


class PretrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=WORKERS)

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
