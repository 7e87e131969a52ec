"""Which step comes next is decided with `if`."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(10))
        if len(self.rows) > 1000:
            self.next(self.train_large)
        else:
            self.next(self.train_small)

    @step
    def train_large(self):
        self.next(self.end)

    @step
    def train_small(self):
        self.next(self.end)

    @step
    def end(self):
        print("done")
