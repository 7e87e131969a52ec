"""Covers: a foreach inside a foreach."""

from metaflow import FlowSpec, step


class GridSearchFlow(FlowSpec):
    @step
    def start(self):
        self.depths = [2, 4]
        self.next(self.choose_rate, foreach="depths")

    @step
    def choose_rate(self):
        self.depth = self.input
        self.rates = [0.1, 0.01, 0.001]
        self.next(self.fit, foreach="rates")

    @step
    def fit(self):
        self.rate = self.input
        self.loss = self.rate * self.depth
        self.next(self.best_rate)

    @step
    def best_rate(self, fits):
        best = min(fits, key=lambda task: task.loss)
        self.depth, self.rate, self.loss = best.depth, best.rate, best.loss
        self.next(self.best_depth)

    @step
    def best_depth(self, inputs):
        self.loss, self.depth = min((task.loss, task.depth) for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("depth", self.depth, "has the loss", self.loss)


if __name__ == "__main__":
    GridSearchFlow()
