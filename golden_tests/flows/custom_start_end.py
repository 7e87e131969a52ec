"""Covers: first and last steps under other names than `start` and `end`."""

from metaflow import FlowSpec, step


class IngestFlow(FlowSpec):
    @step(start=True)
    def extract(self):
        self.rows = [{"id": n, "price": n * 1.5} for n in range(5)]
        self.next(self.transform)

    @step
    def transform(self):
        self.rows = [row for row in self.rows if row["price"] > 2]
        self.next(self.load)

    @step(end=True)
    def load(self):
        print("loaded", len(self.rows), "rows")


if __name__ == "__main__":
    IngestFlow()
