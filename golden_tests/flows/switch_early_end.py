"""Covers: a case of a switch that ends the flow early."""

from metaflow import FlowSpec, step


class SyncFlow(FlowSpec):
    @step
    def start(self):
        self.new_rows = [7, 8, 9]
        self.has_news = bool(self.new_rows)
        self.copied = 0
        self.next({True: self.copy, False: self.end}, condition="has_news")

    @step
    def copy(self):
        self.copied = len(self.new_rows)
        self.next(self.verify)

    @step
    def verify(self):
        assert self.copied == len(self.new_rows)
        self.next(self.end)

    @step
    def end(self):
        print("copied", self.copied, "rows")


if __name__ == "__main__":
    SyncFlow()
