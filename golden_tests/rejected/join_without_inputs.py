"""The step that is to join the branches forgets its inputs."""

from metaflow import FlowSpec, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.forest, self.linear)

    @step
    def forest(self):
        self.next(self.join)

    @step
    def linear(self):
        self.next(self.join)

    @step
    def join(self):
        self.next(self.end)

    @step
    def end(self):
        pass
