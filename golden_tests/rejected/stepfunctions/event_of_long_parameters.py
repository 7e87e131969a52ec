"""Parameters of an event that take too much of what a job is started with."""

from metaflow import FlowSpec, Parameter, step, trigger


@trigger(event={"name": "measured", "parameters": {"value" * 1200: "value"}})
class LongParametersFlow(FlowSpec):
    value = Parameter("value" * 1200, default=1)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
