"""`foreach` is given the list itself."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["eu", "us"]
        self.next(self.train, foreach=self.regions)

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
