"""Covers: `import metaflow` and everything written with the module's name or an alias of it."""

import metaflow
import metaflow as mf
from metaflow import step


class ModuleFlow(metaflow.FlowSpec):
    limit = mf.Parameter("limit", type=int, default=3)

    @metaflow.retry(times=1)
    @mf.step
    def start(self):
        self.numbers = list(range(self.limit))
        self.next(self.total)

    @mf.resources(memory=1000)
    @step
    def total(self):
        self.sum = sum(self.numbers)
        self.next(self.end)

    @metaflow.step
    def end(self):
        print(self.sum)


if __name__ == "__main__":
    ModuleFlow()
