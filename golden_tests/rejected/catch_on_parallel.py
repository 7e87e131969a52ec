"""`@catch` stands on the step of a gang."""

from metaflow import FlowSpec, catch, kubernetes, parallel, step


class PretrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=4)

    @catch(var="failure")
    @kubernetes(gpu=8)
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
