"""A foreach wider than the number of workers; the order of the inputs is that of the items."""
# $ run --max-workers 3

from metaflow import FlowSpec, step


class WideFlow(FlowSpec):
    @step
    def start(self):
        self.items = [n * n for n in range(9)]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.half = self.input / 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.halves = [task.half for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.halves)


if __name__ == "__main__":
    WideFlow()
