"""Two steps that need the one GPU there is."""

import time

from metaflow import FlowSpec, resources, step


class DevicesFlow(FlowSpec):
    @step
    def start(self):
        self.items = [0, 1]
        self.next(self.train, foreach="items")

    @resources(gpu=1)
    @step
    def train(self):
        self.began = time.time()
        time.sleep(5)
        self.ended = time.time()
        self.next(self.join)

    @step
    def join(self, inputs):
        first, second = sorted(inputs, key=lambda one: one.began)
        self.apart = first.ended <= second.began
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    DevicesFlow()
