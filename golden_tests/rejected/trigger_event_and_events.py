"""`@trigger` names one event, and a list of others."""

from metaflow import FlowSpec, step, trigger


@trigger(event="rows_loaded", events=["labels_loaded", "model_approved"])
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
