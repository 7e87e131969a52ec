"""The value of a config is a list."""

from metaflow import Config, FlowSpec, step


class ChurnFlow(FlowSpec):
    config = Config("config", default_value="[1, 2, 3]")

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
