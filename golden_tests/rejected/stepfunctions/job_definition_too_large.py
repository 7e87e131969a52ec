"""Job definition too large."""

from metaflow import FlowSpec, environment, step


class LargeVariableFlow(FlowSpec):
    @environment(vars={"TABLE": "x" * 30_000})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
