"""A step is called `input`, as the item of a foreach is."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.input)

    @step
    def input(self):
        self.rows = list(range(10))
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)
