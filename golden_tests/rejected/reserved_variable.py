"""A step sets a variable of the runtime."""

from metaflow import FlowSpec, environment, step


class ChurnFlow(FlowSpec):
    @environment(vars={"FLOWC_DATASTORE": "s3://elsewhere"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
