"""An environment variable is a dict."""

from metaflow import FlowSpec, environment, step


class ChurnFlow(FlowSpec):
    @environment(vars={"MODE": "fast", "LIMITS": {"rows": 1000}})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
