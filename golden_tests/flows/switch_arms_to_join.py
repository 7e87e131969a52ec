"""Covers: a switch in a foreach whose cases lead, each by its own step, to the join."""

from metaflow import FlowSpec, step


class ConvertFlow(FlowSpec):
    @step
    def start(self):
        self.files = ["a.csv", "b.json", "c.csv"]
        self.next(self.detect, foreach="files")

    @step
    def detect(self):
        self.file = self.input
        self.format = self.file.rpartition(".")[2]
        self.next({"csv": self.parse_csv, "json": self.parse_json}, condition="format")

    @step
    def parse_csv(self):
        self.rows = 10
        self.next(self.join)

    @step
    def parse_json(self):
        self.rows = 20
        self.next(self.join)

    @step
    def join(self, inputs):
        self.rows = sum(task.rows for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.rows, "rows")


if __name__ == "__main__":
    ConvertFlow()
