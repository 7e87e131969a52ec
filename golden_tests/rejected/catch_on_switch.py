"""`@catch` guards a step that decides."""

from metaflow import FlowSpec, catch, step


class ChurnFlow(FlowSpec):
    @catch(var="failure")
    @step
    def start(self):
        self.size = "small"
        self.next({"small": self.train, "large": self.end}, condition="size")

    @step
    def train(self):
        self.next(self.end)

    @step
    def end(self):
        pass
