"""`@project` lacks the name of the project."""

from metaflow import FlowSpec, project, step


@project
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
