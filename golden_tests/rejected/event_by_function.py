"""The name of an event is made by a function when the flow is deployed."""

from metaflow import FlowSpec, step, trigger


def event_name(context):
    return "rows_loaded"


@trigger(event=event_name)
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
