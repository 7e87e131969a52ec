"""A decorator needs a config that nobody has set."""

from metaflow import Config, FlowSpec, config_expr, resources, step


class ChurnFlow(FlowSpec):
    config = Config("config")

    @resources(cpu=config_expr("config.cpu"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
