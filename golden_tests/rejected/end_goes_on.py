"""The end step goes on to another one."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        self.next(self.notify)

    @step
    def notify(self):
        print("done")
