"""One event stands twice in the list."""

from metaflow import FlowSpec, step, trigger


@trigger(events=["rows_loaded", "labels_loaded", "rows_loaded"])
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
