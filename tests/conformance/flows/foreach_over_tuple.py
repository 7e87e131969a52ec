"""A foreach over a value: tuple."""
# $ run --max-workers 1

from metaflow import FlowSpec, step


class ForeachOverTupleFlow(FlowSpec):
    @step
    def start(self):
        self.items = ('a', None)
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.got = self.input
        print(self.index, repr(self.input)[:20], type(self.input).__name__)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = [task.got for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(len(self.all))


if __name__ == "__main__":
    ForeachOverTupleFlow()
