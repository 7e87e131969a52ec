"""An event has parameters, but no name."""

from metaflow import FlowSpec, Parameter, step, trigger


@trigger(event={"parameters": {"day": "date"}})
class ChurnFlow(FlowSpec):
    day = Parameter("day", default="2024-01-31")

    @step
    def start(self):
        print(self.day)
        self.next(self.end)

    @step
    def end(self):
        pass
