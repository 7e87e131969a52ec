"""The default of a config is a function."""

from metaflow import Config, FlowSpec, step


class ChurnFlow(FlowSpec):
    config = Config("config", default_value=lambda context: {"cpu": 4})

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
