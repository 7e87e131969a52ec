"""A config has a default file and a default value."""

from metaflow import Config, FlowSpec, step


class ChurnFlow(FlowSpec):
    config = Config("config", default="config.json", default_value={"cpu": 4})

    @step
    def start(self):
        print(self.config)
        self.next(self.end)

    @step
    def end(self):
        pass
