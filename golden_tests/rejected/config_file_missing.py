"""The file of a config is not there."""

from metaflow import Config, FlowSpec, step


class ChurnFlow(FlowSpec):
    config = Config("config", default="no-such-config.json")

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
