"""A required config has no value."""

from metaflow import Config, FlowSpec, step


class ChurnFlow(FlowSpec):
    config = Config("config", required=True)

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
