"""A decorator uses a parameter, whose value only a run has."""

from metaflow import FlowSpec, Parameter, resources, step


class ChurnFlow(FlowSpec):
    memory = Parameter("memory", default=16000)

    @resources(memory=memory)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
