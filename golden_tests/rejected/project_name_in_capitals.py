"""The name of a project has capitals and a hyphen."""

from metaflow import FlowSpec, project, step


@project(name="Churn-Model")
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
