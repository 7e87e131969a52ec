"""A `foreach` of gangs in one transition."""

from metaflow import FlowSpec, parallel, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.train, foreach="regions", num_parallel=4)

    @parallel
    @step
    def train(self):
        self.model = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.models = [i.model for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.models)
