"""Large artifacts, and the same one in many tasks."""
# $ run

import random

from metaflow import FlowSpec, step


class LargeFlow(FlowSpec):
    @step
    def start(self):
        self.noise = random.Random(7).randbytes(5_000_000)
        self.zeros = bytes(20_000_000)
        self.rows = [{"id": n, "text": str(n)} for n in range(20_000)]
        self.next(self.end)

    @step
    def end(self):
        self.copy = self.noise
        self.sum = sum(row["id"] for row in self.rows) + len(self.zeros)


if __name__ == "__main__":
    LargeFlow()
