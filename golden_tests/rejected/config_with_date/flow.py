"""A TOML file holds a date, which JSON cannot."""

from metaflow import Config, FlowSpec, step


class ChurnFlow(FlowSpec):
    config = Config("config", default="config.toml", parser="tomllib.loads")

    @step
    def start(self):
        print(self.config.since)
        self.next(self.end)

    @step
    def end(self):
        pass
