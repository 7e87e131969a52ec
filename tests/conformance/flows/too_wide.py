"""A foreach of more items than `--max-num-splits` lets pass fails."""
# $ run --max-num-splits 3

from metaflow import FlowSpec, step


class TooWideFlow(FlowSpec):
    @step
    def start(self):
        self.items = range(4)
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    TooWideFlow()
