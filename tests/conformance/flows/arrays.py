"""Arrays of numpy: large and small, of many types, views, changed in place, in containers."""
# $ run

import numpy as np

from metaflow import FlowSpec, step


class ArraysFlow(FlowSpec):
    @step
    def start(self):
        self.large = np.random.default_rng(7).random((1000, 300))
        self.small = np.arange(3)
        self.matrix = np.asfortranarray(np.arange(12.0).reshape(3, 4))
        self.view = self.matrix[:, 1]
        self.texts = np.array(["a", "bc"])
        self.things = np.array([None, {"k": 1}], dtype=object)
        self.records = np.zeros(2, dtype=[("id", "i4"), ("w", "f8")])
        self.dates = np.array(["2024-02-29"], dtype="datetime64[D]")
        self.scalar = np.float32(1.5)
        self.empty = np.empty((0, 3))
        self.masked = np.ma.array([1, 2, 3], mask=[0, 1, 0])
        self.held = {"weights": [self.large, self.small], "shape": self.large.shape}
        self.big_endian = np.arange(3, dtype=">i4")
        self.next(self.change)

    @step
    def change(self):
        self.large[0] = 0
        self.small += 1
        self.flags = [self.large.flags.writeable, self.small.flags.writeable]
        self.next(self.split)

    @step
    def split(self):
        self.rows = self.matrix
        self.next(self.work, foreach="rows")

    @step
    def work(self):
        self.total = self.input.sum()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.totals = np.array([task.total for task in inputs])
        self.merge_artifacts(inputs, exclude=["total"])
        self.next(self.end)

    @step
    def end(self):
        print(self.large[0].sum(), self.small, self.totals, self.things)


if __name__ == "__main__":
    ArraysFlow()
