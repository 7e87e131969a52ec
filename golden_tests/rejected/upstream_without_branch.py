"""The flow that is waited for has a project, but no branch."""

from metaflow import FlowSpec, step, trigger_on_finish


@trigger_on_finish(flow={"name": "LoadFlow", "project": "churn"})
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
