"""A process that ends well before the step has: the task has not succeeded."""
# $ run

import os

from metaflow import FlowSpec, step


class EndsTooEarlyFlow(FlowSpec):
    @step
    def start(self):
        self.x = 1
        os._exit(0)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    EndsTooEarlyFlow()
