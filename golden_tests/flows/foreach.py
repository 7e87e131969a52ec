"""Covers: one task for each item of a list."""

from metaflow import FlowSpec, step


class ForeachFlow(FlowSpec):
    @step
    def start(self):
        self.countries = ["fi", "de", "jp"]
        self.next(self.fetch, foreach="countries")

    @step
    def fetch(self):
        self.country = self.input
        self.rank = self.index
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.merge_artifacts(inputs, include=["countries"])
        self.ranks = {task.country: task.rank for task in inputs}
        self.next(self.end)

    @step
    def end(self):
        print(self.ranks, "of", self.countries)


if __name__ == "__main__":
    ForeachFlow()
