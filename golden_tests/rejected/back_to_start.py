"""A switch repeats the flow from the start step on."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.loss = 0.5
        self.next(self.check)

    @step
    def check(self):
        self.verdict = "again" if self.loss > 0.1 else "done"
        self.next({"again": self.start, "done": self.end}, condition="verdict")

    @step
    def end(self):
        pass
