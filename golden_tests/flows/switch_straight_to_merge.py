"""Covers: a case that does nothing but go on to where all of the cases meet."""

from metaflow import FlowSpec, step


class CacheFlow(FlowSpec):
    @step
    def start(self):
        self.cached = "no"
        self.features = [1, 2, 3]
        self.next({"yes": self.train, "no": self.compute_features}, condition="cached")

    @step
    def compute_features(self):
        self.features = [n * n for n in range(5)]
        self.next(self.normalise)

    @step
    def normalise(self):
        self.features = [n / max(self.features) for n in self.features]
        self.next(self.train)

    @step
    def train(self):
        self.weight = sum(self.features)
        self.next(self.end)

    @step
    def end(self):
        print("the weight is", self.weight)


if __name__ == "__main__":
    CacheFlow()
