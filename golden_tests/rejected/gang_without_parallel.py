"""The step of a gang lacks `@parallel`."""

from metaflow import FlowSpec, resources, step


class PretrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=4)

    @resources(gpu=8)
    @step
    def train(self):
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
