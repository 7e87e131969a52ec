"""`foreach` is given a range to count through."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, foreach=range(5))

    @step
    def train(self):
        self.fold = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.folds = [i.fold for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.folds)
