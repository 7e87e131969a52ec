"""Covers: branches inside a branch, with branches of different lengths."""

from metaflow import FlowSpec, step


class NestedBranchFlow(FlowSpec):
    @step
    def start(self):
        self.scores = {}
        self.next(self.linear_models, self.trees)

    @step
    def linear_models(self):
        self.family = "linear"
        self.next(self.ridge, self.lasso, self.elastic_net)

    @step
    def ridge(self):
        self.score = 0.71
        self.next(self.best_linear)

    @step
    def lasso(self):
        self.score = 0.69
        self.next(self.best_linear)

    @step
    def elastic_net(self):
        self.score = 0.72
        self.next(self.best_linear)

    @step
    def best_linear(self, models):
        self.family = models.ridge.family
        self.best = max(model.score for model in models)
        self.next(self.compare)

    @step
    def trees(self):
        self.family = "trees"
        self.next(self.prune)

    @step
    def prune(self):
        self.best = 0.8
        self.next(self.compare)

    @step
    def compare(self, families):
        self.scores = {family.family: family.best for family in families}
        self.next(self.end)

    @step
    def end(self):
        print("the best family is", max(self.scores, key=self.scores.get))


if __name__ == "__main__":
    NestedBranchFlow()
