"""Steps that end while no controller is there to see it."""

import time

from metaflow import FlowSpec, step


class UnattendedFlow(FlowSpec):
    @step
    def start(self):
        self.items = ["a", "b"]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        time.sleep(5)
        self.upper = self.input.upper()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.joined = "".join(one.upper for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    UnattendedFlow()
