"""Covers: branches inside each task of a foreach."""

from metaflow import FlowSpec, step


class CrossValidationFlow(FlowSpec):
    @step
    def start(self):
        self.folds = [0, 1, 2]
        self.next(self.split_fold, foreach="folds")

    @step
    def split_fold(self):
        self.fold = self.input
        self.next(self.fit_forest, self.fit_network)

    @step
    def fit_forest(self):
        self.score = 0.7 + self.fold / 100
        self.next(self.compare)

    @step
    def fit_network(self):
        self.score = 0.8 - self.fold / 100
        self.next(self.compare)

    @step
    def compare(self, inputs):
        self.merge_artifacts(inputs, exclude=["score"])
        self.difference = inputs.fit_network.score - inputs.fit_forest.score
        self.next(self.average)

    @step
    def average(self, inputs):
        differences = [task.difference for task in inputs]
        self.difference = sum(differences) / len(differences)
        self.next(self.end)

    @step
    def end(self):
        print(f"the network is better by {self.difference:.3f}")


if __name__ == "__main__":
    CrossValidationFlow()
